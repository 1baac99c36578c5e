"""In what mood the words around a suggestion speak, and whether they deny it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from ingest.suggesters.layout import Layout, Sentence
from ingest.suggesters.statements.clauses import clause_end, clause_start
from ingest.suggesters.statements.lexicon import Words, read_rules
from ingest.suggesters.statements.lists import with_leads
from ingest.suggesters.suggestion import Suggestion

MOODS = Path(__file__).with_name("modality.yaml")
NEGATED = "negated"
TESTIMONY = "Testimony"
_QUESTION = re.compile(r"\s(?:where|how|which|what|why|whether|who|that)\s")
_SUBORDINATE = re.compile(
    r"\s(?:where|how|which|what|why|whether|who|that|because|(?:as|since|when|if|until|so)"
    r"(?=\s+(?:it|they|we|there|the|this|these)\s))\s"
)
_FINITE = re.compile(
    r"(?<!\bwho\s)(?<!\bwhich\s)(?<!\bthat\s)\b(?:is|are|was|were|has|have|had)\b", re.IGNORECASE
)
_PRONOUN = re.compile(r"\b(?:we|they|you|it|I)\s+$")
_RELATIVE = re.compile(r"(?<!evidence )(?<!sign )\b(?:which|who|that|whose)\s+(?:[\w’-]+\s+){0,2}$")
_BEFORE = 40  # code points before a cue that are looked at


@dataclass(frozen=True)
class Cue:
    """Words that set a mood for what stands in their scope, or that deny it."""

    mood: str
    words: Words
    scope: str


@dataclass(frozen=True)
class Scope:
    """A part of a text in a mood; `cue` is where the words begin that set it."""

    mood: str
    start: int
    end: int
    cue: int


@cache
def read_cues() -> tuple[Cue, ...]:
    """The cues of moods and of denial, in the order in which they decide."""
    rules = read_rules(MOODS)
    return tuple(
        Cue(raw.get("mood", NEGATED), Words(rf"(?<!\w)(?:{raw['cue']})"), raw["scope"])
        for raw in (*rules["moods"], *rules["denials"])
    )


@cache
def _plain(mood: str) -> Words:
    """The words that hold a cue and are none."""
    key = "no_denials" if mood == NEGATED else "plain"
    return Words("|".join(read_rules(MOODS)[key]))


def set_moods(layout: Layout, found: Sequence[Suggestion]) -> list[Suggestion]:
    """The suggestions in the moods of the words around them; one with its own mood keeps that."""
    starts = [sentence.start for sentence in layout.sentences]
    said = [
        Scope("reported", one.start, one.end, one.start) for one in found if one.kind == TESTIMONY
    ]
    leads = _leads(layout)
    moody: list[Suggestion] = []
    for at, ones in groupby(found, lambda one: bisect_right(starts, one.start) - 1):
        here = list(ones)
        scopes = [said]
        if layout.sentences and any(one.kind not in read_rules(MOODS)["named"] for one in here):
            sentence = layout.sentences[max(at, 0)]
            led = [
                [Scope(mood, sentence.start, sentence.end, sentence.start - 1)]
                for mood in leads.get(sentence.block.start, ())
            ]
            scopes = [*read_scopes(layout.text, sentence), *led, said]
        moody += [_set_mood(one, scopes, layout.text) for one in here]
    return moody


def _leads(layout: Layout) -> dict[int, tuple[str, ...]]:
    """The moods that the words before each list leave open, by where its items begin."""
    last = {sentence.block.start: sentence for sentence in layout.sentences}
    lists = [(item.start, above.start) for item, above in with_leads(layout.blocks) if above]
    leads = {start: last[start] for _, start in lists if start in last}
    moods = {start: tuple(_open_moods(layout.text, lead)) for start, lead in leads.items()}
    return {item: moods[start] for item, start in lists if start in moods}


def _open_moods(text: str, lead: Sentence) -> Iterator[str]:
    """The moods whose scope goes on to the end of a sentence that leads into a list."""
    if lead.block.form == "paragraph" and text[lead.end - 1] not in ".!?":
        for scopes in read_scopes(text, lead):
            if scopes and not text[scopes[-1].end : lead.end].strip(" :;.–—-"):
                yield scopes[-1].mood


def read_scopes(text: str, sentence: Sentence) -> Iterator[list[Scope]]:
    """The moods of a sentence with what stands in each, by cue, the most telling first."""
    span = sentence.start, sentence.end
    plain = {
        denies: [match.span() for match in _plain(mood).pattern.finditer(text, *span)]
        for mood, denies in (("", False), (NEGATED, True))
    }
    for cue in read_cues():
        yield [
            Scope(cue.mood, *_scope(cue.scope, match, text, sentence), match.start())
            for match in cue.words.pattern.finditer(text, *span)
            if not _is_plain(match, plain[cue.mood == NEGATED])
        ]
    block = sentence.block
    if block.form == "item" and (mood := read_rules(MOODS)["lists"].get(block.role)):
        yield [Scope(mood, block.start, block.end, block.start)]


def _is_plain(match: re.Match[str], plain: Sequence[tuple[int, int]]) -> bool:
    """Whether a cue stands in words that are none; `plain` is in order and apart."""
    at = bisect_right(plain, match.end() - 1, key=lambda span: span[0])
    return at > 0 and plain[at - 1][1] > match.start()


def _scope(scope: str, match: re.Match[str], text: str, sentence: Sentence) -> tuple[int, int]:
    after = clause_end(text, match.end(), sentence.end)
    begun = clause_start(text, sentence.start, match.start())
    match scope:
        case "clause":
            return _governed(text, begun, match), after
        case "sentence":
            return begun, sentence.end
        case "to-question":
            asked = _QUESTION.search(text, match.end(), after)
            return match.start(), asked.start() if asked else after
        case _:
            return match.start(), after


def _governed(text: str, start: int, match: re.Match[str]) -> int:
    """Where the part of a clause begins that a cue in it governs.

    After the question or the relative that the cue stands in, and after a verb that says before it
    what is so: what "was hard, as it may be" was hard.
    """
    asked = [one.end() for one in _SUBORDINATE.finditer(text, start, match.start())]
    start = asked[-1] if asked else start
    finite = [one.end() for one in _FINITE.finditer(text, start, match.start())]
    if not finite:
        return start
    pronoun = _PRONOUN.search(text, max(finite[-1], match.start() - _BEFORE), match.start())
    return pronoun.start() if pronoun else finite[-1]


def _set_mood(one: Suggestion, scopes: Iterable[Sequence[Scope]], text: str) -> Suggestion:
    denied, mood = False, ""
    for of_cue in scopes:
        over = _over(one, of_cue)
        if of_cue and of_cue[0].mood == NEGATED:
            denied = denied or _denies(of_cue, over, one, text)
        elif over and not mood and takes(one.kind, over.mood) and not _is_given(one, over.mood):
            mood = over.mood
    if denied:
        one = replace(one, attributes={**one.attributes, "polarity": NEGATED})
    return replace(one, modality=mood) if mood and one.modality == "asserted" else one


def _is_given(one: Suggestion, mood: str) -> bool:
    """Whether a mood takes a suggestion as a fact by what it is for the work: what hinders it."""
    rules = read_rules(MOODS)
    known = one.attributes.get("valence") in rules["given_valences"]
    return known and mood not in rules["given_moods"]


def _over(one: Suggestion, scopes: Sequence[Scope]) -> Scope | None:
    """The scope of one cue that a suggestion begins in: the last that begins before it, if any."""
    at = bisect_right(scopes, one.start, key=lambda scope: scope.start)
    return scopes[at - 1] if at and one.start < scopes[at - 1].end else None


def _denies(scopes: Sequence[Scope], over: Scope | None, one: Suggestion, text: str) -> bool:
    """Whether words deny a suggestion: before it in its clause, or within what is found."""
    if not takes(one.kind, NEGATED) or _says_itself(one):
        return False
    if one.kind not in read_rules(MOODS)["findings"]:
        return over is not None and over.cue < one.start
    if over:
        return True
    inside = bisect_left(scopes, one.start, key=lambda scope: scope.cue)
    if inside == len(scopes) or scopes[inside].cue >= one.end:
        return False
    cue = scopes[inside].cue
    return _RELATIVE.search(text, max(one.start, cue - _BEFORE), cue) is None


def _says_itself(one: Suggestion) -> bool:
    """Whether a suggestion is that nothing came about: denied words are what it stands on."""
    return "transferStatus" in one.attributes or one.attributes.get("direction") == "noChange"


def takes(kind: str, mood: str) -> bool:
    """Whether suggestions of this class can be in this mood."""
    rules: Mapping[str, Any] = read_rules(MOODS)
    if mood == NEGATED and kind in (*rules["figures"], *rules["undeniable"]):
        return kind in rules["figures"]
    return kind not in rules["named"] and (
        kind not in (*rules["given"], *rules["figures"]) or mood in rules["given_moods"]
    )
