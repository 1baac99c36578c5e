"""The judge of a graph: pyshacl for records one by one, a faster engine for many at once.

pyshacl is never given `focus_nodes`: with them it silently skips sh:node, sh:or, sh:and, sh:xone,
qualified and nested shapes. It judges all it is given, and the caller keeps what it asked about.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import pyshacl
import rdflib
import shacl_rust
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from ontology.terms import turtle_files

Severity = Literal["Violation", "Warning"]


@dataclass(frozen=True, order=True)
class Result:
    """One rule broken by one node: IRIs and literals as N-Triples would spell their values."""

    focus: str
    path: str
    value: str
    rule: str
    severity: Severity
    message: str


def validate(triples: str) -> list[Result]:
    """What pyshacl finds wrong in a graph, given as N-Triples; all of it, in order."""
    rdflib.NORMALIZE_LITERALS = False  # pyshacl switches it on again in every call
    data = rdflib.Graph().parse(data=triples, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none", advanced=False)
    if not isinstance(report, rdflib.Graph):
        msg = f"pyshacl gave no report: {report!r}"
        raise TypeError(msg)
    details = set(report.objects(None, SH.detail))
    found = report.subjects(RDF.type, SH.ValidationResult)
    return sorted(_result(report, node) for node in found if node not in details)


def validate_in_bulk(triples: str) -> list[Result]:
    """What the fast engine finds wrong in a graph, given as N-Triples; all of it, in order."""
    report = shacl_rust.validate(  # pyright: ignore[reportAttributeAccessIssue] - a binary module
        triples, shapes_text(), data_format="nt", shapes_format="ttl", experimental_index=True
    )
    return sorted(_bulk_result(found) for found in report["results"])


@cache
def shapes_text() -> str:
    """All shapes for data, as one Turtle document."""
    return "\n".join(entry.read_text("utf-8") for entry in turtle_files("shapes"))


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapes_text(), format="turtle")


def _result(report: rdflib.Graph, node: Node) -> Result:
    def one(predicate: rdflib.URIRef) -> str:
        value = report.value(node, predicate)
        return "" if value is None else str(value)

    return Result(
        focus=one(SH.focusNode),
        path=one(SH.resultPath),
        value=one(SH.value),
        rule=one(SH.sourceShape),
        severity=_severity(one(SH.resultSeverity)),
        message=one(SH.resultMessage),
    )


def _bulk_result(found: dict[str, object]) -> Result:
    messages = found["messages"]  # the engine's own sentence last, then the shape's
    last = messages[-1] if isinstance(messages, list) and messages else ""
    return Result(
        focus=_bare(found.get("focusNode")),
        path=_bare(found.get("resultPath")),
        value=_bare(found.get("value")),
        rule=_bare(found.get("sourceShape")),
        severity=_severity(_bare(found.get("severity"))),
        message=str(last),
    )


def _severity(iri: str) -> Severity:
    return "Warning" if iri.endswith("Warning") else "Violation"


def _bare(term: object) -> str:
    """`<iri>` and `"text"^^<type>` without their marks."""
    text = "" if term is None else str(term)
    if text.startswith("<"):
        return text[1:-1]
    return str(rdflib.util.from_n3(text)) if text.startswith('"') else text
