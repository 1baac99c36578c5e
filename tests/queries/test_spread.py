"""How an innovation spread: only what arrived draws an arrow, and nothing else is lost."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.loaded import engine_of
from bench.worlds import world
from ontology.record import Record
from ontology.report import parse_record
from ontology.terms import PROJECT_BASE
from queries.catalogue import Ask
from queries.outcomes.case import Named
from queries.spread.answer import Spread, count, in_time, trace_spread
from queries.spread.links import link_nodes, write_graphml
from queries.spread.moves import Move, Moves, When
from queries.spread.reach import follow

BARE = Move(Named(""), False, (), (), None, (), (), (), (), (), (), None)
INNOVATION = f"{PROJECT_BASE}id/innovation/walks"
NODES = 7

Edge = tuple[int, int]


def use(iri: str, *organisations: str, began: tuple[str, str] | None = None) -> Move:
    whens = (When(*began, "startedAt"),) if began else ()
    bodies = tuple(map(Named, organisations))
    return replace(BARE, thing=Named(iri, f"use {iri}"), organisations=bodies, whens=whens)


def attempt(name: str, source: str | None, target: str | None, status: str = "adopted") -> Move:
    return replace(
        BARE,
        thing=Named(name, f"attempt {name}"),
        statuses=(status,) if status else (),
        origins=(source,) if source else (),
        targets=(target,) if target else (),
    )


def moves(uses: list[Move], attempts: list[Move]) -> Moves:
    return Moves(
        Named(INNOVATION),
        {one.thing.iri: one for one in uses},
        {one.thing.iri: one for one in attempts},
        {},
    )


def linked(edges: list[Edge]) -> Moves:
    """Uses taken from one another as said, each by a single attempt."""
    uses = [use(str(n)) for n in range(NODES)]
    attempts = [attempt(f"a{n}", str(a), str(b)) for n, (a, b) in enumerate(edges)]
    return moves(uses, attempts)


def closure(edges: list[Edge]) -> set[Edge]:
    """All pairs that steps lead between, by Warshall's algorithm."""
    found = {(a, b) for a, b in edges if a != b}
    for k in range(NODES):
        found |= {(a, b) for a in range(NODES) for b in range(NODES) if {(a, k), (k, b)} <= found}
    return {(a, b) for a, b in found if a != b}


EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=14)


@given(EDGES)
def test_reach_is_the_transitive_closure_circles_included(edges: list[Edge]) -> None:
    found = follow(linked(edges))
    reached = {(int(one.use), int(other)) for one in found.reach for other in one.steps}
    direct = {(int(one.use), int(other)) for one in found.reach for other in one.direct}
    assert reached == closure(edges)
    assert direct == {(a, b) for a, b in edges if a != b}
    for one in found.reach:
        assert {*one.direct, *one.indirect} == set(one.steps)
        assert set(one.direct).isdisjoint(one.indirect)


@given(EDGES)
def test_betweenness_counts_pairs_and_never_more_than_there_are(edges: list[Edge]) -> None:
    for one in follow(linked(edges)).uses_between:
        assert 0 < one.betweenness <= one.pairs
        assert one.n >= 3


@pytest.mark.parametrize("status", ["planned", "underway", "notAdopted", "unknown", ""])
def test_what_has_not_arrived_draws_no_arrow(status: str) -> None:
    found = follow(moves([use("a"), use("b")], [attempt("t", "a", "b", status)]))
    assert found.reach == ()
    assert not any(end.why == "lastKnown" for end in found.ends)


def test_a_plan_is_planned_whatever_its_status() -> None:
    plan = replace(attempt("t", "a", "b", "adopted"), planned=True)
    assert plan.became == "planned"
    assert follow(moves([use("a"), use("b")], [plan])).reach == ()


def test_documents_that_differ_leave_it_unknown() -> None:
    assert replace(attempt("t", "a", "b"), statuses=("abandoned", "adopted")).became == "unknown"
    assert replace(attempt("t", "a", "b"), statuses=("adopted", "sustained")).became == "arrived"


def test_where_it_stopped_is_told_with_the_reason() -> None:
    found = follow(
        moves(
            [use("a"), use("b"), use("c"), replace(use("d"), statuses=("stopped",))],
            [
                attempt("given-up", "a", "b", "abandoned"),
                attempt("refused", "a", None, "notAdopted"),
                attempt("last", "a", "c"),
            ],
        )
    )
    assert {(end.thing, end.why) for end in found.ends} == {
        ("given-up", "abandoned"),
        ("refused", "notAdopted"),
        ("c", "lastKnown"),
        ("d", "stopped"),
    }
    assert found.reach[0].direct == ("b", "c")  # what was given up had arrived


def test_organisations_that_stand_between_are_named() -> None:
    chain = moves(
        [use("a", "first"), use("b", "second"), use("c", "third")],
        [
            attempt("ab", "a", "b"),
            replace(attempt("bc", "b", "c"), organisations=(Named("network", "a network"),)),
        ],
    )
    found = follow(chain)
    (body,) = found.organisations_between
    assert (body.node, body.betweenness, body.pairs, body.n) == ("second", 1.0, 2, 3)
    assert found.carriers == {Named("network", "a network"): ("bc",)}
    told = Spread(chain, found).as_json()["brokers"]
    assert isinstance(told, dict)
    assert told["reason"] is None


def test_too_few_to_stand_between_is_said() -> None:
    pair = moves([use("a"), use("b")], [attempt("t", "a", "b")])
    told = Spread(pair, follow(pair)).as_json()["brokers"]
    assert isinstance(told, dict)
    assert "fewer than three" in str(told["reason"])
    assert told["uses"] == told["organisations"] == []


