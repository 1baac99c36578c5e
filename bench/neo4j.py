"""Loading Neo4j with 100,000 nodes and 500,000 relationships, against rdflib-neo4j 1.1.

The peer is no dependency: `uv run --with` fetches it for this run. Both load the same statements
into the same server. Run it as a module: `python -m bench.neo4j`.
"""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.endpoints.cypher import read_place
from bench.printing import report, timed
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from graph.neo4j.bolt import Address, Bolt
from graph.neo4j.engine import CypherEngine
from graph.neo4j.install import find_jars
from graph.neo4j.load import Place, load_neo4j, open_engine
from graph.neo4j.project import project
from graph.neo4j.server import alone, start_server, stop_server
from ontology.terms import PROJECT_BASE, RDF, SKOS, WW, XSD

BY = Attribution("bench")
RECORDS, NODES, LINKS = 5_000, 20, 5
CHANGES = 20
PEER = """
import sys, time
from rdflib import Graph
from rdflib_neo4j import HANDLE_MULTIVAL_STRATEGY, HANDLE_VOCAB_URI_STRATEGY
from rdflib_neo4j import Neo4jStore, Neo4jStoreConfig
file, uri, password = sys.argv[1:]
config = Neo4jStoreConfig(
    auth_data={"uri": uri, "database": "neo4j", "user": "neo4j", "pwd": password},
    batching=True,
    handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
    handle_multival_strategy=HANDLE_MULTIVAL_STRATEGY.ARRAY,
    multival_props_names=[("skos", "altLabel")],
)
graph = Graph(store=Neo4jStore(config=config))
started = time.perf_counter()
graph.parse(file, format="nt")
graph.close(True)
print(time.perf_counter() - started)
"""


def main() -> None:
    """Print the ratios, and what each of the two holds in the end.

    Both are timed from a server that does not run and holds nothing until it answers with all.
    """
    with tempfile.TemporaryDirectory() as folder:
        texts = dict(_records())
        ledger = create_ledger(Path(folder) / "ledger")
        ledger.append(texts.items(), by=BY)
        triples = Path(folder) / "triples.nt"
        triples.write_text("".join(map(_as_triples, texts.items())), "utf-8")
        with _place(Path(folder) / "theirs") as place:
            theirs, address = timed(lambda: _start(place))
            theirs += _run_peer(triples, address)
            lost = _lost(address)
        with _place(Path(folder) / "ours") as place:
            ours, loaded = timed(lambda: load_neo4j(place, ledger))
            report(
                f"loading Neo4j ({loaded.way})",
                theirs / ours,
                ">= 2",
                held=theirs >= 2 * ours,
                detail=f"rdflib-neo4j {theirs:.1f} s, ours {ours:.1f} s; the peer lost {lost}",
            )
            _measure_rest(place, ledger, texts)


def _measure_rest(place: Place, ledger: Ledger, texts: dict[str, str]) -> None:
    engine = open_engine(place, ledger)
    assert engine is not None  # noqa: S101 — it was loaded
    with engine:
        print(f"ours lost nothing: {'yes' if engine.digest() == ledger.digest() else 'NO'}")
        first, *times = (_change(place, ledger, engine, name) for name in list(texts)[:CHANGES])
        worst, median = max(times), sorted(times)[len(times) // 2]
        detail = (
            f"median {median:.2f} s, worst of {len(times)}; the first after a start {first:.2f} s"
        )
        report("one change", 1 / worst, "within 1 s", held=worst <= 1, detail=detail)
        graph = project(dict(ledger.graphs()))
        over_bolt, _ = timed(lambda: engine.fill(graph, ledger.sequence))
        print(f"emptied and loaded over Bolt, as a server of the user's is: {over_bolt:.1f} s")


def _change(place: Place, ledger: Ledger, engine: CypherEngine, record: str) -> float:
    """Seconds from a committed change of one record until Neo4j answers with it."""
    changed = ledger.nquads(ledger.records()[record]).replace("name 1 of", "new name 1 of")
    ledger.append([(record, "".join(sorted(changed.splitlines(keepends=True))))], by=BY)
    query = "MATCH (n {iri: $iri}) RETURN n.skos_prefLabel"

    def load() -> None:
        load_neo4j(place, ledger)
        ((label,),) = engine.answer(query, {"iri": f"{record}/n1"}).rows
        assert str(label).startswith("new name")  # noqa: S101 — what is timed

    return timed(load)[0]


def _records() -> Iterator[tuple[str, str]]:
    """Records of some nodes, each with a class, labels, a number, and links to any others."""
    chance = random.Random(1)  # noqa: S311 — the same graph every time
    for number in range(RECORDS):
        record = _iri(number)
        lines: list[str] = []
        for node in range(NODES):
            name = f"{node} of {number}"
            said = [
                (RDF + "type", f"<{WW}Lesson>"),
                (SKOS + "prefLabel", f'"name {name}"@en'),
                (SKOS + "altLabel", f'"other name {name}"@en'),
                (SKOS + "altLabel", f'"autre nom {name}"@fr'),
                (WW + "changeValue", f'"{node}.5"^^<{XSD}decimal>'),
            ]
            for _ in range(LINKS):
                thing = f"{_iri(chance.randrange(RECORDS))}/n{chance.randrange(NODES)}"
                said.append((WW + "about", f"<{thing}>"))
            lines += {f"<{record}/n{node}> <{p}> {o} <{record}> .\n" for p, o in said}
        yield record, "".join(sorted(lines))


def _iri(number: int) -> str:
    return f"{PROJECT_BASE}id/source/made-up-{number}"


def _as_triples(record: tuple[str, str]) -> str:
    return record[1].replace(f" <{record[0]}> .\n", " .\n")


@contextmanager
def _place(folder: Path) -> Iterator[Place]:
    place = read_place({**os.environ, "WHATWORKED_NEO4J_URI": ""}, folder)
    find_jars(place.source)
    try:
        yield place
    finally:
        stop_server(place.folder)


def _start(place: Place) -> Address:
    with alone(place.folder, "measuring"):
        return start_server(place.folder, place.source).address


def _run_peer(triples: Path, address: Address) -> float:
    uv = Path(sys.executable).with_name("uv")
    options = ["--no-project", "--python", sys.executable, "--with", "rdflib-neo4j==1.1"]
    arguments = ["python", "-c", PEER, str(triples), address.uri, address.password]
    done = subprocess.run(
        [uv, "run", "--quiet", *options, *arguments], stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def _lost(address: Address) -> str:
    """What the peer's graph lacks of what it was given."""
    bolt = Bolt(address)
    with bolt.reading() as run:
        ((values, relationships),) = run(
            "MATCH (n) WITH sum(size(coalesce(n.altLabel, []))) AS values "
            "RETURN values, COUNT { ()-[]->() }",
            {},
        ).rows
    bolt.close()
    given = 2 * RECORDS * NODES
    return (
        f"every language tag, {given - int(str(values)):,} of {given:,} second labels; "
        f"it holds {relationships:,} relationships without record or identifier"
    )


if __name__ == "__main__":
    main()
