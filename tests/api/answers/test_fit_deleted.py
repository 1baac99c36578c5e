"""A statement that is taken out of its record takes its line of the card with it, or changes it."""

from collections.abc import Mapping
from typing import Any

import pytest

from api.answers.fit import Question, ask_fit
from api.answers.fit_answer import answer_json
from api.answers.gazetteer import folders_of
from api.home import Home
from graph.canonical import canonical_nquads
from graph.engine.port import SparqlEngine, Update
from graph.rdf import to_quads
from ingest.read import corpus_files, read_files
from ontology.record import Source
from ontology.report import parse_record
from ontology.terms import PROJECT_BASE

FENO = Question("feno-testing", "E54000026")
Item = dict[str, Any]


@pytest.fixture(scope="module")
def sources() -> Mapping[str, Source]:
    found = read_files(corpus_files())
    return {one.iri(): one for one in found if isinstance(one, Source)}


def without(record: Source, claim: str) -> Source:
    """The record without one statement, and without an item that then says nothing."""
    raw = record.model_dump(by_alias=True, exclude_unset=True)
    left = 0
    for key, node in raw["nodes"].items():
        kept = []
        for item in node.get("says", ()):
            names = {
                f"{record.iri()}/{key}-{item['key']}-{name}": name
                for name in parse_item(record, key, item["key"])
            }
            for iri, name in names.items():
                left += _take(item, name, iri, claim)
            if any(name in item for name in names.values()) or item.get("about"):
                kept.append(item)
        node["says"] = tuple(kept)
    assert left == 1, claim
    found = parse_record(raw)
    assert isinstance(found, Source)
    return found


def parse_item(record: Source, node: str, item: str) -> list[str]:
    (found,) = [one for key, one in record.items() if (key, one.key) == (node, item)]
    return list(found.predicates)


def _take(item: Item, name: str, iri: str, claim: str) -> bool:
    """Take a statement out of an item where the claim is it, or one of its values."""
    if claim == iri:
        del item[name]
        return True
    values = item[name]
    if isinstance(values, list | tuple) and claim.startswith(f"{iri}-"):
        kept = [
            one
            for one in values
            if str(one).rpartition("/")[2].lower() != claim[len(iri) + 1 :].lower()
        ]
        item[name] = tuple(kept)
        return len(kept) == len(values) - 1
    return False


def lines_of(engine: SparqlEngine, opened: Home) -> list[Item]:
    """Every part of the answer that has citations of its own."""
    found: list[Item] = []
    answer = ask_fit(engine, opened.shelf, folders_of(opened.settings), FENO)
    _collect(answer_json(answer), found, "")
    return found


def _collect(value: object, found: list[Item], use: object) -> None:
    """Each line knows the use that it is of, since uses share conditions."""
    if isinstance(value, dict):
        use = value.get("use", use)
        cited = [*value.get("citations", ()), *value.get("neededBy", ())]
        if cited:
            found.append({"of": use, **value})
        parts = [part for key, part in value.items() if key not in ("citations", "neededBy")]
        for part in parts:
            _collect(part, found, use)
    elif isinstance(value, list):
        for part in value:
            _collect(part, found, use)


def cited_by(line: Item) -> set[str]:
    return {one["claim"] for one in (*line.get("citations", ()), *line.get("neededBy", ()))}


def bare(line: Item) -> Item:
    """A line as it reads without its citations."""
    return {key: part for key, part in line.items() if key not in ("citations", "neededBy")}


def test_a_deleted_statement_takes_its_line_or_changes_it(
    opened: Home, asked: SparqlEngine, sources: Mapping[str, Source]
) -> None:
    before = lines_of(asked, opened)
    claims = sorted(set().union(*map(cited_by, before)))
    assert len(claims) > 10
    for claim in claims:
        iri = claim.rpartition("/")[0]
        asked.load(Update(asked.sequence + 1, {iri: quads(without(sources[iri], claim))}))
        after = lines_of(asked, opened)
        assert not any(claim in cited_by(line) for line in after)
        for line in before:
            if claim in cited_by(line):
                assert line not in after
            if cited_by(line) == {claim}:  # nothing else says so
                assert bare(line) not in [bare(one) for one in after], (claim, bare(line))
        asked.load(Update(asked.sequence + 1, {iri: quads(sources[iri])}))
    assert lines_of(asked, opened) == before


def quads(record: Source) -> str:
    return canonical_nquads(to_quads(record, PROJECT_BASE))
