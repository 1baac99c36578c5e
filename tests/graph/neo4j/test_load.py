"""Loading: whatever the way and whatever interrupts it, Neo4j holds what the ledger holds."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from bench.killed import run_killed
from graph.canonical import canonical_nquads
from graph.engine.port import Update
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from graph.neo4j.engine import CypherEngine
from graph.neo4j.importer import write_import
from graph.neo4j.load import (
    Place,
    load_neo4j,
    mark_of,
    open_engine,
    updates,
    visible_digest,
    visible_graphs,
)
from graph.neo4j.project import PropertyGraph, project
from graph.neo4j.server import find_server, stop_server

BY = Attribution("a1")
WW = "https://w3id.org/whatworked/ns#"
KILLS = 20
LOAD = """
import sys
from pathlib import Path
from graph.ledger import Ledger
from graph.neo4j.install import JarSource
from graph.neo4j.load import Place, load_neo4j
folder, ledger, jars = map(Path, sys.argv[1:4])
print("ready", flush=True)
load_neo4j(Place(folder, JarSource(jars)), Ledger(ledger), rebuild=len(sys.argv) > 4)
"""
ODD = ["", " ", "\x00", "a\nb", "a\rb", '"', "\\", "'", ",", "\t", "\x1f", "\x7f", "\u0085",
       "\u2028", "\ue000", "\ufeff", "\ufffe", "😀", "e\u0301", "null", "true", "1", "[]", ";", "|",
       "\U0010ffff", "a" * 100_000, " a ", "=1+1", "#", "`"]  # fmt: skip


def iri(name: str) -> str:
    return f"https://ex.org/id/source/{name}"


def record(name: str, statements: list[tuple[str, str, str]]) -> str:
    """Canonical N-Quads of a record: path below its IRI, predicate, term."""
    home = iri(name)
    lines = {f"<{home}{path}> <{WW}{says}> {term} <{home}> .\n" for path, says, term in statements}
    return canonical_nquads(parse("".join(lines), RdfFormat.N_QUADS))


def many(name: str, size: int) -> str:
    found = [(f"/{i}", "about", f"<{iri(name)}/{(i + 1) % size}>") for i in range(size)]
    return record(name, [*found, *((path, "gist", '"words"@en') for path, _, _ in found)])


names = st.sampled_from("abc")
statements = st.tuples(
    st.sampled_from(["", "/b", "/c"]),
    st.sampled_from(["about", "changeValue", "gist"]),
    st.one_of(
        st.sampled_from(['"1"', '"x"@en', '"2"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        st.builds(lambda name, path: f"<{iri(name)}{path}>", names, st.sampled_from(["", "/b"])),
    ),
)
steps = st.dictionaries(names, st.lists(statements, max_size=6), min_size=1)


@pytest.fixture
def engine(neo4j_server: Place) -> Iterator[CypherEngine]:
    server = find_server(neo4j_server.folder)
    assert server
    with CypherEngine(server.address) as engine:
        engine.fill(PropertyGraph({}, {}), 0)
        yield engine


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return create_ledger(tmp_path / "ledger")


def held(place: Place, ledger: Ledger) -> tuple[int, str]:
    engine = open_engine(place, ledger)
    assert engine
    with engine:
        assert engine.is_whole
        return engine.sequence, engine.digest()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(steps, min_size=1, max_size=4))
def test_step_by_step_is_all_at_once(
    engine: CypherEngine, changes: list[dict[str, list[tuple[str, str, str]]]]
) -> None:
    engine.fill(PropertyGraph({}, {}), 0)
    now: dict[str, str] = {}
    for sequence, change in enumerate(changes, 1):
        texts = {iri(name): record(name, said) or None for name, said in change.items()}
        engine.load(Update(sequence, texts))
        now = {name: text for name, text in (now | texts).items() if text}
        assert engine.graph() == project(now)
        assert engine.sequence == sequence


def test_a_thing_that_is_only_pointed_at_is_emptied(engine: CypherEngine) -> None:
    points = record("a", [("", "about", f"<{iri('b')}/x>")])
    engine.load(Update(1, {iri("a"): points, iri("b"): record("b", [("/x", "gist", '"1"')])}))
    engine.load(Update(2, {iri("b"): None}))
    node = engine.graph().nodes[f"{iri('b')}/x"]
    assert (node.graph, node.labels, node.properties) == (None, (), {})
    engine.load(Update(3, {iri("a"): None}))
    assert engine.graph() == PropertyGraph({}, {})


def test_a_record_is_no_part_of_one_whose_name_begins_so(engine: CypherEngine) -> None:
    texts = {iri(name): record(name, [("", "gist", '"1"')]) for name in ("a", "ab")}
    engine.load(Update(1, texts))
    engine.load(Update(2, {iri("a"): None}))
    assert set(engine.graph().nodes) == {iri("ab")}


def test_many_records_at_once(engine: CypherEngine) -> None:
    texts = {iri(f"r{i}"): record(f"r{i}", [("", "about", f"<{iri('r0')}>")]) for i in range(1100)}
    engine.load(Update(1, texts))
    assert engine.graph() == project(texts)
    engine.load(Update(2, dict.fromkeys(texts)))
    assert (engine.graph(), engine.sequence) == (PropertyGraph({}, {}), 2)


def test_the_ledger_is_loaded_and_followed(neo4j_server: Place, ledger: Ledger) -> None:
    ledger.append([(iri("a"), many("a", 5))], by=BY)
    assert load_neo4j(neo4j_server, ledger).way == "bolt"
    ledger.append([(iri("b"), many("b", 5))], by=BY)
    ledger.append([(iri("a"), many("a", 3))], deletes=[iri("b")], by=BY)
    loaded = load_neo4j(neo4j_server, ledger)
    assert (loaded.way, loaded.sequence, loaded.records) == ("steps", 3, 2)
    assert load_neo4j(neo4j_server, ledger).way == "unchanged"
    assert held(neo4j_server, ledger) == (3, ledger.digest())


def test_where_no_server_has_run_many_are_imported_before_the_first_start(
    neo4j_server: Place, ledger: Ledger, tmp_path: Path
) -> None:
    place = Place(tmp_path / "first", neo4j_server.source)
    ledger.append([(iri(f"r{i}"), many(f"r{i}", 2)) for i in range(300)], by=BY)
    try:
        assert load_neo4j(place, ledger).way == "import"
        assert held(place, ledger) == (1, ledger.digest())
        ledger.append(deletes=[iri("r0")], by=BY)
        assert load_neo4j(place, ledger).way == "steps"
    finally:
        stop_server(place.folder)


def test_a_database_of_another_ledger_is_loaded_anew(
    neo4j_server: Place, ledger: Ledger, tmp_path: Path
) -> None:
    ledger.append([(iri("a"), many("a", 5))], by=BY)
    load_neo4j(neo4j_server, ledger)
    other = create_ledger(tmp_path / "other")
    other.append([(iri("b"), many("b", 5))], by=Attribution("a2"))
    assert mark_of(other, "LOCAL") != mark_of(ledger, "LOCAL")
    assert load_neo4j(neo4j_server, other).way == "bolt"
    assert held(neo4j_server, other) == (1, other.digest())


def test_one_level_is_held(neo4j_server: Place, ledger: Ledger) -> None:
    place = Place(neo4j_server.folder, neo4j_server.source, level="NHS")
    puts = [(iri(name), many(name, 2)) for name in "abc"]
    ledger.append(puts, levels={iri("a"): "PUBLIC", iri("b"): "NHS"}, by=BY)
    load_neo4j(place, ledger)
    assert set(visible_graphs(ledger, "NHS")) == {iri("a"), iri("b")}
    assert held(place, ledger) == (1, visible_digest(ledger, "NHS"))
    ledger.append(levels={iri("a"): "PARTNERS", iri("c"): "NHS"}, by=BY)
    assert load_neo4j(place, ledger).way == "steps"
    assert set(visible_graphs(ledger, "NHS")) == {iri("b"), iri("c")}
    assert held(place, ledger) == (2, visible_digest(ledger, "NHS"))
    assert visible_digest(ledger, "LOCAL") == ledger.digest()


def test_short_transactions_are_loaded_together(ledger: Ledger) -> None:
    for i in range(450):
        ledger.append([(iri("a"), record("a", [("", "gist", f'"{i}"')]))], by=BY)
    found = list(updates(ledger, "LOCAL", 0))
    assert [update.sequence for update in found] == [200, 400, 450]
    assert list(updates(ledger, "LOCAL", 450)) == []
    ledger.erase(iri("a"), by=BY)
    assert [update.graphs for update in updates(ledger, "LOCAL", 400)] == [{iri("a"): None}]


def test_a_loader_killed_at_any_moment_leaves_what_can_be_mended(
    neo4j_server: Place, ledger: Ledger, tmp_path: Path
) -> None:
    random = Random(20261124)  # noqa: S311 (moments, no secrets)
    ledger.append([(iri(f"r{i}"), many(f"r{i}", 60)) for i in range(20)], by=BY)
    digests = {1: ledger.digest()}
    whole = _load(neo4j_server, tmp_path, None)
    for kill in range(KILLS):
        name = f"r{kill % 20}"
        ledger.append([(iri(name), many(name, 50 - kill))], by=BY)
        digests[ledger.sequence] = ledger.digest()
        _load(neo4j_server, tmp_path, random.uniform(0, whole), rebuild=kill % 2 == 0)
        engine = open_engine(neo4j_server, ledger)
        assert engine
        with engine:
            if engine.held is not None:
                assert engine.digest() == digests[engine.sequence]
    load_neo4j(neo4j_server, ledger)
    assert held(neo4j_server, ledger) == (KILLS + 1, ledger.digest())


def _load(place: Place, home: Path, seconds: float | None, *, rebuild: bool = False) -> float:
    """Load in a process of its own, killed after so many seconds; how long it took."""
    arguments = [place.folder, home / "ledger", place.source.folder]
    if rebuild:  # over Bolt, as for a small ledger of another mark
        server = find_server(place.folder)
        assert server
        with CypherEngine(server.address) as engine, engine._bolt.writing() as run:
            run("MATCH (l:Ledger) DELETE l", {})
    return run_killed(LOAD, arguments, seconds)


def test_the_importer_loses_nothing_and_a_killed_server_is_mended(
    neo4j_server: Place, ledger: Ledger
) -> None:
    said = [(f"/{i}", "gist", str(Literal(text))) for i, text in enumerate(ODD)]
    said += [(f"/{i}", "altLabel", str(Literal(text))) for i in (0, 1) for text in ODD]
    said += [(f"/{i}", "about", f"<{iri('odd')}/{i + 1}>") for i in range(len(ODD))]
    ledger.append([(iri("odd"), record("odd", said)), (iri("a"), many("a", 50))], by=BY)
    assert load_neo4j(neo4j_server, ledger).way == "bolt"
    assert held(neo4j_server, ledger) == (1, ledger.digest())
    server = find_server(neo4j_server.folder)
    assert server
    psutil.Process(server.pid).kill()
    (neo4j_server.folder / "importing").mkdir()  # as if an import had been cut
    assert load_neo4j(neo4j_server, ledger).way == "import"
    assert held(neo4j_server, ledger) == (1, ledger.digest())
    assert not (neo4j_server.folder / "importing").exists()


def test_texts_that_files_cannot_say_are_left_for_later(tmp_path: Path) -> None:
    graph = project({iri("odd"): record("odd", [("/1", "gist", '"a\\nb"'), ("/2", "gist", '"a"')])})
    arguments, rest = write_import(graph, tmp_path)
    assert set(rest.nodes) == {f"{iri('odd')}/1"}
    assert sum(argument.startswith("--nodes=") for argument in arguments) == 2


def test_what_an_unfinished_load_left_is_cleared(engine: CypherEngine) -> None:
    engine.load(Update(1, {iri("a"): many("a", 3)}))
    with engine._bolt.writing() as run:
        run("MATCH (l:Ledger) SET l.sequence = null", {})
    engine.look()
    assert (engine.is_whole, engine.sequence) == (False, 0)
    engine.load(Update(2, {iri("b"): many("b", 3)}))
    assert engine.graph() == project({iri("b"): many("b", 3)})
