"""Records that are about places like one, and records that are about other places alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.answers.gazetteer import Folders, find_place, load_table
from graph.exchange.statements import read_statements
from ingest.contexts.places import SMALL
from ontology.errors import InvalidInput
from queries.fit.near import list_nearness
from queries.similarity.profile import DEFAULT

_KINDS = ("area", "organisation", "profile")


@dataclass(frozen=True)
class SimilarPlaces:
    """The places of the level of one: by each code, the name, and whether it is alike.

    The place itself is; of the others those are that `fit` counts as similar.
    """

    place: str
    names: Mapping[str, str]
    alike: frozenset[str]

    def others(self, record: str, nquads: str) -> tuple[str, ...]:
        """The places that a record is about, where none of them is alike; else nothing.

        A record that names no place that can be compared is not about others.
        """
        links = {record, *read_statements(record, nquads).links}
        codes = {code for link in links if (code := _code(link)) in self.names}
        if codes & self.alike:
            return ()
        return tuple(sorted({self.names[code] for code in codes}))


def find_similar_places(name: str, where: Folders) -> SimilarPlaces:
    """The places like one, by IRI, code or label.

    NotFound, InvalidInput and NotAvailable say why it cannot be compared.
    """
    level, row = find_place(name, None, where)
    if level == SMALL:
        msg = f"{name}: documents tell of larger places than small areas: give a district or board"
        raise InvalidInput(msg)
    table = load_table(level, DEFAULT, where)
    places, near = table.places, list_nearness(table, level, row)
    codes = [{one, *more.values()} for one, more in zip(places.ids, places.codes, strict=True)]
    alike = [number == row or near[one].similar for number, one in enumerate(places.ids)]
    return SimilarPlaces(
        f"{level}/{places.ids[row]}",
        {
            _last(code): name
            for some, name in zip(codes, places.names, strict=True)
            for code in some
        },
        frozenset(
            _last(code) for some, like in zip(codes, alike, strict=True) if like for code in some
        ),
    )


def _code(iri: str) -> str:
    kind, _, code = iri.rpartition("/id/")[2].partition("/")
    return code if kind in _KINDS else ""


def _last(code: str) -> str:
    return code.rpartition("/")[2]
