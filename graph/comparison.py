"""Whether an engine holds what the ledger holds: its own digest, from its own statements."""

from collections.abc import Collection
from importlib.resources import files

from graph.canonical import dataset_digest, graph_digest
from graph.engine.port import Limits, SparqlEngine
from graph.foreign import is_foreign
from graph.gate import home_of
from graph.remote.engine import STANDING

_ALL = Limits(seconds=600.0, rows=1_000_000_000, memory=8 * 2**30)
_FOREIGN = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{record}> {{ ?s ?p ?o }} }}"


def digest_engine(engine: SparqlEngine, records: Collection[str]) -> str:
    """The dataset digest of what an engine holds; `records` are the IRIs to look for.

    Each statement belongs to the record that its subject's IRI is or stands below. What belongs to
    none of the records is counted as a record of its own, so that the digest shows it; what an
    engine has noted of itself is no statement of ours.
    """
    query = (files("graph") / "everything.rq").read_text("utf-8")
    lines: dict[str, list[str]] = {}
    with engine.answer(query, _ALL) as answer:
        for line in answer.read().decode().split("\n")[:-1]:
            subject = line[1 : line.index(">")]
            if subject == STANDING:
                continue
            home = home_of(subject, records) or subject
            lines.setdefault(home, []).append(f"{line[:-2]} <{home}> .\n")
    for record in filter(is_foreign, records):
        with engine.answer(_FOREIGN.format(record=record), _ALL) as answer:
            found = answer.read().decode().split("\n")[:-1]
            lines |= {record: [f"{line[:-2]} <{record}> .\n" for line in found]} if found else {}
    return dataset_digest(
        (record, graph_digest("".join(sorted(found)))) for record, found in lines.items()
    )


def holds_strays(engine: SparqlEngine) -> bool:
    """Whether a statement stands in another graph than its subject's home, which no digest sees."""
    query = (files("graph") / "strays.rq").read_text("utf-8")
    with engine.answer(query, _ALL) as answer:
        return answer.truth()
