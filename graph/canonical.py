"""The canonical text of a graph, and the digests made from it."""

import hashlib
import re
from collections.abc import Iterable
from operator import lt

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, Triple

from ontology.errors import InvalidInput

MAX_BLANK_NODES = 8  # a clique of 8 takes 3 s, of 9 more than 30: the algorithm is exponential
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*""")


def canonical_nquads(
    quads: Iterable[Quad],
    *,
    max_blank_nodes: int = MAX_BLANK_NODES,
    algorithm: CanonicalizationAlgorithm = CanonicalizationAlgorithm.RDFC_1_0,
) -> str:
    r"""Write quads as canonical N-Quads: sorted by code points, each line ended by "\n".

    Raises InvalidInput where there are more blank nodes than `max_blank_nodes`: a poison graph
    would keep the algorithm busy for ever, and records have none.
    Source: RDF Dataset Canonicalization (RDFC-1.0), W3C, sections 4 and 5.
    """
    dataset = Dataset(quads)
    text = str(dataset)
    if "_:" in text:
        _refuse_poison(dataset, max_blank_nodes)
        dataset.canonicalize(algorithm)
        text = str(dataset)
    # not splitlines: literals hold U+0085 and U+2028 as they are
    lines = sorted(text.split("\n")[:-1])
    return "".join(f"{line}\n" for line in lines)


def graph_digest(nquads: str) -> str:
    """Give the SHA-256 of a canonical text in hex."""
    return hashlib.sha256(nquads.encode()).hexdigest()


def dataset_digest(graphs: Iterable[tuple[str, str]]) -> str:
    r"""Give the SHA-256 over the lines "graph IRI, space, graph digest, \n" sorted by graph IRI."""
    lines = (f"{iri} {digest}\n" for iri, digest in sorted(graphs))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def require_own_graph(record: str, nquads: str) -> None:
    """Refuse a text that is not canonical N-Quads of the one graph named by the record's IRI.

    The check is of each line's frame (terms, graph, order), not a parse.
    Raises InvalidInput naming the record and the first line that is wrong.
    """
    if not _IRI.fullmatch(record):
        raise InvalidInput(f"{record!r} is no IRI; a record is named by one")
    *lines, rest = nquads.split("\n")
    if not lines or rest:
        raise InvalidInput(f"{record} has no statements or its last line is cut; give whole lines")
    ending = f" <{record}> ."
    for number, line in enumerate(lines, 1):
        if not _is_own(line, ending):
            raise InvalidInput(
                f"{record}, line {number}: not a statement of the graph <{record}> "
                "without blank nodes; put every statement into the record's own graph"
            )
    if not all(map(lt, lines, lines[1:])):
        raise InvalidInput(f"{record}: lines out of order; write them with canonical_nquads")


def _is_own(line: str, ending: str) -> bool:
    match line.split(" ", 2):
        case [subject, predicate, rest]:
            return (
                subject[:1] == predicate[:1] == "<"
                and rest[:1] in {"<", '"'}
                and not rest.startswith("<<")
                and rest.endswith(ending)
            )
    return False


def _refuse_poison(dataset: Dataset, limit: int) -> None:
    terms = {term for quad in dataset for term in (quad.subject, quad.object, quad.graph_name)}
    if any(isinstance(term, Triple) for term in terms):
        raise InvalidInput(
            "the graph has triple terms, which RDFC-1.0 does not know; leave them out"
        )
    count = sum(isinstance(term, BlankNode) for term in terms)
    if count > limit:
        raise InvalidInput(
            f"the graph has {count} blank nodes, more than {limit}; give its nodes IRIs"
        )
