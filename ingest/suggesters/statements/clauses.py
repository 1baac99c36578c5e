"""Where a clause begins and ends, as far as punctuation and the words that join clauses tell."""

import re
from functools import cache

from ingest.suggesters.statements.lexicon import WORDS, read_rules

LONGEST = 400  # code points of a statement: a longer one is a passage, and each search stays short
SHORTEST = 8
FEWEST_WORDS = 3
_ASIDE = re.compile(
    r",\s+(?:which|who|whose|where|while|although|though)\s[^,.;:]{1,120},\s(?!(?:and|but|or)\b)"
)


def _list(name: str) -> str:
    return str(read_rules(WORDS)[name])


@cache
def _end() -> re.Pattern[str]:
    join, subject = _list("joins"), _list("subjects")
    anew = rf"and\s+(?:(?:the|a|an)(?!\s+[A-Z])|{_list('begins_anew')}|{subject})"
    return re.compile(
        rf"[.;:?!](?=\s|$)|\s[–—-]\s|\s\(|[”“\"](?=\s|$)|,\s+(?=(?:{join}|{subject}|{anew})\b)"
        r"|\s(?=whilst\b|whereas\b)|,?\s(?=(?:eg|e\.g\.)\s)"
    )


@cache
def _start() -> re.Pattern[str]:
    return re.compile(
        r"\s(?:eg|e\.g\.)\s|[;:]\s+|\s[–—]\s+|[“\"]"
        rf"|,\s+(?:(?:{_list('joins')}|that|and)\s+|(?=(?:{_list('subjects')})\s))"
        rf"|\b(?:{_list('tells')})\s+that,?\s+"
    )


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_list('leads')})\b,?\s+)+", re.IGNORECASE)


def clause_end(text: str, start: int, end: int) -> int:
    """Where the clause which `start` is in ends, at `end` or a longest statement later at most."""
    end = min(end, start + LONGEST)
    match = _end().search(text, start, end)
    return match.start() if match else end


def clause_start(text: str, start: int, at: int) -> int:
    """Where the clause which `at` is in begins, no joining words first.

    `start` or a longest statement before `at` at the earliest.
    """
    start = max(start, at - LONGEST)
    begun = start
    for match in _start().finditer(text, start, at):
        aside = _ASIDE.match(text, match.start(), at)
        begun = begun if aside else match.end()
    start = begun
    lead = _lead().match(text, start, at)
    return lead.end() if lead else start


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space, stops and a bracket that it never opened at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—-•*"):
        start += 1
    stops = ".,;:–—-*" if "(" in text[start:end] else ".,;:–—-*)"
    while end > start and (text[end - 1].isspace() or text[end - 1] in stops):
        end -= 1
    return start, end
