"""A record's graph in the formats of linked data."""

from collections.abc import Mapping

from pyoxigraph import RdfFormat, Triple, parse, serialize

from ontology.terms import SKOS, VOCAB, WW

FORMATS: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
SUFFIXES: Mapping[str, str] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
_PREFIXES = {"ww": WW, "v": VOCAB, "skos": SKOS, "dct": "http://purl.org/dc/terms/"}


def write_graph(nquads: str, media_type: str) -> bytes:
    """Canonical N-Quads of one graph in another format, given by its media type."""
    quads = parse(nquads.encode(), format=RdfFormat.N_QUADS)
    wanted = FORMATS[media_type]
    if wanted.supports_datasets and wanted is not RdfFormat.JSON_LD:
        return serialize(quads, format=wanted) or b""
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    prefixes = _PREFIXES if wanted in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else None
    return serialize(triples, format=wanted, prefixes=prefixes) or b""
