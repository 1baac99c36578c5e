"""The graph of transfers: how far an innovation got, who stood between, and where it stopped.

Uses are its nodes, attempts that arrived its arrows. What was planned, is under way, was not
adopted or is not known to have arrived draws no arrow; circles are allowed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal

import networkx as nx

from queries.outcomes.case import Named
from queries.spread.moves import Move, Moves

Why = Literal["abandoned", "notAdopted", "stopped", "lastKnown"]
ARRIVED = ("arrived", "stopped")  # an attempt that was given up later had arrived
FEWEST = 3  # nodes among which one can stand between two others


@dataclass(frozen=True)
class Reach:
    """What came from one use: taken straight from it, and by way of others, with the fewest steps.

    `steps` is use to number of transfers; a use in a circle does not reach itself.
    """

    use: str
    direct: tuple[str, ...]
    indirect: tuple[str, ...]
    steps: Mapping[str, int]


@dataclass(frozen=True)
class Broker:
    """Who stands between others: on how many of their shortest ways, out of how many pairs.

    `betweenness` counts pairs, each by its share of shortest ways (Freeman 1977, Sociometry 40);
    `pairs` is the most that there could be among `n` nodes.
    """

    node: str
    betweenness: float
    pairs: int
    n: int


@dataclass(frozen=True)
class End:
    """Where the trail ends: at an attempt or a use, why, and as of when (None: not stated)."""

    thing: str
    why: Why
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Followed:
    """What the graph of transfers shows; `carriers` is organisation to the attempts it carried out.

    `circles` are uses that took it from one another, which documents cannot all mean at once;
    `out_of_order` pairs of uses of which the second began before the one it was taken from.
    """

    reach: tuple[Reach, ...]
    uses_between: tuple[Broker, ...]
    organisations_between: tuple[Broker, ...]
    carriers: Mapping[Named, tuple[str, ...]]
    ends: tuple[End, ...]
    circles: tuple[tuple[str, ...], ...]
    out_of_order: tuple[tuple[str, str], ...]


def follow(moves: Moves) -> Followed:
    """Follow an innovation from use to use."""
    graph = _graph_uses(moves)
    return Followed(
        reach=_measure_reach(graph),
        uses_between=_find_brokers(graph),
        organisations_between=_find_brokers(_graph_organisations(moves, graph)),
        carriers=_find_carriers(moves),
        ends=tuple(_find_ends(moves, graph)),
        circles=_find_circles(graph),
        out_of_order=tuple(pair for pair in sorted(graph.edges) if _reversed(moves, *pair)),
    )


def _graph_uses(moves: Moves) -> nx.DiGraph:
    """Each use as a node, with an arrow from where it was taken to where it arrived."""
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(moves.uses))
    for attempt in _arrived(moves):
        graph.add_edges_from(product(attempt.origins, attempt.targets))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def _graph_organisations(moves: Moves, uses: nx.DiGraph) -> nx.DiGraph:
    """Who took it from whom: an arrow between the organisations of two uses, each pair of them."""
    graph = nx.DiGraph()
    for source, target in uses.edges:
        given, taken = _organisations(moves, source), _organisations(moves, target)
        graph.add_edges_from(pair for pair in product(given, taken) if pair[0] != pair[1])
    return graph


def _arrived(moves: Moves) -> Iterable[Move]:
    return (one for one in moves.attempts.values() if one.became in ARRIVED)


def _organisations(moves: Moves, use: str) -> tuple[str, ...]:
    return tuple(one.iri for one in moves.uses[use].organisations) if use in moves.uses else ()


def _measure_reach(graph: nx.DiGraph) -> tuple[Reach, ...]:
    """The reach of each use that anything came from, the farthest first."""
    found = [_reach(graph, use) for use in graph if graph.out_degree(use)]
    return tuple(sorted(found, key=lambda one: (-len(one.steps), one.use)))


def _reach(graph: nx.DiGraph, use: str) -> Reach:
    lengths = nx.single_source_shortest_path_length(graph, use)
    steps = {node: lengths[node] for node in sorted(lengths) if node != use}
    direct = tuple(node for node, length in steps.items() if length == 1)
    return Reach(use, direct, tuple(node for node in steps if steps[node] > 1), steps)


def _find_brokers(graph: nx.DiGraph) -> tuple[Broker, ...]:
    """Those that stand between others, the most first; nobody where fewer than three are linked."""
    linked = graph.subgraph([node for node in graph if graph.degree(node)])
    n = len(linked)
    if n < FEWEST:
        return ()
    found = nx.betweenness_centrality(linked, normalized=False)
    brokers = [Broker(node, share, (n - 1) * (n - 2), n) for node, share in found.items() if share]
    return tuple(sorted(brokers, key=lambda one: (-one.betweenness, one.node)))


def _find_carriers(moves: Moves) -> dict[Named, tuple[str, ...]]:
    """Organisations that carry out attempts at uses that are not their own, with those attempts."""
    found: dict[Named, list[str]] = {}
    for attempt in _arrived(moves):
        ends = {*attempt.origins, *attempt.targets}
        own = {iri for use in ends for iri in _organisations(moves, use)}
        for one in attempt.organisations:
            if one.iri not in own:
                found.setdefault(one, []).append(attempt.thing.iri)
    return {one: tuple(found[one]) for one in sorted(found, key=lambda one: one.iri)}


def _find_ends(moves: Moves, graph: nx.DiGraph) -> Iterator[End]:
    given_up: set[str] = set()
    for iri, attempt in moves.attempts.items():
        if attempt.became == "stopped":
            given_up.update(attempt.targets)
            yield End(iri, "abandoned", attempt.claims)
        elif attempt.became == "notAdopted":
            yield End(iri, "notAdopted", attempt.claims)
    for iri, use in moves.uses.items():
        if use.statuses == ("stopped",) and not use.planned:
            yield End(iri, "stopped", use.claims)
        elif graph.in_degree(iri) and not graph.out_degree(iri) and iri not in given_up:
            yield End(iri, "lastKnown", use.claims)


def _find_circles(graph: nx.DiGraph) -> tuple[tuple[str, ...], ...]:
    parts = nx.strongly_connected_components(graph)
    return tuple(sorted(tuple(sorted(part)) for part in parts if len(part) > 1))


def _reversed(moves: Moves, source: str, target: str) -> bool:
    """Whether the target began, for certain, before the source did."""
    first, second = (
        moves.uses[use].when if use in moves.uses else None for use in (source, target)
    )
    if first is None or second is None or first.earliest is None or second.latest is None:
        return False
    return first.basis == second.basis == "startedAt" and second.latest < first.earliest
