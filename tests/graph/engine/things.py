"""Two things with every kind of value, a question for all of them, and graphs of any size."""

from decimal import Decimal

from pyoxigraph import NamedNode, RdfFormat, parse

from queries.catalogue import Cell, Question

PREFIXES = """PREFIX : <https://ex.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
A, B, G, H = (f"https://ex.org/{name}" for name in "abgh")
THINGS = """
GRAPH :g {
  :a :name "A \\"quoted\\"\\n\\ttext \\u0007é" ;
    :code <https://w3id.org/whatworked/vocab/modality/planned> ;
    :count 2 ; :share 0.41 ; :day "2025-01-31"^^xsd:date ; :open true ;
    :member :z, <https://w3id.org/whatworked/vocab/coverage/whole> .
}
GRAPH :h {
  :b :name "B" ; :code :other ; :count 10 ; :share 26.0 ; :day "2024-01-01"^^xsd:date ; :open false
}
"""
KINDS = Question(
    name="kinds",
    summary="Every kind of cell and of parameter",
    given={"thing": "iri", "name": "string", "least": "number", "day": "date", "count": "integer"},
    columns=("thing", "name", "code", "count", "share", "day", "open", "members", "none"),
    text=PREFIXES
    + """SELECT DISTINCT ?thing ?name ?code ?count ?share ?day ?open
      (GROUP_CONCAT(STR(?member); separator="\\u001F") AS ?members) ?none
    WHERE {
      VALUES ?thing { UNDEF } VALUES ?name { UNDEF } VALUES ?least { UNDEF }
      VALUES ?day { UNDEF } VALUES ?count { UNDEF }
      ?thing :name ?name ; :code ?code ; :count ?count ; :share ?share ; :day ?day ; :open ?open .
      FILTER(!BOUND(?least) || ?share >= ?least)
      OPTIONAL { ?thing :member ?member } OPTIONAL { ?thing :none ?none }
    } GROUP BY ?thing ?name ?code ?count ?share ?day ?open ?none""",
    lists=frozenset({"members"}),
)
ROW_A: tuple[Cell, ...] = (
    *(A, 'A "quoted"\n\ttext \x07é', "planned", 2, Decimal("0.41"), "2025-01-31", True),
    *(("https://ex.org/z", "whole"), None),
)
ROW_B: tuple[Cell, ...] = (
    *(B, "B", "https://ex.org/other", 10, Decimal(26), "2024-01-01", False),
    *((), None),
)


def graphs(trig: str) -> dict[str, str | None]:
    texts: dict[str, str | None] = {}
    for quad in parse(PREFIXES + trig, RdfFormat.TRIG):
        assert isinstance(quad.graph_name, NamedNode)
        name = quad.graph_name.value
        texts[name] = (texts.get(name) or "") + f"{quad} .\n"
    return texts


def many(count: int, name: str = "g") -> dict[str, str | None]:
    lines = (f'<{A}{i}> <{A}> "{i}" <https://ex.org/{name}> .\n' for i in range(count))
    return {f"https://ex.org/{name}": "".join(lines)}
