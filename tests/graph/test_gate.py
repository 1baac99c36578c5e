"""The gate: two judges and two ways of judging say the same of whatever comes in."""

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from bench.generated import entities, sources
from graph import gate
from graph.gate import judge
from graph.rdf import to_quads
from ontology.report import Finding, violations
from ontology.terms import PROJECT_BASE, WW
from ontology.validate import Result, validate, validate_in_bulk

SOURCE = f"{PROJECT_BASE}id/source/made-up-0"


@cache
def clean() -> tuple[Quad, ...]:
    """A large source, a small one, and what they speak of."""
    records = [*sources(1), *list(sources(2, seed=7, small=True))[1:], *list(entities())[::20]]
    return tuple(quad for record in records for quad in to_quads(record))


def make_dirty(seed: int) -> Store:
    """The clean graph with some statements taken out, altered or added."""
    chance = Random(seed)  # noqa: S311 — the same dirt every time
    quads = list(clean())
    for _ in range(chance.randint(1, 12)):
        at, other = chance.randrange(len(quads)), chance.choice(quads)
        quad = quads[at]
        match chance.choice(["take", "alter", "add", "turn"]):
            case "take":
                del quads[at]
            case "alter":
                quads[at] = Quad(quad.subject, quad.predicate, other.object, quad.graph_name)
            case "add":
                quads.append(Quad(quad.subject, quad.predicate, other.object, quad.graph_name))
            case "turn":
                quads[at] = Quad(quad.subject, other.predicate, quad.object, quad.graph_name)
    store = Store()
    store.extend(quads)
    return store


def graphs(store: Store) -> list[str]:
    return [graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)]


def ntriples(store: Store) -> str:
    triples = {quad.triple for quad in store}
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def keys(results: list[Result]) -> set[tuple[str, str, str]]:
    return {(one.focus, one.rule, one.value) for one in results}


def refused(findings: list[Finding]) -> set[tuple[str, str, str, str]]:
    return {(one.record, one.focus, one.rule, one.value) for one in violations(findings)}


seeds = st.integers(0, 100_000)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_both_judges_find_the_same(seed: int) -> None:
    triples = ntriples(make_dirty(seed))
    assert keys(validate_in_bulk(triples)) == keys(validate(triples))


def test_there_is_something_to_find() -> None:
    found = [validate_in_bulk(ntriples(make_dirty(seed))) for seed in range(50)]
    assert sum(map(bool, found)) > 40
    assert len({one.rule for results in found for one in results}) > 20


@settings(max_examples=15, deadline=None)
@given(seeds, st.sampled_from([1, 20_000, gate.PORTION]))
def test_one_by_one_and_in_bulk_the_same_is_refused(seed: int, portion: int) -> None:
    store = make_dirty(seed)
    with pytest.MonkeyPatch.context() as patch:
        one_by_one = judge(store, graphs(store))
        patch.setattr(gate, "BULK", 1)
        patch.setattr(gate, "PORTION", portion)
        in_bulk = judge(store, graphs(store))
    assert refused(in_bulk) == refused(one_by_one)


def broken(name: str) -> Store:
    """The clean graph with what a claim says of its modality taken out of one record."""
    store = Store()
    store.extend(clean())
    graph, modality = NamedNode(f"{PROJECT_BASE}id/{name}"), NamedNode(f"{WW}modality")
    for quad in list(store.quads_for_pattern(None, modality, None, graph)):
        store.remove(quad)
    return store


@pytest.mark.parametrize("bulk", [1, 1000])
def test_only_what_was_asked_about_is_judged(bulk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BULK", bulk)
    store = broken("source/made-up-1")
    assert violations(judge(store, [SOURCE])) == []
    found = violations(judge(store, [f"{PROJECT_BASE}id/source/made-up-1"]))
    assert {one.record for one in found} == {f"{PROJECT_BASE}id/source/made-up-1"}
    assert {one.field.rpartition(".")[2] for one in found} == {"modality"}


@pytest.mark.parametrize("bulk", [1, 1000])
def test_what_is_pointed_to_is_not_judged(bulk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an entity elsewhere the slice holds the class and misses the label it must have."""
    monkeypatch.setattr(gate, "BULK", bulk)
    store = Store()
    store.extend(clean())
    for quad in list(store.quads_for_pattern(None, None, None, None)):
        if "/id/innovation/" in str(quad.subject) and "prefLabel" in str(quad.predicate):
            store.remove(quad)
    assert "Labelled-label" not in {one.rule for one in judge(store, [SOURCE])}
    assert "Labelled-label" in {one.rule for one in judge(store, graphs(store))}


def test_what_nobody_describes_is_a_warning() -> None:
    store = Store()
    store.extend(quad for quad in clean() if "/id/source/" in str(quad.graph_name))
    found = judge(store, [SOURCE])
    missing = {one.value for one in found if one.rule == "unresolved"}
    assert f"{PROJECT_BASE}id/area/E54000037" in missing
    assert f"{PROJECT_BASE}id/innovation/made-up-0" in missing
    assert {one.severity for one in found} == {"Warning"}
    assert all(one.value in one.message for one in found if one.rule == "unresolved")
    store.extend(clean())
    found = judge(store, [SOURCE])
    assert f"{PROJECT_BASE}id/innovation/made-up-0" not in {one.value for one in found}


@pytest.mark.parametrize("bulk", [1, 1000])
def test_progress_is_told_of_all(bulk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BULK", bulk)
    store = Store()
    done: list[int] = []
    store.extend(clean())
    judge(store, graphs(store), done.append)
    assert sum(done) == len(graphs(store))
