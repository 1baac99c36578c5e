"""Rules of phrases, which are data: each with its name, its class, its pattern and an example.

A pattern is a regular expression in which `{word}` stands for a list of words of its file, a blank
for any white space within a paragraph, and a group named as a class for what is suggested; without
such a group it is the whole match, of the rule's `kind`. In an example, what the rule must yield
stands in square brackets.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import cast

from ingest.read import raw_documents
from ingest.suggesters.names.shapes import CAPITAL, JOINED, read_shapes
from ingest.suggesters.names.spans import begins_sentence
from ingest.suggesters.names.words import SPACE
from ingest.suggesters.suggestion import Suggestion
from ontology.values import Value

RULES = (
    "bodies",
    "contexts",
    "documents",
    "groups",
    "innovations",
    "people",
    "places",
    "times",
    "work",
)
_WORD = re.compile(r"[^\s(),:]+")
_OWNS = ("’s", "'s")
_BEHIND = re.compile(r"\(\?<[=!][^()]*\)")
# Where an alternative begins; a letter that may be absent is none to rely on.
_BEGIN = re.compile(
    r"(?:(?<=\|)|^)(?:[A-Za-z0-9 -]+(?![A-Za-z0-9 ?-])|[A-Za-z0-9 -]*(?=[A-Za-z0-9 -]\?)|)"
)
_INNER = re.compile(r"\([^()]*\)")
_BUILT_IN = {"Name": f"(?>{CAPITAL}{JOINED}{{0,7}}+)", "Word": CAPITAL}


@dataclass(frozen=True)
class Rule:
    """One rule.

    `once`: only the first of the same words in a document is suggested. `named`: it must hold a
    name, and begins with it. `collective`: it finds several of a kind together. `split`: what
    stands between the members of a list. `to`: the classes of what its words point to, how surely
    says `resolution`; `after`: it goes on from one of these and takes it in. `needs`: in small
    letters, beginnings of words of which a text must have one; without any the rule is not tried.
    """

    name: str
    kind: str
    written: str
    flags: re.RegexFlag
    example: str
    once: bool
    named: bool = False
    collective: bool = False
    split: re.Pattern[str] | None = None
    to: tuple[str, ...] = ()
    resolution: str = ""
    after: bool = False
    needs: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What it looks for, made at the first text that may have it: making it takes longest."""
        return re.compile(self.written, self.flags)


@cache
def read_rules() -> tuple[Rule, ...]:
    """All rules of phrases, in the order of their files."""
    return tuple(rule for name in RULES for rule in _read(name))


@cache
def read_pointing() -> tuple[Rule, ...]:
    """The rules of words that point to what was named before them."""
    return tuple(_read("coreference"))


def read_lists(name: str) -> Mapping[str, object]:
    """The lists of words of one file of rules."""
    return _documents(name)[0]


@cache
def _documents(name: str) -> tuple[Mapping[str, object], ...]:
    path = Path(__file__).with_name(f"{name}.yaml")
    return cast("tuple[Mapping[str, object], ...]", tuple(raw_documents(path)))


def _read(name: str) -> Iterator[Rule]:
    words, *rules = _documents(name)
    features = "|".join(read_shapes().features)
    lists = {name: f"(?:{words[name]})" for name in words} | _BUILT_IN | {"Feature": features}
    for rule in rules:
        flags = re.NOFLAG if rule.get("case") else re.IGNORECASE
        yield Rule(
            str(rule["name"]),
            str(rule.get("kind", "")),
            expand(str(rule["pattern"]), lists),
            flags,
            str(rule["example"]),
            bool(rule.get("once", True)),
            bool(rule.get("named")),
            bool(rule.get("collective")),
            re.compile(str(rule["split"])) if "split" in rule else None,
            cast("tuple[str, ...]", rule.get("to", ())),
            str(rule.get("resolution", "")),
            bool(rule.get("after")),
            tuple(_needs(cast("tuple[str, ...]", rule.get("needs", ())), words)),
        )


