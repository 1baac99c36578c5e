"""Which question a section answers, from the words of its heading: a table that is data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from ingest.read import raw_documents

TABLE = Path(__file__).parent / "sections.yaml"
_NUMBER = re.compile(
    r"(?:(?:section|part|chapter) )?(?:\d{1,2}(?:\.\d{1,2}){0,4}[.):]?|(?:[ivx]{1,4}|[a-h])[.):])"
    r"(?: -)? (?=\S)"
)
_PLAIN = str.maketrans(
    {"’": "'", "\u2018": "'", "–": "-", "—": "-", "*": " ", "_": " ", "#": " ", "\u200b": ""}
)
MOST = 200  # characters of a heading


@dataclass(frozen=True)
class Headings:
    """The table of headings and the word lists of a text's layout."""

    whole: Mapping[str, str]
    openings: re.Pattern[str]
    endings: re.Pattern[str]
    joints: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    words: tuple[tuple[re.Pattern[str], str], ...]
    after: Mapping[str, str]
    later: frozenset[str]
    later_after: frozenset[str]
    later_role: str
    captions: re.Pattern[str]
    contents: frozenset[str]
    abbreviations: frozenset[str]
    before_number: frozenset[str]

    def known(self, heading: str) -> str | None:
        """The role of a heading that the table has, or None."""
        if len(heading) > MOST:
            return None
        plain = simplify(heading)
        fitting = (role for pattern, role in self.patterns if pattern.fullmatch(plain))
        return self._found(plain) or next(fitting, None) or self._joined(plain)

    def guess(self, heading: str, before: str) -> str:
        """The role of a heading that the table has not: by its words, then by what it follows."""
        plain = simplify(heading[:MOST])
        return next((role for words, role in self.words if words.search(plain)), self.after[before])

    def placed(self, heading: str, role: str, before: str) -> str:
        """The role of a heading that the table has where another section stands before it."""
        moved = before in self.later_after and self._bare(simplify(heading)) in self.later
        return self.later_role if moved else role

    def _found(self, plain: str) -> str | None:
        return self.whole.get(plain) or self.whole.get(self._bare(plain))

    def _bare(self, plain: str) -> str:
        """A heading without the words that many open and end with."""
        return self.endings.sub("", self.openings.sub("", plain))

    def _joined(self, plain: str) -> str | None:
        """The role of the first of several headings in one, where all are known."""
        roles = [self._found(part) for part in self.joints.split(plain)]
        return roles[0] if None not in roles else None


def simplify(heading: str) -> str:
    """A heading as the table writes it: small letters, no number, no mark at the end."""
    plain = " ".join(heading.translate(_PLAIN).casefold().split())
    number = _NUMBER.match(plain)
    return plain[number.end() if number else 0 :].rstrip(" ?:.!")


@cache
def shipped_headings() -> Headings:
    """The table that comes with the program."""
    table = cast("Mapping[str, Any]", next(raw_documents(TABLE)))
    later = table["later"]
    return Headings(
        whole={
            name: role
            for role, lines in table["headings"].items()
            for names in lines
            for name in names
        },
        openings=re.compile(rf"^{table['openings']}(?=\S)"),
        endings=re.compile(rf"{table['endings']}$"),
        joints=re.compile(table["joints"]),
        patterns=tuple((re.compile(one["pattern"]), one["role"]) for one in table["patterns"]),
        words=tuple((_any_of(one["words"]), one["role"]) for one in table["words"]),
        after=table["after"],
        later=frozenset(later["headings"]),
        later_after=frozenset(later["after"]),
        later_role=later["role"],
        captions=re.compile(table["captions"], re.IGNORECASE),
        contents=frozenset(table["contents"]),
        abbreviations=frozenset(table["abbreviations"]),
        before_number=frozenset(table["before-number"]),
    )


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
