"""Names in the property graph: short for what we know, whole IRIs else, and a bijection."""

import re
from functools import lru_cache

from ontology.terms import OWL, RDF, RDFS, SCHEMA, SKOS, WW, XSD

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}
IRI, GRAPH = "iri", "graph"  # what a node carries beside its statements
RESOURCE, LEDGER = "Resource", "Ledger"  # labels that say nothing of a node's class

_RESERVED = frozenset({IRI, GRAPH, RESOURCE, LEDGER})
_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9]*")


@lru_cache(maxsize=10_000)
def name_of(iri: str) -> str:
    """The name of a class, predicate or datatype: `Lesson`, `skos_prefLabel`, or its whole IRI."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    namespace, local = iri[:cut], iri[cut:]
    if not _LOCAL.fullmatch(local):
        return iri
    if namespace == WW and local not in _RESERVED:
        return local
    return f"{_PREFIX_OF[namespace]}_{local}" if namespace in _PREFIX_OF else iri


@lru_cache(maxsize=10_000)
def iri_of(name: str) -> str:
    """The IRI of a name that `name_of` gave."""
    if ":" in name:
        return name
    prefix, known, local = name.partition("_")
    return PREFIXES[prefix] + local if known else WW + name


def twin_of(name: str) -> str:
    """The name of the list that says what the native values of a property do not."""
    return f"_{name}"
