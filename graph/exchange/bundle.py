"""A bundle: a feed frozen at one moment, as the files of an archive that explains itself."""

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize

from graph.exchange.archive import unpack
from graph.exchange.catalogue import write_catalogue
from graph.exchange.checkpoint import write_chain
from graph.exchange.digests import digest_graph
from graph.exchange.feed import Feed
from graph.exchange.pages import EXCHANGE, member_iri, stream_of
from graph.exchange.publishing import CATALOGUE, CHAIN, CHECKPOINT, Release
from graph.exchange.rules import load_leaving
from graph.exchange.statements import read_statements
from graph.gate import judge
from graph.text_stream import TextStream
from ontology.report import Finding
from ontology.terms import PROJECT_BASE, RDF, XSD, load_ontology, turtle_files

GRAPH, DIGESTS, WITHDRAWALS = "graph.nq", "digests.tsv", "withdrawals.nq"
PROVENANCE, REPORT = "provenance.nq", "validation-report.ttl"
ERASED_IN = f"{EXCHANGE}erasedIn"  # of a record: the step that erased it last
_PROV, _SH = "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/shacl#"
_AS = "https://www.w3.org/ns/activitystreams#"

FindText = Callable[[str], str | None]  # of a SHA-256: the text of a document, if it is held
Parts = Iterator[tuple[str, Iterable[bytes]]]  # path below `data/`, and the bytes in pieces


def bundle_files(release: Release) -> Parts:
    """Give the files of a bundle that come of the feed and the ontology alone."""
    point = release.point
    yield GRAPH, _graph(release)
    yield DIGESTS, _digests(release)
    yield WITHDRAWALS, [_withdrawals(release.feed).encode()]
    yield PROVENANCE, _provenance(release)
    yield CHAIN, [write_chain(release.links)]
    yield CHECKPOINT, [point.as_bytes()]
    yield CATALOGUE, [write_catalogue(point, load_leaving().licence, GRAPH)]
    yield REPORT, [write_report(find_wrong(release))]
    yield from _ontology()


def graphs_of(release: Release) -> Iterator[tuple[str, str]]:
    """Each record that left, in the order of their IRIs, and its canonical N-Quads."""
    for record, version in release.feed.records.items():
        yield record, release.read(version)


def read_graphs(archive: Path) -> dict[str, str]:
    """Read the records of a bundle that was verified: canonical N-Quads by record.

    Raises UnsafeArchive as `unpack`.
    """
    found: dict[str, list[str]] = {}
    with TemporaryDirectory() as parent:
        folder = Path(parent) / "bag"
        unpack(archive, folder)
        with (folder / "data" / GRAPH).open("r", encoding="utf-8", newline="\n") as file:
            for line in file:
                record = line.rpartition(" <")[2].removesuffix("> .\n")
                found.setdefault(record, []).append(line)
    return {record: "".join(lines) for record, lines in found.items()}


def open_texts(release: Release, find: FindText) -> Iterator[tuple[str, str, str | None]]:
    """Each document whose text might go: its record, the text's digest, and the text.

    There is no text where its licence is not open, where it is not held, or where contact data
    stand in it.
    """
    iri, rules = load_ontology().iri, load_leaving()
    for record, nquads in graphs_of(release):
        if "/id/source/" not in record:
            continue
        said = read_statements(record, nquads)
        is_open = bool(said.values(record, iri("licence")) & rules.open_licences)
        for digest in said.values(record, iri("textSha256")):
            text = find(digest) if is_open else None
            kept = text and not any(one.search(text) for one in rules.contacts.values())
            yield record, digest, text if kept else None


def find_wrong(release: Release) -> list[Finding]:
    """What our own shapes and rules find in the records that left, taken by themselves."""
    store = Store()
    texts = (nquads for _, nquads in graphs_of(release))
    store.bulk_load(TextStream(texts), RdfFormat.N_QUADS)
    return judge(store, release.feed.records.keys())


def write_report(findings: Iterable[Finding]) -> bytes:
    """Write findings as a SHACL validation report in Turtle."""
    found = list(findings)
    conforms = all(one.severity != "Violation" for one in found)
    report = NamedNode("urn:whatworked:report")
    truth = Literal(str(conforms).lower(), datatype=NamedNode(f"{XSD}boolean"))
    triples = [
        Triple(report, NamedNode(f"{RDF}type"), NamedNode(f"{_SH}ValidationReport")),
        Triple(report, NamedNode(f"{_SH}conforms"), truth),
    ]
    for number, one in enumerate(found, 1):
        triples += _result(report, NamedNode(f"{report.value}:{number}"), one)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes={"sh": _SH, "xsd": XSD}) or b""


