"""The verdict: rules that count, tried in order; the first that holds speaks, and is named.

No rule works out a probability. The limits follow methods of shrunk estimates that abstain below
them: results of one programme or source count once, eight of these are needed, and where no
failure is on record nothing is said, for collections of case studies seldom print failures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["favourable", "unfavourable", "cannotSay"]

TWO = 2  # units that make more than one voice
ENOUGH = 8  # units with a result
SHARED = 4  # units that worked with a condition, before its absence says anything
HALF = 2


@dataclass(frozen=True)
class Weighed:
    """What the rules look at: units by result, elsewhere and in similar places, and conditions.

    Units are programmes, or sources where no programme is known; one with both results is in both.
    `compared` says whether any place with a result could be compared with this one. `needed` are
    the conditions that all or most successes have, by what the place has of them; `decisive` those
    it lacks that no success did without and failures lacked.
    """

    worked: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    worked_alike: frozenset[str] = frozenset()
    failed_alike: frozenset[str] = frozenset()
    compared: bool = False
    had: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()

    @property
    def units(self) -> int:
        """How many independent units have a result."""
        return len(self.worked | self.failed)


@dataclass(frozen=True)
class Rule:
    """A rule: when it holds, what it says, and the sentence that says so."""

    name: str
    verdict: Verdict
    holds: Callable[[Weighed], bool]
    sentence: str


@dataclass(frozen=True)
class Judged:
    """A verdict, the rule that gave it, and why in a sentence."""

    verdict: Verdict
    rule: str
    reason: str


RULES = (
    Rule(
        "noResult",
        "cannotSay",
        lambda seen: seen.units == 0,
        "No use elsewhere has a result on record that can be told.",
    ),
    Rule(
        "oneVoice",
        "cannotSay",
        lambda seen: seen.units < TWO,
        "All results elsewhere come from one programme or source; at least 2 are needed.",
    ),
    Rule(
        "noFailure",
        "cannotSay",
        lambda seen: not seen.failed,
        "No failure is on record in {units} independent programmes or sources, and collections of "
        "case studies seldom print failures.",
    ),
    Rule(
        "tooFew",
        "cannotSay",
        lambda seen: seen.units < ENOUGH,
        "Results come from {units} independent programmes or sources; at least 8 are needed.",
    ),
    Rule(
        "lacksDecisive",
        "unfavourable",
        lambda seen: bool(seen.decisive),
        "This place lacks {decisive}: at least 4 independent successes had it, none did without, "
        "and at least 2 failures lacked it.",
    ),
    Rule(
        "notComparable",
        "cannotSay",
        lambda seen: not seen.compared,
        "This place cannot be compared with any place that has a result: too few figures are held.",
    ),
    Rule(
        "fewAlike",
        "cannotSay",
        lambda seen: len(seen.worked_alike) < TWO and len(seen.failed_alike) < TWO,
        "In similar places it worked in {workedAlike} and failed in {failedAlike} independent "
        "programmes or sources; 2 of one kind are needed.",
    ),
    Rule(
        "failedAlike",
        "unfavourable",
        lambda seen: not seen.worked_alike,
        "In similar places it failed in {failedAlike} independent programmes or sources and worked "
        "in none.",
    ),
    Rule(
        "mixedAlike",
        "cannotSay",
        lambda seen: bool(seen.failed_alike),
        "In similar places it worked in {workedAlike} and failed in {failedAlike} independent "
        "programmes or sources.",
    ),
    Rule(
        "lacksNeeded",
        "cannotSay",
        lambda seen: bool(seen.lacking),
        "It worked in {workedAlike} similar programmes or sources, but this place lacks {lacking}, "
        "which all or most successes had.",
    ),
    Rule(
        "openNeeds",
        "cannotSay",
        lambda seen: not seen.had or len(seen.open) * HALF > len(seen.had) + len(seen.open),
        "It worked in {workedAlike} similar programmes or sources, but too little is known of what "
        "this place has of the conditions that all or most successes had: {open}.",
    ),
    Rule(
        "workedAlike",
        "favourable",
        lambda seen: True,  # noqa: ARG005 — what is left when no rule before it holds
        "In similar places it worked in {workedAlike} independent programmes or sources and failed "
        "in none, and no condition that all or most successes had is known to be lacking here.",
    ),
)


def judge(seen: Weighed) -> Judged:
    """The verdict of the first rule that holds."""
    rule = next(rule for rule in RULES if rule.holds(seen))
    reason = rule.sentence.format(
        units=seen.units,
        workedAlike=len(seen.worked_alike),
        failedAlike=len(seen.failed_alike),
        decisive=_join(seen.decisive),
        lacking=_join(seen.lacking),
        open=_join(seen.open) or "none is on record",
    )
    return Judged(rule.verdict, rule.name, reason)


def _join(names: tuple[str, ...]) -> str:
    return ", ".join(names)
