"""What a SPARQL endpoint says of itself (SPARQL 1.1 Service Description)."""

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from graph.engine.document import GRAPHS

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
_A = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
    "N-Quads",
)
_READS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")


def describe_service(endpoint: str, media: str, *, writable: bool) -> bytes:
    """The description of the service at an address, in an RDF format given by its media type."""
    service, dataset, graph = (
        NamedNode(f"{endpoint}#{name}") for name in ("service", "dataset", "default-graph")
    )
    found = [
        (service, "type", f"{SD}Service"),
        (service, "endpoint", endpoint),
        (service, "supportedLanguage", f"{SD}SPARQL11Query"),
        (service, "defaultDataset", dataset.value),
        (dataset, "type", f"{SD}Dataset"),
        (dataset, "defaultGraph", graph.value),
        (graph, "type", f"{SD}Graph"),
    ]
    found += [(service, "resultFormat", FORMATS + name) for name in _RESULTS]
    if writable:
        found.append((service, "supportedLanguage", f"{SD}SPARQL11Update"))
        found += [(service, "inputFormat", FORMATS + name) for name in _READS]
    else:
        found.append((service, "feature", f"{SD}UnionDefaultGraph"))
    triples = (
        Triple(subject, _A if name == "type" else NamedNode(SD + name), NamedNode(value))
        for subject, name, value in found
    )
    wanted = GRAPHS[media]
    prefixes = {"sd": SD, "formats": FORMATS} if wanted is RdfFormat.TURTLE else None
    return serialize(triples, format=wanted, prefixes=prefixes) or b""