def test_circles_and_dates_out_of_order_are_shown() -> None:
    early, late = ("2019-01-01", "2019-12-31"), ("2021-01-01", "2021-06-30")
    uses = [use("a", began=late), use("b", began=early)]
    found = follow(moves(uses, [attempt("ab", "a", "b"), attempt("ba", "b", "a")]))
    assert found.circles == (("a", "b"),)
    assert found.out_of_order == (("a", "b"),)


def test_dates_that_may_overlap_are_in_order() -> None:
    uses = [
        use("a", began=("2019-01-01", "2021-12-31")),
        use("b", began=("2019-06-01", "2019-12-31")),
    ]
    assert follow(moves(uses, [attempt("ab", "a", "b")])).out_of_order == ()


def test_a_status_as_of_a_day_gives_a_last_day_and_no_first() -> None:
    told = replace(attempt("t", None, "a"), as_of=When("2020-01-01", "2020-12-31", "asOf"))
    assert told.when == When(None, "2020-12-31", "asOf")
    assert BARE.when is None
    undated = attempt("u", None, "a")
    assert [one.thing.iri for one in in_time([undated, told])] == ["t", "u"]


def test_attempts_without_ends_are_kept_in_graph_and_counts() -> None:
    some = moves(
        [use("a")], [attempt("no-source", None, "a"), attempt("no-target", "elsewhere", None)]
    )
    counted = count(some)
    assert (counted["attempts"], counted["withoutSource"], counted["withoutTarget"]) == (2, 1, 1)
    data = json.loads(json.dumps(link_nodes(some)))
    graph = nx.node_link_graph(data, edges="links")
    assert set(graph) == {"a", "elsewhere", "no-source", "no-target"}
    assert set(graph.edges) == {("no-source", "a"), ("elsewhere", "no-target")}
    read = nx.parse_graphml(write_graphml(some))
    assert set(read) == set(graph)
    assert set(read.edges) == set(graph.edges)
    assert ET.fromstring(write_graphml(some)).tag.endswith("graphml")  # noqa: S314 — our own text


def made_up(*nodes: Mapping[str, object]) -> Record:
    return parse_record(
        {
            "kind": "source",
            "record": "told",
            "document": {
                "title": "made up",
                "address": "https://ex.org/told",
                "coverage": "whole",
                "issued": "2024-02-01",
                "bytesSha256": "0" * 64,
                "textSha256": "0" * 64,
                "extractor": "text/1",
            },
            "nodes": {
                str(node["key"]): {k: v for k, v in node.items() if k != "key"} for node in nodes
            },
            "spans": ((0, 10, "0" * 64, 1),),
        }
    )


@pytest.fixture
def asking() -> Callable[[list[Record]], Ask]:
    def ask_of(records: list[Record]) -> Ask:
        return engine_of(records).ask

    return ask_of


def test_ranges_plans_and_unknown_dates_come_from_the_graph(
    asking: Callable[[list[Record]], Ask],
) -> None:
    walks = "innovation/walks"
    at = {"at": (0, 10)}
    entity = {
        "kind": "entity",
        "record": walks,
        "is": "Innovation",
        "label": "walks",
        "source": "x",
    }
    told = made_up(
        {"key": "year", "is": "TimeReference", "label": "2020",
         "says": [{"key": "b", "earliest": "2020-01-01", "latest": "2020-12-31", **at}]},
        {"key": "vague", "is": "TimeReference", "label": "recently"},
        {"key": "first", "is": "Implementation", "label": "first",
         "says": [{"key": "w", "implements": walks, "startedAt": "year", **at}]},
        {"key": "second", "is": "Implementation", "label": "second",
         "says": [{"key": "w", "implements": walks, "startedAt": "vague", **at}]},
        {"key": "done", "is": "TransferAttempt", "label": "done",
         "says": [{"key": "w", "ofInnovation": walks, "fromImplementation": "first",
                   "toImplementation": "second", "transferStatus": "adopted",
                   "asOfDate": "2023-05-01", **at}]},
        {"key": "plan", "is": "TransferAttempt", "label": "plan",
         "says": [{"key": "w", "ofInnovation": walks, "fromImplementation": "second",
                   "transferStatus": "planned", "modality": "planned", **at}]},
    )  # fmt: skip
    spread = trace_spread(asking([parse_record(entity), told]), INNOVATION)
    base = told.iri()
    first, second = (spread.moves.uses[f"{base}/{name}"] for name in ("first", "second"))
    assert first.when == When("2020-01-01", "2020-12-31", "startedAt", "2020")
    assert second.when == When(None, None, "startedAt", "recently")
    done, plan = (spread.moves.attempts[f"{base}/{name}"] for name in ("done", "plan"))
    assert done.when == When(None, "2023-05-01", "asOf", "2023-05-01")
    assert (done.became, plan.became, plan.planned) == ("arrived", "planned", True)
    assert [one.use for one in spread.followed.reach] == [f"{base}/first"]
    assert done.issued == "2024-02-01"
    assert set(spread.claims) >= {f"{base}/done-w-transferStatus", f"{base}/plan-w-ofInnovation"}


def test_every_world_has_movements(asking: Callable[[list[Record]], Ask]) -> None:
    rows = asking(list(world(3)))("movements")
    assert {str(row[2]).rpartition("#")[2] for row in rows.rows} == {
        "Implementation",
        "TransferAttempt",
    }
