"""How far the words of a measure reach, and where a clause ends."""

import re
from dataclasses import dataclass
from functools import cache

from ingest.suggesters.quantities.lexicon import (
    listed,
    pattern,
    phrases,
    read_lexicon,
    word_set,
)

REACH = 240  # characters: no measure is longer
_STEP = re.compile(r"[\w'’/&%£-]+|[^\w\s]")
_WORD = re.compile(r"[\w'’/&%£-]+$")
_MARK = re.compile(r"\w|[&/%£]")


@dataclass(frozen=True)
class Span:
    """From `start` to `end`, the end exclusive."""

    start: int
    end: int

    def of(self, words: str) -> str:
        """Its words."""
        return words[self.start : self.end]

    def label(self, words: str) -> str:
        """Its words on one line."""
        return " ".join(self.of(words).split())


def measure_after(words: str, at: int) -> Span | None:
    """The noun phrase that begins at or after `at`, up to a verb, an adjunct or a mark.

    A relative clause belongs to it, up to a preposition that it strands: `care they asked for`.
    """
    first = end = None
    clause = False
    last = ""
    for step in _STEP.finditer(words, at, min(len(words), at + REACH)):
        word = step.group().casefold()
        clause = clause or (word in word_set("relative") and end is not None)
        stranded = clause and {last, word} <= word_set("prepositions")
        if stranded or _ends(words, step, clause=clause):
            break
        first = step.start() if first is None else first
        end, last = step.end(), word
    return None if first is None or end is None else trim(words, Span(first, end), clause=clause)


def _ends(words: str, step: re.Match[str], *, clause: bool) -> bool:
    """Whether a measure ends before this word or mark."""
    word = step.group().casefold()
    stops = word in word_set("stops") and not (clause and word not in word_set("adjuncts"))
    return not _MARK.search(word) or stops or _begins(words, step.start(), word)


def _begins(words: str, at: int, word: str) -> bool:
    """Whether a new statement begins: an article or number after `and`, or a year after `in`."""
    if word == "and":
        return bool(_turns().match(words, at + 4) or pattern("next_statement").match(words, at))
    return word == "in" and bool(pattern("in_time").match(words, at))


@cache
def _turns() -> re.Pattern[str]:
    """The words with which another change begins."""
    changes = read_lexicon().changes.values()
    return phrases(word for forms in changes for form in ("noun", "base") for word in forms[form])


def measure_before(words: str, at: int) -> Span | None:
    """The subject that stands before a verb at `at`: back to a mark or the start of the clause."""
    low = max(0, at - REACH)
    begin = max(
        (mark.end() for mark in pattern("subject_mark").finditer(words, low, at)), default=low
    )
    span = trim(words, Span(begin, at))
    if span is None:
        return None
    span = _without_verb(words, span)
    said = span.of(words)
    is_name = any(letter.isalpha() for letter in said) and not pattern("fraction").search(said)
    return span if is_name and said.casefold() not in word_set("pronouns") else None


def _without_verb(words: str, span: Span) -> Span:
    """Up to its own verb, unless that stands in a relative clause: `stays are expected to`."""
    verb = pattern("own_verb").search(words, span.start, span.end)
    relative = listed("relative").search(words, span.start, span.end)
    if verb is None or (relative and relative.start() < verb.start()):
        return span
    return trim(words, Span(span.start, verb.start())) or span


def trim(words: str, span: Span, *, clause: bool = False) -> Span | None:
    """Without small words and blanks at the end and articles and blanks at the start.

    A relative `clause` keeps the preposition it ends in.
    """
    start, end = span.start, span.end
    while end > start:
        end = start + len(words[start:end].rstrip())
        last = _WORD.search(words, start, end)
        word = last.group().casefold() if last else ""
        if word not in word_set("trailing") or (clause and word in word_set("prepositions")):
            break
        end -= len(word)
    if lead := pattern("leading").match(words, start, end):
        start = lead.end()
    return Span(start, end) if end > start else None


def noun_after(words: str, at: int) -> Span | None:
    """The plural noun, with what qualifies it, that stands right after a number."""
    match = pattern("counted").match(words, at, at + 100) or pattern("any_noun").match(
        words, at, at + 100
    )
    return (
        Span(at + len(match["other"]) - len(match["other"].lstrip()), match.end())
        if match
        else None
    )


def with_article(words: str, at: int) -> int:
    """Where what begins at `at` begins with its article."""
    match = pattern("article").search(words, max(0, at - 40), at)
    return match.start() if match else at


def clause_end(words: str, at: int) -> int:
    """Where the clause that holds `at` ends."""
    mark = pattern("clause_mark").search(words, at, at + 2 * REACH)
    end = mark.start() if mark else min(len(words), at + 2 * REACH)
    return at + len(words[at:end].rstrip())


def is_measurable(words: str) -> bool:
    """Whether something stands there that can be counted or timed."""
    return bool(listed("measurable").search(words))