def _needs(needs: Sequence[str], words: Mapping[str, object]) -> Iterator[str]:
    """Of each phrase of some lists, or of the words themselves, the longest word."""
    for need in needs:
        listed = str(words[need[1:-1]]) if need.startswith("{") else need
        for match in _BEGIN.finditer(listed) if "(" not in listed else _flat(listed):
            yield max(match.group().lower().split(" "), key=len)


def _flat(listed: str) -> Iterator[re.Match[str]]:
    """The beginnings of alternatives; what stands in brackets within one begins none."""
    while "(" in listed:
        listed = _INNER.sub("?", listed)
    yield from _BEGIN.finditer(listed)


def expand(pattern: str, lists: Mapping[str, str]) -> str:
    """A pattern as the engine reads it: lists of words put in, blanks made any white space."""
    for _ in range(3):  # a list may name lists, and those lists again
        pattern = re.sub(
            r"\{([A-Za-z]+)\}", lambda name: lists.get(name.group(1), name.group()), pattern
        )
    behind = _BEHIND.sub(lambda one: one.group().replace(" ", r"\s"), pattern)
    return behind.replace("[- ]", "(?:-| )").replace(" ", SPACE)


def suggest_phrases(text: str) -> Iterator[Suggestion]:
    """What the rules find in a text."""
    lower = " ".join(dict.fromkeys(text.lower().split()))  # each word but once
    present = {need: need in lower for rule in read_rules() for need in rule.needs}
    for rule in read_rules():
        if not rule.needs or any(present[need] for need in rule.needs):
            yield from apply_rule(rule, text)


def apply_rule(rule: Rule, text: str) -> Iterator[Suggestion]:
    """What one rule finds in a text."""
    seen: set[tuple[str, str]] = set()
    about: Mapping[str, Value] = {"isCollective": True} if rule.collective else {}
    for match in rule.pattern.finditer(text):
        for kind, (start, end) in _spans(rule, match):
            label = " ".join(text[start:end].split())
            if not (rule.once and (kind, label.lower()) in seen):
                exact = text[start:end]
                yield Suggestion(kind, label, start, end, exact, rule.name, attributes=about)
            seen.add((kind, label.lower()))


def _spans(rule: Rule, match: re.Match[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    kinds = [kind for kind in match.re.groupindex if match.group(kind)]
    spans = [(kind, match.span(kind)) for kind in kinds]
    if not match.re.groupindex:
        spans = [(rule.kind, match.span())]
    for kind, (start, end) in spans:
        for first, last in _members(rule, match.string, start, end):
            stop = first + len(match.string[first:last].rstrip())
            if span := _from_name(match, first, stop) if rule.named else (first, stop):
                yield kind, span


def _members(rule: Rule, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for between in rule.split.finditer(text, start, end) if rule.split else ():
        yield start, between.start()
        start = between.end()
    yield start, end


def _tells_text(words: Sequence[tuple[int, str]]) -> bool:
    """Whether words begin with what a text is, which names nothing: `Evaluation of the` pilot."""
    return words[0][1] in read_shapes().papers and [word for _, word in words[1:2]] == ["of"]


def _from_name(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """The span from its first word that is part of a name; None where no word is a name."""
    shapes, text = read_shapes(), match.string
    words = [(word.start(), word.group()) for word in _WORD.finditer(text, start, end)]
    while words and (
        words[0][1] in shapes.function or words[0][1][0].islower() or _tells_text(words)
    ):
        words = words[1:]
    # The last word says what it is, unless it is apart.
    named = [
        word for _, word in (words if match.re.groupindex else words[:-1]) if word[0].isupper()
    ]
    if not set(named) - shapes.general or (len(named) == 1 and begins_sentence(text, *words[0])):
        return None
    return words[0][0], end - 2 * text.startswith(_OWNS, end - 2)
