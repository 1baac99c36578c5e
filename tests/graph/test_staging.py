"""Staging: what a transaction would make of the ledger, before it is one."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bench.generated import entities, sources
from graph.canonical import canonical_nquads
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from graph.rdf import to_quads
from graph.staging import Stage
from ontology.errors import InvalidInput
from ontology.record import Record
from ontology.report import violations
from ontology.terms import WW, XSD

BY = Attribution("a1")
ONE, TWO = sources(2, small=True)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = create_ledger(tmp_path / "ledger")
    texts = [(record.iri(), canonical_nquads(to_quads(record))) for record in [*entities(), ONE]]
    ledger.append(texts, by=BY)
    return ledger


def stage(ledger: Ledger, *records: Record) -> Stage:
    found = Stage(ledger)
    for record in records:
        found.put(record.iri(), to_quads(record))
    return found


def without(quads: Iterable[Quad], predicate: str) -> list[Quad]:
    return [quad for quad in quads if quad.predicate.value != WW + predicate]


def test_what_was_put_comes_out_as_it_went_in(ledger: Ledger) -> None:
    staged = stage(ledger, TWO, ONE)
    assert staged.sequence == 1
    assert violations(staged.judge()) == []
    expected = [(one.iri(), canonical_nquads(to_quads(one))) for one in (TWO, ONE)]
    assert list(staged.puts()) == expected
    appended = ledger.append(staged.puts(), by=BY, after=staged.sequence)
    assert [one.status for one in appended.records] == ["created", "unchanged"]


def test_what_does_not_change_is_not_judged(ledger: Ledger) -> None:
    told: list[int] = []
    assert stage(ledger, ONE).judge(told.append) == []
    assert told == []


def test_what_is_new_is_judged_among_all_the_rest(ledger: Ledger) -> None:
    staged = Stage(ledger)
    staged.put(TWO.iri(), without(to_quads(TWO), "modality"))
    found = violations(staged.judge())
    assert {one.record for one in found} == {TWO.iri()}
    unresolved = [one for one in stage(ledger, TWO).judge() if one.rule == "unresolved"]
    assert not [one for one in unresolved if "/innovation/made-up-" in one.value]


def test_the_new_version_is_judged_and_not_the_old_one(ledger: Ledger) -> None:
    bad = canonical_nquads(without(to_quads(TWO), "modality"))
    ledger.append([(TWO.iri(), bad)], by=BY)
    assert violations(stage(ledger, TWO).judge()) == []
    # what stands in the ledger is no matter of this change
    assert violations(stage(ledger, ONE).judge()) == []


def test_a_record_is_put_once(ledger: Ledger) -> None:
    with pytest.raises(InvalidInput, match="made-up-1 is given twice"):
        stage(ledger, TWO, TWO)


def test_a_literal_that_the_store_rewrites_is_refused(ledger: Ledger) -> None:
    staged, graph = Stage(ledger), NamedNode(TWO.iri())
    odd = Literal("026.0", datatype=NamedNode(XSD + "decimal"))
    staged.put(TWO.iri(), [*to_quads(TWO), Quad(graph, NamedNode(WW + "changeValue"), odd, graph)])
    with pytest.raises(InvalidInput, match="made-up-1: a literal is not in XSD canonical form"):
        list(staged.puts())
