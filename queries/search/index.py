"""The index: which things have which words in their names, and which of them are meant."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice, takewhile
from math import log
from typing import Literal

from queries.search.words import find_initials, join_words, list_words, shorten_once, slipped

Kind = Literal[
    "innovation", "place", "lesson", "question", "programme", "condition", "organisation",
    "document", "use",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "innovation", "place", "lesson", "question", "programme", "condition", "organisation",
    "document", "use",
)  # fmt: skip
Naming = Literal["label", "other", "code", "former", "initials", "class", "said"]

WORTH: Mapping[Naming, float] = {
    "label": 1.0,
    "code": 1.0,
    "other": 0.9,
    "initials": 0.7,
    "former": 0.6,
    "said": 0.4,
    "class": 0.2,
}
EXACT: frozenset[Naming] = frozenset({"code", "initials"})  # a part of them means nothing
SENTENCES: frozenset[Kind] = frozenset({"lesson", "question", "document"})
START, SLIP = 0.7, 0.4  # of a word that only begins so, or has one slip in it
LEAST = 2  # letters that are taken for the beginning of a word
FEWEST = 4  # letters of a word in which a slip is forgiven
WHOLE = 1.5  # times, where nothing else stands in the name


@dataclass(frozen=True)
class Name:
    """One of the names of a thing, or what a claim says of it in our words."""

    text: str
    naming: Naming
    claim: str | None = None


@dataclass(frozen=True)
class Entry:
    """A thing that can be found."""

    iri: str
    kind: Kind
    label: str
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Hit:
    """A thing that was found, by which of its names, and how well that fits.

    `words` are those of the search that it has.
    """

    entry: Entry
    name: Name
    score: float
    words: frozenset[str]


@dataclass(frozen=True)
class Found:
    """The hits, the best first; `lacking` are words of the search that not all hits have."""

    hits: tuple[Hit, ...]
    lacking: tuple[str, ...] = ()


@dataclass
class Index:
    """Words to the names that have them; made once, then only read.

    The lists of names are positions in `_names`, each with its entry and its number of words.
    """

    _names: list[tuple[Entry, Name, int]] = field(default_factory=list)
    _having: dict[str, list[int]] = field(default_factory=dict)
    _words: list[str] = field(default_factory=list)
    _shortened: dict[str, list[str]] = field(default_factory=dict)

    def find(self, text: str, kinds: Collection[Kind] = KINDS) -> Found:
        """The things that are meant: those that have the most words of the text in their names.

        A tie is broken by kind, in the order of `KINDS`, then by label and IRI.
        """
        words = list(dict.fromkeys(list_words(text)))
        together: dict[str, dict[int, dict[str, float]]] = {}
        for word in words:
            for at, fit in self._fit(word).items():
                entry = self._names[at][0]
                if entry.kind in kinds:
                    together.setdefault(entry.iri, {}).setdefault(at, {})[word] = fit
        having = {iri: set().union(*names.values()) for iri, names in together.items()}
        most = max(map(len, having.values()), default=0)
        hits = [
            self._hit(together[iri], having[iri], len(words))
            for iri in together
            if len(having[iri]) == most
        ]
        ranked = tuple(sorted(hits, key=_rank))
        shared = frozenset.intersection(*(hit.words for hit in ranked)) if ranked else frozenset()
        return Found(ranked, tuple(word for word in words if word not in shared))

    def _hit(self, names: Mapping[int, Mapping[str, float]], having: Set[str], sought: int) -> Hit:
        """A thing by the name that fits best, with the words that its other names have besides."""
        scores = {at: self._score(at, fits, sought) for at, fits in names.items()}
        best = min(scores, key=lambda at: (-scores[at], at))
        entry, name, _ = self._names[best]
        more = sum(
            max(fits.get(word, 0.0) for fits in names.values())
            for word in having
            if word not in names[best]
        )
        return Hit(entry, name, round(scores[best] + WORTH["class"] * more, 6), frozenset(having))

    def _score(self, at: int, fits: Mapping[str, float], sought: int) -> float:
        _, name, length = self._names[at]
        whole = len(fits) == length == sought
        return sum(fits.values()) * WORTH[name.naming] * (WHOLE if whole else 1 / (1 + log(length)))

    def _fit(self, word: str) -> dict[int, float]:
        """The names that have a word, or one that begins so, else one with a slip in it."""
        found: dict[int, float] = {}
        for known, share in self._alike(word):
            having = self._having[known]
            rare = share * log(1 + len(self._names) / len(having))
            for at in having:
                if share == 1 or self._names[at][1].naming not in EXACT:
                    found[at] = max(found.get(at, 0.0), rare)
        return found

    def _alike(self, word: str) -> list[tuple[str, float]]:
        if len(word) < LEAST:
            return [(word, 1.0)] if word in self._having else []
        at = bisect_left(self._words, word)
        starting = takewhile(lambda known: known.startswith(word), islice(self._words, at, None))
        found = [(known, 1.0 if known == word else START) for known in starting]
        if found or len(word) < FEWEST:
            return found
        near = {known for part in shorten_once(word) for known in self._shortened.get(part, ())}
        return [(known, SLIP) for known in sorted(near) if slipped(word, known)]


def _rank(hit: Hit) -> tuple[float, int, str, str]:
    return -hit.score, KINDS.index(hit.entry.kind), hit.entry.label.casefold(), hit.entry.iri


def make_index(entries: Iterable[Entry]) -> Index:
    """An index of some things."""
    index = Index()
    for entry in entries:
        for name in (*entry.names, *_initials(entry)):
            words = dict.fromkeys(list_words(name.text))
            for word in words.keys() | join_words(name.text):
                index._having.setdefault(word, []).append(len(index._names))
            index._names.append((entry, name, len(words)))
    index._words.extend(sorted(index._having))
    for word in index._words:
        if len(word) >= FEWEST:
            for part in shorten_once(word):
                index._shortened.setdefault(part, []).append(word)
    return index


def _initials(entry: Entry) -> list[Name]:
    """The initials of a thing's names, where it has names and not a sentence or a title."""
    if entry.kind in SENTENCES:
        return []
    named = (name.text for name in entry.names if name.naming not in ("said", "code"))
    initials = {short for text in named for short in find_initials(text)}
    return [Name(short.upper(), "initials") for short in sorted(initials)]
