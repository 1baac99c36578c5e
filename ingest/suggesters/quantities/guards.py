"""What looks like a quantity and is none: years, dates, pages, telephones, names with a number."""

import re

from ingest.suggesters.quantities.lexicon import read_lexicon

_BEFORE = re.compile(r"([A-Za-z]+|[|#])\.?[\s(\[]{0,3}$")
_AFTER = re.compile(r"[\s,]{0,3}([A-Za-z]+)")
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_NUMBERING = re.compile(r"\s{0,9}[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}[.)\]]?(?=\s|$)")
_TOKEN = re.compile(r"[^\s()\[\]|]{1,120}")
_ADDRESS = re.compile(r"://|www\.|@|_|\\|[A-Za-z]/[0-9]|[0-9]/[0-9]+/|doi|\.[a-z]{2,4}/|#|=|~")
_LETTER = re.compile(r"[^\W\d_]")
_NEAR = 40
_LONGEST = 8  # digits without a comma: more make an identifier


def is_quantity(words: str, start: int, end: int) -> bool:
    """Whether a number without a unit, from `start` to `end`, may count something."""
    if not _LETTER.search(words, max(0, start - _NEAR), end + _NEAR):
        return False  # among numbers alone: nobody can say what it counts
    guards, written = read_lexicon().guards, words[start:end]
    before, after = _word(_BEFORE, words[max(0, start - _NEAR) : start]), _next(words, end)
    if before in guards["before"] or before in guards["months"]:
        return False
    if after in guards["months"] or after in ("st", "nd", "rd", "th"):
        return False
    if written in guards["services"] and read_lexicon().heads.get(after) != "PopulationGroup":
        return False
    return not (_is_name(written) or _is_glued(words, start, end))


def _is_name(written: str) -> bool:
    """Years, long identifiers, telephone numbers; one, which is mostly a pronoun."""
    plain = re.sub(r"[-–\u2212]", "", written)
    if written.casefold() == "one" or _YEAR.match(plain):
        return True
    leading = plain.startswith("0") and len(plain) > 1 and not plain.startswith(("0.", "0·"))
    return leading or (plain.isdigit() and len(plain) > _LONGEST)


def _is_glued(words: str, start: int, end: int) -> bool:
    """Whether it is part of an address, a name, a citation or the numbering of a list."""
    left = max(0, start - _NEAR)
    token = _TOKEN.search(words[left : end + _NEAR], _token_start(words, start) - left)
    if token and _ADDRESS.search(token.group()):
        return True
    if re.match(r"[\w'’]", words[end : end + 1]) or re.match(
        r"[:/)\]]", words[end : end + 1] or " "
    ):
        return words[end : end + 1] != ")" or words[max(0, start - 1) : start] != "("
    line = words.rfind("\n", 0, start) + 1
    return (
        bool(_NUMBERING.match(words, line, end + 2))
        and words[line:start].strip() == ""
        and bool(re.match(r"[.)\]]?\s{0,3}(?:\n|$)|[.)\]]\s", words[end : end + 6]))
    )


def _token_start(words: str, start: int) -> int:
    at = start
    while at > max(0, start - _NEAR) and not re.match(r"[\s()\[\]|]", words[at - 1]):
        at -= 1
    return at


def _word(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.search(words)
    return match[1].casefold() if match else ""


def _next(words: str, end: int) -> str:
    match = _AFTER.match(words, end, end + _NEAR)
    return match[1].casefold() if match else ""
