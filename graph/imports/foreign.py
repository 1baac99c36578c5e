"""Graphs of strangers in the formats of RDF: read in bounds, and kept as graphs of their own.

Nothing in them is taken for a record of ours: each graph stands under one IRI here, its nodes
without a name get one below it, and who wrote it is said by its source and licence.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.canonical import canonical_nquads
from graph.exchange.problem import Problem
from graph.files import storage_failures
from graph.imports.arrival import Change
from graph.imports.refusal import refuse
from ontology.report import Finding
from ontology.terms import OWL, RDF, VOCAB, WW

FORMATS: Mapping[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
MOST_BYTES = 50_000_000
MOST_BLANK_NODES = 100_000
LONGEST = 100_000  # characters of a literal
DEEPEST = 200  # brackets within brackets
_DCT, _VOID = "http://purl.org/dc/terms/", "http://rdfs.org/ns/void#"
_LICENCES = {f"{_DCT}license", f"{_DCT}licence", f"{_DCT}rights", "http://schema.org/license"}
_RUNS = {"javascript", "vbscript", "data", "file", "blob", "about"}  # what opening an IRI could run
INVALID = 2


@dataclass(frozen=True)
class Foreign:
    """A file of strangers' graphs, read: its graphs, what is in them, and what holds it."""

    changes: tuple[Change, ...]
    report: Mapping[str, object]
    findings: tuple[Finding, ...]


def is_graph_file(path: Path) -> bool:
    """Whether a file is named as one of RDF."""
    return path.suffix.lower() in FORMATS


def read_foreign(path: Path, record: str, bases: Iterable[str], licence: str | None) -> Foreign:
    """Read a file of RDF as graphs under an IRI of ours.

    `bases` are the base IRIs of ourselves and of all regions known, which no stranger may state of;
    `licence` is the IRI of its licence where the file has none. Raises InvalidArrival, with line
    and column where the file is not what its name says, and StorageFailure where it cannot be read.
    """
    with storage_failures(), path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    form = FORMATS[path.suffix.lower()]
    _look_at(path.name, data, form)
    reading = _Reading(path.name, record, form, tuple(f"{base}id/" for base in bases))
    reading.read(data)
    if licence:
        reading.licences.add(licence)
    return reading.finish()


def _look_at(name: str, data: bytes, form: RdfFormat) -> None:
    """Refuse what a parser should not see at all."""
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for wrong, code, detail in (
        (not data.strip(), "emptyInput", "there is nothing in it"),
        (len(data) > MOST_BYTES, "tooLarge", f"it has more than {MOST_BYTES:,} bytes"),
        (wide or b"\0" in data, "encoding", "it is not UTF-8: save it anew in UTF-8"),
        (
            head.startswith((b"<!doctype html", b"<html")),
            "webPage",
            "this is a web page: save the data itself, not the page about it",
        ),
        (
            form is RdfFormat.RDF_XML and b"<!" in data.replace(b"<!--", b""),
            "dtdNotAllowed",
            "it declares a document type or entities: write it without",
        ),
        (_depth(data) > DEEPEST, "tooDeep", f"more than {DEEPEST} brackets stand in each other"),
    ):
        if wrong:
            raise refuse(name, [Problem(code, detail)], INVALID)
    try:
        data.decode()
        if form is RdfFormat.JSON_LD:
            _look_at_json(data)
    except UnicodeDecodeError as error:
        detail = f"byte {error.start} is not UTF-8: save it anew in UTF-8"
        raise refuse(name, [Problem("encoding", detail)], INVALID) from error
    except ValueError as error:
        raise refuse(name, [Problem("syntax", str(error))], INVALID) from error


def _depth(data: bytes) -> int:
    """The most brackets that stand open at once, strings not told apart: an upper bound."""
    here = deepest = 0
    for byte in data.translate(None, delete=bytes(set(range(256)) - set(b"[](){}"))):
        here = here + 1 if byte in b"[({" else max(0, here - 1)
        deepest = max(deepest, here)
    return deepest


def _look_at_json(data: bytes) -> None:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            msg = "a key stands twice in one object"
            raise ValueError(msg)
        if "@import" in found or isinstance(found.get("@context"), str):
            msg = "its context is elsewhere, and nothing is fetched: write the context into it"
            raise ValueError(msg)
        return found

    def refuse_constant(text: str) -> None:
        msg = f"{text} is no number of JSON"
        raise ValueError(msg)

    json.loads(data, object_pairs_hook=unique, parse_constant=refuse_constant)


