"""Records for tests: innovations with a label, which may point to another."""

from ontology.terms import PROJECT_BASE, RDF, SKOS, WW

LABEL = f"{SKOS}prefLabel"


def iri(name: str) -> str:
    return f"{PROJECT_BASE}id/innovation/{name}"


def graph(name: str, label: str = "a thing", to: str | None = None) -> str:
    """The canonical text of a record, which may point to another."""
    record = iri(name)
    lines = [f"<{record}> <{RDF}type> <{WW}Innovation>", f'<{record}> <{LABEL}> "{label}"@en']
    lines += [f"<{record}> <http://purl.org/dc/terms/isPartOf> <{iri(to)}>"] if to else []
    return "".join(sorted(f"{line} <{record}> .\n" for line in lines))
