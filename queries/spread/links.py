"""The graph of transfers for other tools: nodes and links as JSON, and GraphML."""

import io
from collections.abc import Iterator, Mapping

import networkx as nx

from queries.catalogue import Cell
from queries.spread.moves import Move, Moves


def link_nodes(moves: Moves) -> Mapping[str, object]:
    """Uses and attempts as nodes, what each attempt was taken from and came to as links.

    An attempt is a node, so that one without a source or a target keeps its place. The form is the
    node-link JSON of networkx and D3.
    """
    found: dict[str, object] = nx.node_link_data(_graph(moves), edges="links")
    return found


def write_graphml(moves: Moves) -> str:
    """The same graph as GraphML; what is not known is not there."""
    out = io.BytesIO()
    nx.write_graphml(_graph(moves, known_only=True), out)
    return out.getvalue().decode()


def _graph(moves: Moves, *, known_only: bool = False) -> nx.DiGraph:
    graph = nx.DiGraph(innovation=moves.innovation.iri)
    for node, facts in _nodes(moves):
        graph.add_node(node, **{k: v for k, v in facts.items() if v is not None or not known_only})
    for iri, attempt in moves.attempts.items():
        graph.add_edges_from((use, iri, {"kind": "from"}) for use in attempt.origins)
        graph.add_edges_from((iri, use, {"kind": "to"}) for use in attempt.targets)
    return graph


def _nodes(moves: Moves) -> Iterator[tuple[str, Mapping[str, Cell]]]:
    for attempt in moves.attempts.values():
        for use in (*attempt.origins, *attempt.targets):
            if use not in moves.uses:  # of another innovation, or not held here
                yield use, {"kind": "use", "label": moves.labels.get(use)}
    for use, one in moves.uses.items():
        yield use, {"kind": "use", **_facts(one)}
    for iri, one in moves.attempts.items():
        yield iri, {"kind": "attempt", "became": one.became, **_facts(one)}


def _facts(one: Move) -> Mapping[str, Cell]:
    when = one.when
    return {
        "label": one.thing.label,
        "planned": one.planned,
        "status": "; ".join(one.statuses) or None,
        "earliest": when.earliest if when else None,
        "latest": when.latest if when else None,
    }