@dataclass
class _Reading:
    """A file that is being read: its graphs so far, and what was seen in them."""

    name: str
    record: str
    form: RdfFormat
    ours: tuple[str, ...]
    graphs: dict[str, str] = field(default_factory=dict)  # of a graph's name: our IRI of it
    store: Store = field(default_factory=Store)
    blank: dict[BlankNode, NamedNode] = field(default_factory=dict)
    licences: set[str] = field(default_factory=set)
    namespaces: Counter[str] = field(default_factory=Counter)
    findings: set[Finding] = field(default_factory=set)
    count: int = 0

    def read(self, data: bytes) -> None:
        """Read all quads; their literals come out in canonical form."""
        try:
            for quad in parse(data, format=self.form, base_iri=self.record):
                self._add(quad)
        except SyntaxError as error:
            raise self._refuse("syntax", error.msg) from error
        except (ValueError, MemoryError) as error:
            raise self._refuse("syntax", str(error) or "it is too large") from error
        if not self.count:
            raise self._refuse("emptyInput", "no statement is in it")

    def finish(self) -> Foreign:
        """The graphs as changes, with a report for people."""
        if not self.licences:
            self._hold("licence", "has no licence: give one (--licence IRI)")
        report = {
            "statements": self.count,
            "graphs": len(self.graphs),
            "namedHere": len(self.blank),
            "licences": sorted(self.licences),
            "vocabularies": dict(self.namespaces.most_common()),
        }
        changes = tuple(Change(iri, self._text(name, iri)) for name, iri in self.graphs.items())
        return Foreign(changes, report, tuple(sorted(self.findings)))

    def _add(self, quad: Quad) -> None:
        self.count += 1
        graph = self._graph_of(quad)
        subject, value = self._named(quad.subject), self._term(quad.object)
        self._judge(subject, quad.predicate, value)
        self.store.add(Quad(subject, quad.predicate, value, NamedNode(graph)))
        if quad.predicate.value in _LICENCES:
            self.licences.add(value.value)
        term = value if quad.predicate.value == f"{RDF}type" else quad.predicate
        self.namespaces[_namespace(term.value)] += 1

    def _graph_of(self, quad: Quad) -> str:
        name = quad.graph_name
        if isinstance(name, BlankNode):
            name = self._node(name)
        if isinstance(name, DefaultGraph):
            if self.form in {RdfFormat.N_QUADS, RdfFormat.TRIG}:
                self._hold("noGraph", "has statements that stand in no named graph")
            return self.graphs.setdefault("", self.record)
        if name.value not in self.graphs:
            self._require_foreign(name)
            mark = hashlib.sha256(name.value.encode()).hexdigest()[:8]
            self.graphs[name.value] = f"{self.record}-{mark}"
        return self.graphs[name.value]

    def _term(self, term: object) -> NamedNode | Literal:
        match term:
            case BlankNode():
                return self._node(term)
            case Literal(value=value) if len(value) > LONGEST:
                raise self._refuse("tooLarge", f"a text in it has more than {LONGEST:,} characters")
            case NamedNode() | Literal():
                return term
        raise self._refuse("unsupported", "it states of statements (RDF 1.2), which nobody reads")

    def _named(self, term: object) -> NamedNode:
        found = self._term(term)
        if isinstance(found, NamedNode):
            return found
        raise self._refuse("syntax", "a literal stands as a subject")

    def _node(self, node: BlankNode) -> NamedNode:
        if node not in self.blank:
            if len(self.blank) >= MOST_BLANK_NODES:
                raise self._refuse("tooLarge", f"more than {MOST_BLANK_NODES:,} nodes have no name")
            self.blank[node] = NamedNode(f"{self.record}/n{len(self.blank) + 1}")
        return self.blank[node]

    def _judge(self, subject: NamedNode, predicate: NamedNode, value: object) -> None:
        for term in (subject, predicate, value):
            if isinstance(term, NamedNode) and term.value.partition(":")[0].lower() in _RUNS:
                self._hold("iri", f"names {term.value[:100]!r}, which nobody can look up safely")
            if isinstance(term, NamedNode) and term.value.startswith(WW):
                self._hold(
                    "terms", f"speaks in our terms ({term.value}): a signed bundle does that"
                )
        self._require_foreign(subject)
        if predicate.value == f"{OWL}sameAs":
            self._hold("sameAs", "says owl:sameAs: which things are one is decided here")

    def _require_foreign(self, node: NamedNode) -> None:
        """Hold a file that states of what is ours, another region's, or the ontology's."""
        iri = node.value
        below = iri == self.record or iri.startswith(f"{self.record}/")
        if iri.startswith((*self.ours, VOCAB)) and not below:
            self._hold("owner", f"states of {iri}, which is not for strangers to state of")

    def _hold(self, rule: str, message: str) -> None:
        self.findings.add(Finding(self.record, "graph", f"import/{rule}", "Violation", message))

    def _refuse(self, code: str, detail: str) -> Exception:
        return refuse(self.name, [Problem(code, detail)], INVALID)

    def _text(self, name: str, iri: str) -> str:
        """A graph's canonical text, with what the file is and where its graph came from."""
        graph, record = NamedNode(iri), NamedNode(iri)
        said: list[tuple[str, NamedNode | Literal]] = [
            (f"{RDF}type", NamedNode(f"{_VOID}Dataset")),
            (f"{_DCT}title", Literal(self.name)),
        ]
        said += [(f"{_DCT}license", _as_term(one)) for one in sorted(self.licences)]
        said += [(f"{_DCT}source", NamedNode(name))] if name else []
        about = [Quad(record, NamedNode(predicate), value, graph) for predicate, value in said]
        return canonical_nquads([*about, *self.store.quads_for_pattern(None, None, None, graph)])


def _as_term(text: str) -> NamedNode | Literal:
    try:
        return NamedNode(text)
    except ValueError:
        return Literal(text)


def _namespace(iri: str) -> str:
    head, mark, _ = iri.rpartition("#") if "#" in iri else iri.rpartition("/")
    return f"{head}{mark}"
