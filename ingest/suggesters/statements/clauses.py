"""Where a clause begins and ends, as far as punctuation and the words that join clauses tell."""

import re

LONGEST = 400  # code points of a statement: a longer one is a passage, and each search stays short
SHORTEST = 8
FEWEST_WORDS = 3
_JOIN = (
    "which|who|whilst|while|whereas|but|so|although|though|however|because|since|if|unless|where"
)
_SUBJECT = "it|they|we|this|these|there"
_AND = (
    rf"and\s+(?:(?:the|a|an)(?!\s+[A-Z])|to|their|{_SUBJECT}|has|have|had|was|were|is|are|will"
    r"|also|then|subsequently|in|two|three|four|some|several|many|most|others?|all)"
)
_END = re.compile(
    rf"[.;:?!](?=\s|$)|\s[–—-]\s|\s\(|[”“\"](?=\s|$)|,\s+(?=(?:{_JOIN}|{_SUBJECT}|{_AND})\b)"
    r"|\s(?=whilst\b|whereas\b)|,?\s(?=(?:eg|e\.g\.)\s)"
)
_START = re.compile(
    rf"\s(?:eg|e\.g\.)\s|[;:]\s+|\s[–—]\s+|[“\"]|,\s+(?:(?:{_JOIN}|that|and)\s+|(?=(?:{_SUBJECT})\s))"
    r"|\b(?:share|shared|said|says|told|reported|felt|stated|found|confirmed|suggests?|suggested"
    r"|demonstrated|demonstrates|shows?|showed|identified|estimated|thought|believed|concluded"
    r"|noted)\s+that,?\s+"
)
_ASIDE = re.compile(
    r",\s+(?:which|who|whose|where|while|although|though)\s[^,.;:]{1,120},\s(?!(?:and|but|or)\b)"
)
_LEAD = re.compile(
    r"(?:(?:overall|additionally|however|furthermore|moreover|finally|also|specifically|therefore"
    r"|thus|in addition|in this way|as a result|at present|for example|for instance|e\.?g\.?|and"
    r"|but|so|then|in particular)\b,?\s+)+",
    re.IGNORECASE,
)


def clause_end(text: str, start: int, end: int) -> int:
    """Where the clause which `start` is in ends, at `end` or a longest statement later at most."""
    end = min(end, start + LONGEST)
    match = _END.search(text, start, end)
    return match.start() if match else end


def clause_start(text: str, start: int, at: int) -> int:
    """Where the clause which `at` is in begins, no joining words first.

    `start` or a longest statement before `at` at the earliest.
    """
    start = max(start, at - LONGEST)
    begun = start
    for match in _START.finditer(text, start, at):
        aside = _ASIDE.match(text, match.start(), at)
        begun = begun if aside else match.end()
    start = begun
    lead = _LEAD.match(text, start, at)
    return lead.end() if lead else start


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space, stops and a bracket that it never opened at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—-•*"):
        start += 1
    stops = ".,;:–—-*" if "(" in text[start:end] else ".,;:–—-*)"
    while end > start and (text[end - 1].isspace() or text[end - 1] in stops):
        end -= 1
    return start, end
