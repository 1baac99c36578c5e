"""Counts of patients that an audience can compare, over records and versions, give no few away."""

import re
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.canonical import canonical_nquads
from graph.exchange.feed import Feed, project_feed
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from graph.rdf import to_quads
from ontology.record import RECORD

BY = Attribution("quentin")
SEEN = {"measure": "seen", "ofImplementation": "source/d/use", "unit": "patients"}
Shown = list[list[str]]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return create_ledger(tmp_path / "ledger")


def put(
    ledger: Ledger, name: str, level: str = "PUBLIC", /, label: str = "seen", **said: object
) -> str:
    """Put a document that states one count of a measure with this label; its IRI."""
    observed = {"key": "what", **SEEN, **said}
    nodes = {
        "seen": {"is": "OutcomeMeasure", "label": label},
        "count": {"is": "OutcomeObservation", "says": [observed]},
    }
    record = RECORD.validate_python(
        {
            "kind": "source",
            "record": name,
            "licence": "https://creativecommons.org/licenses/by/4.0/",
            "document": {"title": name, "coverage": "whole", "address": "https://example.org/a"},
            "nodes": nodes,
        }
    )
    text = canonical_nquads(to_quads(record))
    ledger.append([(record.iri(), text)], levels={record.iri(): level}, by=BY)
    return record.iri()


def feed_of(ledger: Ledger, audience: str = "PUBLIC") -> Feed:
    return project_feed(ledger.transactions(), ledger.nquads, audience)


def told(feed: Feed) -> Shown:
    return [
        [f"{one.activity} {one.record.rpartition('/')[2]}" for one in step.members]
        for step in feed.steps
    ]


def codes(feed: Feed) -> Mapping[str, list[str]]:
    return {
        record.rpartition("/")[2]: [one.code for one in reasons]
        for record, reasons in feed.held.items()
    }


@pytest.mark.parametrize(
    ("other", "held"),
    [
        ({"followUpValue": 97}, True),
        ({"followUpValue": 103}, True),
        ({"followUpValue": 97, "unit": "people"}, True),
        ({"followUpValue": 97, "label": "Seen"}, True),
        ({"followUpValue": 100}, False),
        ({"followUpValue": 92}, False),
        ({"followUpValue": 97, "label": "asked"}, False),
        ({"followUpValue": 97, "ofImplementation": "source/b/use"}, False),
        ({"baselineValue": 97}, False),
        ({"followUpValue": 97, "unit": "nurses"}, False),
        ({"followUpValue": 97, "unit": "sites"}, False),
        ({"followUpValue": 97, "unit": "patients per practice"}, False),
    ],
)
def test_a_total_in_one_record_and_a_part_in_another(
    ledger: Ledger, other: dict[str, Any], held: bool
) -> None:
    put(ledger, "a", followUpValue=100)
    put(ledger, "b", **other)
    assert codes(feed_of(ledger)) == ({"b": ["smallDifference"]} if held else {})


@pytest.mark.parametrize("unit", ["nurses", "practices", "teams", "visits"])
def test_staff_and_services_are_compared_with_nothing(ledger: Ledger, unit: str) -> None:
    put(ledger, "a", followUpValue=100, unit=unit)
    put(ledger, "b", followUpValue=97, unit=unit)
    put(ledger, "a", followUpValue=103, unit=unit)
    assert told(feed_of(ledger)) == [["Create a"], ["Create b"], ["Update a"]]


def test_two_versions_that_differ_by_few(ledger: Ledger) -> None:
    put(ledger, "a", followUpValue=100)
    put(ledger, "a", followUpValue=103)
    feed = feed_of(ledger)
    assert (told(feed), codes(feed)) == (
        [["Create a"], ["Delete a"]],
        {"a": ["smallDifference"]},
    )
    assert "103 here and 100 shown before" in next(iter(feed.held.values()))[0].detail
    put(ledger, "a", followUpValue=110)
    assert (told(feed_of(ledger))[2:], codes(feed_of(ledger))) == ([["Create a"]], {})


def test_those_studied_are_compared_over_versions(ledger: Ledger) -> None:
    put(ledger, "a", followUpValue=50, unit="%", n=200)
    put(ledger, "a", followUpValue=50, unit="%", n=204)
    assert codes(feed_of(ledger)) == {"a": ["smallDifference"]}


def test_another_time_is_another_quantity(ledger: Ledger) -> None:
    put(ledger, "a", followUpValue=100, period="source/a/first")
    put(ledger, "a", followUpValue=103, period="source/a/second")
    assert told(feed_of(ledger)) == [["Create a"], ["Update a"]]


def test_parts_in_several_records_that_leave_few(ledger: Ledger) -> None:
    put(ledger, "a", followUpValue=100)
    put(ledger, "b", followUpValue=60, inPopulation="source/b/women")
    put(ledger, "c", followUpValue=36, inPopulation="source/c/men")
    assert codes(feed_of(ledger)) == {"c": ["smallPart"]}
    put(ledger, "c", followUpValue=20, inPopulation="source/c/men")
    assert codes(feed_of(ledger)) == {}


def test_what_was_withdrawn_was_shown_and_what_was_erased_was_not(ledger: Ledger) -> None:
    first = put(ledger, "a", followUpValue=100)
    ledger.append(deletes=[first], by=BY)
    put(ledger, "b", followUpValue=97)
    assert codes(feed_of(ledger)) == {"b": ["smallDifference"]}
    ledger.erase(first, by=BY)
    assert codes(feed_of(ledger)) == {}


def test_what_an_audience_was_not_shown_holds_nothing_back_from_it(ledger: Ledger) -> None:
    put(ledger, "a", "NHS", followUpValue=100)
    put(ledger, "b", followUpValue=97)
    assert [codes(feed_of(ledger, one)) for one in ("PUBLIC", "NHS")] == [
        {},
        {"b": ["smallDifference"]},
    ]


COUNTS = st.integers(8, 40)


@given(st.lists(st.tuples(st.sampled_from("abc"), COUNTS), max_size=12))
@settings(max_examples=40, deadline=None)
def test_no_two_counts_that_ever_left_differ_by_few(acts: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        ledger = create_ledger(Path(folder) / "ledger")
        for name, value in acts:
            put(ledger, name, followUpValue=value)
        left = {
            int(value)
            for step in feed_of(ledger).steps
            for one in step.members
            if one.version
            for value in re.findall(r'"(\d+)"\^\^<[^>]*decimal>', ledger.nquads(one.version))
        }
    assert not [pair for pair in combinations(left, 2) if 1 <= abs(pair[0] - pair[1]) <= 7]
    assert bool(left) == bool(acts)
