"""Bulk validation of 10,000 records against pyshacl on the same graph: time, and findings."""

import random

from pyoxigraph import NamedNode, Quad, Store

from bench.generated import entities, sources
from bench.printing import report, timed
from graph.gate import judge
from graph.rdf import to_quads
from ontology.terms import WW
from ontology.validate import Result, validate, validate_in_bulk

RECORDS = 10_000
INJURED = 20


def main() -> None:
    """Print the ratio, and whether both find the same."""
    store, names = Store(), []
    for record in (*entities(), *sources(RECORDS, small=True)):
        store.extend(to_quads(record))
        names.append(record.iri())
    injure(store)
    triples = "".join(f"{quad.triple} .\n" for quad in store)
    print(f"{len(names):,} records, {len(store):,} statements; pyshacl takes some minutes")
    ours, _ = timed(lambda: judge(store, names))
    bare, fast = timed(lambda: validate_in_bulk(triples))
    peer, slow = timed(lambda: validate(triples))
    same = set(map(key, fast)) == set(map(key, slow))
    figures = f"pyshacl {peer:.0f} s, the gate in bulk {ours:.1f} s (its engine alone {bare:.1f} s)"
    report("bulk validation", peer / ours, ">= 20", held=peer >= 20 * ours, detail=figures)
    print(f"the same {len(slow):,} findings: {'yes' if same else 'NO'}")


def injure(store: Store) -> None:
    """Take one statement out of some claims."""
    chance = random.Random(2)  # noqa: S311 — the same injuries every time
    for name in ("modality", "claimSubject", "spanEnd"):
        quads = sorted(store.quads_for_pattern(None, NamedNode(WW + name), None, None), key=str)
        for quad in chance.sample(quads, INJURED):
            store.remove(Quad(quad.subject, quad.predicate, quad.object, quad.graph_name))


def key(result: Result) -> tuple[str, str, str]:
    """What makes two findings the same."""
    return result.focus, result.rule, result.value


if __name__ == "__main__":
    main()
