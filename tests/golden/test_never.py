"""What the case study does not say stands nowhere, and would be found if it did."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import Quad, QueryBoolean, Store

from graph.rdf import to_quads
from ingest.read import CORPUS, raw_documents
from ontology.report import parse_record

NEVER = sorted((Path(__file__).parent / "never").glob("*.rq"))


def _merge(one: object, other: object) -> object:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {key: _merge(one.get(key), other.get(key)) for key in {**one, **other}}
    if isinstance(one, tuple) and isinstance(other, tuple):
        return (*one, *other)
    return one if other is None else other


def _ask(store: Store, path: Path) -> bool:
    answer = store.query(path.read_text("utf-8"), use_default_graph_as_union=True)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


@pytest.mark.parametrize("path", NEVER, ids=lambda path: path.stem)
def test_it_is_not_said(path: Path, store: Store) -> None:
    assert not _ask(store, path)


@pytest.mark.parametrize("path", NEVER, ids=lambda path: path.stem)
def test_it_would_be_found(path: Path, graphs: dict[str, list[Quad]]) -> None:
    (corpus,) = raw_documents(CORPUS / "south-west-learning-system.yaml")
    (patch,) = raw_documents(path.with_suffix(".yaml"))
    planted = parse_record(_merge(corpus, patch))
    store = Store()
    for record, quads in graphs.items():
        store.extend(to_quads(planted) if record == planted.iri() else quads)
    assert _ask(store, path)


def test_there_is_one_for_each_clause() -> None:
    assert len(NEVER) >= 20
