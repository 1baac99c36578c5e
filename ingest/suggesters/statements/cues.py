"""Rules that find a statement by its cue: read from data, and run over the sentences of a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ingest.suggesters.layout import Layout, Sentence
from ingest.suggesters.statements.clauses import (
    FEWEST_WORDS,
    LONGEST,
    SHORTEST,
    clause_end,
    clause_start,
    trimmed,
)
from ingest.suggesters.statements.lexicon import Words, read_rules
from ingest.suggesters.suggestion import Suggestion
from ontology.values import Value

RULES = sorted(Path(__file__).parent.glob("cues*.yaml"))
_BEFORE = 40
WORD_START = r"(?:(?<![\w’'-])|(?=,))"  # each long word is looked at once
_PATTERNS = {"cue", "until", "unless"}


@dataclass(frozen=True)
class Cue:
    """One rule: what it looks for, how much of the sentence it takes, and what that is then.

    `take` is the words that become the statement: the `match` itself, the `rest` of the clause with
    the cue or `after` it, the whole `clause` or the `sentence`; `until` ends them earlier.
    """

    name: str
    kind: str
    cue: Words
    take: str
    until: Words | None = None
    unless: Words | None = None
    roles: tuple[str, ...] = ()  # of the sections it is for; none: all
    avoid: tuple[str, ...] = ()  # roles of the sections it is not for
    forms: tuple[str, ...] = ("paragraph", "item")
    problem: str = ""  # its class in the section on the problem
    modality: str = ""  # where the cue itself decides it
    attributes: Mapping[str, Value] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)


@cache
def read_cues() -> tuple[Cue, ...]:
    """The rules in the order of their files."""
    return tuple(_read(one) for path in RULES for one in read_rules(path)["rules"])


def _read(raw: Mapping[str, Any]) -> Cue:
    given = {key: value for key, value in raw.items() if key not in _PATTERNS}
    until = Words(raw["until"]) if "until" in raw else None
    unless = Words(rf"\b(?:{raw['unless']}) $") if "unless" in raw else None
    cue = Words(rf"{WORD_START}(?:{raw['cue']})")
    return Cue(cue=cue, until=until, unless=unless, **given)


def find_cued(layout: Layout) -> Iterator[Suggestion]:
    """The statements that cues find in the sentences of a text."""
    for sentence in layout.sentences:
        for cue in read_cues():
            if _is_for(cue, sentence):
                yield from _find(cue, sentence, layout.text)


def _is_for(cue: Cue, sentence: Sentence) -> bool:
    role = sentence.block.role
    fitting = role in cue.roles if cue.roles else role not in cue.avoid
    return fitting and sentence.block.form in cue.forms


def _find(cue: Cue, sentence: Sentence, text: str) -> Iterator[Suggestion]:
    at = sentence.start
    while match := cue.cue.pattern.search(text, at, sentence.end):
        near = max(sentence.start, match.start() - _BEFORE)
        if cue.unless and cue.unless.pattern.search(text[near : match.start()]):
            at = match.end()
            continue
        start, end = _span(cue, match, sentence, text)
        at = max(match.end(), match.start() + 1, end)
        if end - start < LONGEST and _is_said(text[start:end], cue):
            yield _suggest(cue, sentence.block.role, text, (start, end))


def _is_said(words: str, cue: Cue) -> bool:
    """Whether a statement has words enough to be one; what a cue names may be short."""
    return len(words) >= SHORTEST and (
        cue.take in {"after", "match"} or len(words.split()) >= FEWEST_WORDS
    )


def _span(cue: Cue, match: re.Match[str], sentence: Sentence, text: str) -> tuple[int, int]:
    group = 1 if match.re.groups and match[1] is not None else 0
    start, stop = match.span(group)
    if cue.take == "match":
        return start, stop
    if cue.take == "sentence":
        return trimmed(text, sentence.start, sentence.end)
    end = clause_end(text, match.end(), sentence.end)
    if end == match.end() + LONGEST:
        return start, start  # a passage that no mark ends is no clause
    if cue.until and (until := cue.until.pattern.search(text, match.end(), end)):
        end = until.start()
    if cue.take == "after" and not group:
        start = match.end()
    elif cue.take == "clause":
        start = clause_start(text, sentence.start, match.start())
    return trimmed(text, start, end)


def _suggest(cue: Cue, role: str, text: str, span: tuple[int, int]) -> Suggestion:
    """What a rule says of these words."""
    exact = text[slice(*span)]
    mood, words = cue.modality or "asserted", " ".join(exact.split())
    if cue.problem and role == "problem":
        return Suggestion(cue.problem, words, *span, exact, cue.name, mood)
    return Suggestion(cue.kind, words, *span, exact, cue.name, mood, dict(cue.attributes))
