"""The gate of one added record against plain pyshacl over the whole graph of 100,000 statements."""

from pyoxigraph import Store

from bench.generated import entities, sources
from bench.printing import report, timed
from graph.gate import judge
from graph.rdf import to_quads
from ontology.validate import validate

STATEMENTS = 100_000


def main() -> None:
    """Print the ratio."""
    store, names = Store(), []
    for record in (*entities(), *sources(1_000)):
        if len(store) >= STATEMENTS:
            break
        store.extend(to_quads(record))
        names.append(record.iri())
    triples = "".join(f"{quad.triple} .\n" for quad in store)
    whole, _ = timed(lambda: validate(triples))
    ours = sorted(timed(lambda: judge(store, [names[-1]]))[0] for _ in range(5))[2]
    figures = (
        f"{len(store):,} statements, whole graph {whole:.1f} s, one record {ours * 1000:.0f} ms"
    )
    report("gate of one record", whole / ours, ">= 20", held=whole >= 20 * ours, detail=figures)


if __name__ == "__main__":
    main()