def _result(report: NamedNode, node: NamedNode, finding: Finding) -> Iterator[Triple]:
    told: dict[str, NamedNode | Literal] = {
        "focusNode": NamedNode(finding.focus or finding.record),
        "resultSeverity": NamedNode(f"{_SH}{finding.severity}"),
        "resultMessage": Literal(finding.message),
        "sourceConstraintComponent": NamedNode(f"{EXCHANGE}KeptRule"),
        "sourceShape": NamedNode(_rule(finding.rule)),
    }
    yield Triple(report, NamedNode(f"{_SH}result"), node)
    yield Triple(node, NamedNode(f"{RDF}type"), NamedNode(f"{_SH}ValidationResult"))
    for name, value in told.items():
        yield Triple(node, NamedNode(_SH + name), value)


def _rule(name: str) -> str:
    """The IRI of a shape, or of a rule that is a query: `rule/…`."""
    return PROJECT_BASE + (name if "/" in name else f"shapes#{name}")


def _graph(release: Release) -> Iterator[bytes]:
    """All lines in code-point order, a few records at a time.

    Lines begin with the record or what stands below it, so records mix only where the IRI of one
    is the beginning of the other's.
    """
    lines: list[str] = []
    first = ""
    for record, nquads in graphs_of(release):
        if lines and not record.startswith(first):
            yield "".join(sorted(lines)).encode()
            lines = []
        first = first if lines else record
        lines += [f"{line}\n" for line in nquads.split("\n")[:-1]]
    yield "".join(sorted(lines)).encode()


def _digests(release: Release) -> Iterator[bytes]:
    for record, nquads in graphs_of(release):
        yield digest_graph(record, nquads).as_line().encode()


def _withdrawals(feed: Feed) -> str:
    lines = [
        line
        for record, member in feed.withdrawn().items()
        for line in (
            f"<{record}> <{RDF}type> <{_AS}Tombstone> .\n",
            f'<{record}> <{EXCHANGE}erased> "true"^^<{XSD}boolean> .\n' if member.erased else "",
        )
    ]
    again = (
        f'<{record}> <{ERASED_IN}> "{step}"^^<{XSD}integer> .\n'
        for record, step in feed.erasures().items()
    )
    return "".join(sorted((*lines, *again)))


def _provenance(release: Release) -> Iterator[bytes]:
    """Of each record: the version that stands, when it was shared, and by which region."""
    stream = stream_of(release.point.base, release.point.audience)
    shared = {one.record: (step, one) for step in release.feed.steps for one in step.members}
    for record in release.feed.records:
        if record in shared:
            step, member = shared[record]
            name = member_iri(stream, step, member)
            time = f"{step.time:%Y-%m-%dT%H:%M:%S.%fZ}"
            yield (
                f'<{name}> <{_PROV}generatedAtTime> "{time}"^^<{XSD}dateTime> .\n'
                f"<{name}> <{_PROV}specializationOf> <{record}> .\n"
                f"<{name}> <{_PROV}wasAttributedTo> <{release.point.base}> .\n"
                f"<{name}> <{RDF}type> <{_PROV}Entity> .\n"
            ).encode()


def _ontology() -> Parts:
    room = files("ontology")
    heads = ("whatworked.ttl", "exchange.ttl", "context.jsonld")
    yield from _copies("ontology", (room / name for name in heads))
    for folder in ("model", "vocabularies", "vocabularies/published"):
        yield from _copies(f"ontology/{folder.split('/')[-1]}", turtle_files(folder))
    yield from _copies("shapes", turtle_files("shapes"))
    for folder, ending in (("rules", ".rq"), ("mappings", ".tsv")):
        found = (one for one in (room / folder).iterdir() if one.name.endswith(ending))
        yield from _copies(folder, sorted(found, key=lambda one: one.name))


def _copies(folder: str, entries: Iterable[Traversable]) -> Parts:
    for entry in entries:
        yield f"{folder}/{entry.name}", [entry.read_bytes()]
