"""A difference is what one release takes to become the other: applied, it gives it, both ways."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from graph.exchange.difference import (
    apply_patch,
    compare_releases,
    find_label,
    tell_statement,
    write_patch,
)
from ontology.errors import InvalidInput
from ontology.terms import SKOS
from tests.graph.exchange.innovations import graph, iri

PAIRS = int(os.environ.get("WHATWORKED_RELEASE_PAIRS", "60"))
values = some.text(some.characters(exclude_categories=["Cs"]), max_size=4)
lines = some.frozensets(some.tuples(some.sampled_from("pqr"), values), min_size=1, max_size=4)
releases = some.dictionaries(some.sampled_from("abcdef"), lines, max_size=5)
Release = dict[str, frozenset[tuple[str, str]]]
ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})


def written(release: Release) -> dict[str, str]:
    """A release as canonical N-Quads by record."""
    found: dict[str, str] = {}
    for name, said in release.items():
        record = iri(name)
        told = (
            f'<{record}> <https://ex.org/{key}> "{value.translate(ESCAPES)}" <{record}> .\n'
            for key, value in said
        )
        found[record] = "".join(sorted(told))
    return found


@settings(max_examples=PAIRS, deadline=None)
@given(releases, releases)
def test_a_patch_makes_one_release_of_the_other_and_back(before: Release, after: Release) -> None:
    one, other = written(before), written(after)
    altered = list(compare_releases(one, other))
    assert apply_patch(one, write_patch(altered)) == other
    assert apply_patch(other, write_patch(altered, backwards=True)) == one
    kinds = {it.record: it.kind for it in altered}
    assert {it for it, kind in kinds.items() if kind == "added"} == other.keys() - one.keys()
    assert {it for it, kind in kinds.items() if kind == "withdrawn"} == one.keys() - other.keys()
    changed = {it for it in one.keys() & other.keys() if one[it] != other[it]}
    assert {it for it, kind in kinds.items() if kind == "changed"} == changed


def test_of_a_changed_record_only_the_statements_that_differ_are_told() -> None:
    before, after = graph("a", "a thing"), graph("a", "another thing")
    (one,) = compare_releases(
        {iri("a"): before, iri("b"): before}, {iri("a"): after, iri("b"): before}
    )
    assert (one.record, one.kind, one.label) == (iri("a"), "changed", "another thing")
    assert [tell_statement(line).value for line in one.removed] == ["a thing"]
    assert [tell_statement(line).value for line in one.added] == ["another thing"]
    assert tell_statement(one.added[0]).predicate == "skos_prefLabel"
    assert find_label(iri("a"), before) == "a thing"
    assert f"<{SKOS}prefLabel>" in one.added[0]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_patch_of_another_release_is_refused(backwards: bool) -> None:
    before, after = {iri("a"): graph("a")}, {iri("a"): graph("a", "another thing")}
    patch = list(write_patch(compare_releases(before, after), backwards=backwards))
    with pytest.raises(InvalidInput, match="does not fit"):
        apply_patch(before if backwards else after, patch)
