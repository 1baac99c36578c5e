"""The words and the patterns by which quantities are read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from ingest.read import raw_documents

HERE = Path(__file__).parent
GAP = r"[^\S\n]{0,3}\n?[^\S\n]{0,9}"  # blanks of any kind and at most one end of a line
_DIGITS = r"[0-9](?:[0-9,.]{0,12}[0-9])?"
_NAMED = re.compile(r"<(\w+)>")
_TABLES = ("numbers", "tens", "changes", "comparatives", "moods", "compares")


@dataclass(frozen=True)
class Lexicon:
    """The tables of the YAML files beside this module."""

    numbers: Mapping[str, int]
    tens: Mapping[str, int]
    lists: Mapping[str, tuple[str, ...]]
    changes: Mapping[str, Mapping[str, tuple[str, ...]]]
    comparatives: Mapping[str, tuple[str, ...]]
    moods: Mapping[str, tuple[str, ...]]
    compares: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, str]  # noun in lower case → class
    guards: Mapping[str, frozenset[str]]


@cache
def read_lexicon() -> Lexicon:
    """All tables."""
    words, heads = _read("lexicon.yaml"), _read("heads.yaml")
    lists = {key: heads.pop(key) for key in ("reached", "bundles", "made")}
    lists |= {key: rows for key, rows in words.items() if key not in _TABLES}
    return Lexicon(
        lists=lists,
        heads=_classes(cast("dict[str, list[str]]", heads)),
        guards={key: frozenset(values) for key, values in _read("guards.yaml").items()},
        **{key: words[key] for key in _TABLES},
    )


@cache
def _read(name: str) -> dict[str, Any]:
    (raw,) = raw_documents(HERE / name)
    return dict(cast("dict[str, Any]", raw))


def _classes(heads: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The first class that has a noun counts."""
    return {noun.casefold(): kind for kind in reversed(tuple(heads)) for noun in heads[kind]}


def either(words: Iterable[str]) -> str:
    """A pattern for any of some phrases, the longest first, with any white space between words."""
    longest = sorted(dict.fromkeys(words), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(r"\s{1,3}".join(map(re.escape, phrase.split())) for phrase in longest)


def phrases(words: Iterable[str]) -> re.Pattern[str]:
    """The phrases as whole words, in any case."""
    return re.compile(rf"(?<![\w-])(?:{either(words)})(?![\w-])", re.IGNORECASE)


@cache
def listed(name: str) -> re.Pattern[str]:
    """The phrases of one list of the lexicon."""
    return phrases(read_lexicon().lists[name])


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of one list of the lexicon, to look one up."""
    return frozenset(read_lexicon().lists[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of this name in patterns.yaml, with its lists spelt out."""
    spelt = _read("patterns.yaml")[name].replace(" ", r"\s{1,3}")
    return re.compile(_NAMED.sub(_spell, spelt), re.IGNORECASE)


def _spell(named: re.Match[str]) -> str:
    """What stands for `<name>`; `(?P<name>` is left as it is."""
    if named.string[max(0, named.start() - 2) : named.start()] == "?P":
        return named.group()
    return _parts().get(named[1]) or either(read_lexicon().lists[named[1]])


@cache
def _parts() -> Mapping[str, str]:
    """What patterns name that is no list: numbers, years, blanks, words of several tables."""
    lexicon = read_lexicon()
    compared = (word for group in lexicon.comparatives.values() for word in group)
    return {
        "gap": GAP,
        "digits": _DIGITS,
        "signed": r"[-\u2212]?[0-9]{0,6}[.·]?[0-9]{1,9}",
        "number": rf"(?:{_DIGITS}|{either((*lexicon.numbers, *lexicon.tens))})",
        "year": r"(?:19|20)[0-9]{2}(?:[/–-][0-9]{2,4})?",
        "months": either(month for month in lexicon.guards["months"] if month != "may") + "|may",
        "compared": either(compared),
        "heads": either(lexicon.heads),
        "turns": either(
            one for turn in lexicon.changes.values() for row in turn.values() for one in row
        ),
    }
