"""The neighbours of some records: all that shapes and rules can look at when they judge these.

They are the records that hold what is pointed to, those that read the same text, those whose IRI
stands above or below, and of foreign graphs, which may speak of anything, the statements about any
of these. What is given may be more than is looked at; it is never less.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from ontology.terms import WW

_POINTED = re.compile(r"^\S+ <[^>]*> <([^>]*)> ", re.MULTILINE)
_READS = f" <{WW}textSha256> "
_FOREIGN = "/id/graph/"

Read = Callable[[str], str]  # of a version: its canonical N-Quads
Known = dict[str, tuple[str, ...]]  # of a version: the digests of the texts that it reads


class Neighbours:
    """What some records point to and which texts they read, and so who is beside them."""

    def __init__(self) -> None:
        """Of no record yet."""
        self._pointed: set[str] = set()
        self._texts: set[str] = set()
        self._records: set[str] = set()

    def add(self, record: str, nquads: str) -> None:
        """Take in a record that is to be judged, by its canonical N-Quads."""
        self._records.add(record)
        pointed = (iri for iri in set(_POINTED.findall(nquads)) if iri != record)
        self._pointed.update(iri for iri in pointed if not iri.startswith(f"{record}/"))
        self._texts.update(_texts_of(nquads))

    def find(self, held: Mapping[str, str], read: Read, known: Known) -> Iterator[str]:
        """The canonical N-Quads of those beside them among the records held, given by version.

        What is `known` of versions is not read again, and what was found out of others is added.
        """
        given = set[str]()
        for record, text in self._alike(held, read, known):
            self.add(record, text)
            given.add(record)
            yield text
        near = {one for iri in self._pointed | self._records for one in _homes(iri, held)}
        near.update(one for one in held if any(_homes(_above(one), self._records)))
        for record in near - given:
            yield read(held[record])
        for record in held.keys() - near - given:
            if _FOREIGN in record:
                yield self._spoken(read(held[record]))

    def _alike(
        self, held: Mapping[str, str], read: Read, known: Known
    ) -> Iterator[tuple[str, str]]:
        """The records that read one of the texts: two of the same text are one document."""
        wanted = frozenset(self._texts)
        for record, version in held.items() if wanted else ():
            if version not in known:
                known[version] = tuple(_texts_of(read(version)))
            if not wanted.isdisjoint(known[version]):
                yield record, read(version)

    def _spoken(self, nquads: str) -> str:
        """The statements of a foreign graph about what is looked at."""
        lines = (line for line in nquads.split("\n")[:-1] if self._is_near(line.split(" ", 1)[0]))
        return "".join(f"{line}\n" for line in lines)

    def _is_near(self, subject: str) -> bool:
        iri = subject.strip("<>")
        return iri in self._pointed or any(_homes(iri, self._records))


def _texts_of(nquads: str) -> Iterator[str]:
    """The texts that a record reads, as its canonical N-Quads have their digests."""
    return (rest.partition(" <")[0] for rest in nquads.split(_READS)[1:])


def _homes(iri: str, records: Collection[str]) -> Iterator[str]:
    """The records that an IRI names or stands below."""
    while iri:
        if iri in records:
            yield iri
        iri = _above(iri)


def _above(iri: str) -> str:
    return iri.rpartition("/")[0]
