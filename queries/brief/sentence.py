"""A sentence of a brief, with what it rests on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ontology.terms import WW
from queries.catalogue import Ask, Cell

Row = Mapping[str, Cell]
UNSAID = "not stated"
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Sentence:
    """A sentence, the claims that say so, and the documents that they stand in.

    One that says what no document tells rests on all documents that were searched: it is `silent`.
    """

    text: str
    documents: tuple[str, ...]
    claims: tuple[str, ...] = ()
    silent: bool = False


@dataclass(frozen=True)
class Section:
    """A heading of a brief with its sentences."""

    heading: str
    sentences: tuple[Sentence, ...]


def say(text: str, claims: Iterable[str]) -> Sentence:
    """A sentence on claims: each claim stands in the record whose IRI its own begins with."""
    told = tuple(dict.fromkeys(claims))
    documents = tuple(dict.fromkeys(claim.rpartition("/")[0] for claim in told))
    return Sentence(finish(text), documents, told)


def finish(text: str) -> str:
    """A text as a sentence: it begins with a capital where it is a word, and has one full stop."""
    first, rest = text[:1], text[1:].rstrip(". ")
    word = (first + rest).partition(" ")[0]
    return f"{first.upper() if word.islower() else first}{rest}."


def list_rows(ask: Ask, question: str, **given: str) -> Iterator[Row]:
    """The rows of a question, each as column to cell."""
    return iter(ask(question, **given).by_column())


def text_of(row: Row, *columns: str) -> str:
    """The first of some columns that says something, an IRI by its end; else that none does."""
    found = next((str(row[name]) for name in columns if row[name] is not None), UNSAID)
    return found.removeprefix(WW).rsplit("/", 1)[-1] if "://" in found else found


def name_words(cell: Cell) -> str:
    """The name of a class or predicate in words: hasPart is has part."""
    return split_name(str(cell).rsplit("/", 1)[-1].rpartition("#")[2])


def split_name(cell: Cell) -> str:
    """A notation in words: absolutePercentagePoints is absolute percentage points."""
    return _HUMP.sub(" ", str(cell)).lower()


def enumerate_words(words: Iterable[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    *most, last = list(words) or [UNSAID]
    return f"{', '.join(most)} and {last}" if most else last
