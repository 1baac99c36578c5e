"""The feed as files: a Linked Data Event Stream that any web server, or a memory stick, serves.

Pages are N-Quads and never change once they are full; only the last one grows. The root lists the
pages by relative links. Source: Linked Data Event Streams and TREE, W3C TREE community group.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain

from graph.exchange.feed import Feed, Member, Read, Step
from ontology.terms import RDF, XSD

PAGE = 100  # members of a full page
ROOT = "index.ttl"

EXCHANGE = "https://w3id.org/whatworked/exchange#"
ACTIVITIES, DCT = "https://www.w3.org/ns/activitystreams#", "http://purl.org/dc/terms/"
TREE = "https://w3id.org/tree#"
TIME = "%Y-%m-%dT%H:%M:%S.%fZ"  # UTC
_HEAD = f"""\
@prefix as: <{ACTIVITIES}> .
@prefix dct: <{DCT}> .
@prefix ldes: <https://w3id.org/ldes#> .
@prefix tree: <{TREE}> .
@prefix wx: <{EXCHANGE}> .
@prefix xsd: <{XSD}> .
"""


@dataclass(frozen=True)
class Page:
    """Some members of a feed in order: its path below the root, its first and last time."""

    path: str
    first: datetime
    last: datetime
    members: tuple[tuple[Step, Member], ...]

    @property
    def is_full(self) -> bool:
        """Whether it will never change."""
        return len(self.members) == PAGE


def stream_of(base: str, audience: str) -> str:
    """Name the stream of a region for an audience; `base` is the region's base IRI."""
    return f"{base}exchange/{audience.lower()}"


def pages_of(feed: Feed) -> list[Page]:
    """Cut a feed into pages; those of another epoch have other paths."""
    members = [(step, member) for step in feed.steps for member in step.members]
    return [
        Page(f"{feed.epoch}/{number:06}.nq", some[0][0].time, some[-1][0].time, tuple(some))
        for number, some in enumerate(_cut(members), 1)
    ]


def write_page(page: Page, stream: str, read: Read) -> bytes:
    """Write a page: what each member is, and its record's statements in a graph of its name."""
    lines = (_member(step, member, stream, read) for step, member in page.members)
    return "".join(chain.from_iterable(lines)).encode()


def write_root(pages: Sequence[Page], stream: str, licence: str) -> bytes:
    """Write the root in Turtle: what the stream is, and where its pages are."""
    relations = ", ".join(f"<#{number}>" for number in range(1, len(pages) + 1))
    view = f"<> a tree:Node{f' ; tree:relation {relations}' if pages else ''} .\n"
    return f"{_HEAD}\n{_stream(stream, licence)}\n{view}{''.join(map(_relation, pages))}".encode()


def member_iri(stream: str, step: Step, member: Member) -> str:
    """Name a member: a record has one at most in each step."""
    return f"{stream}/{step.number}/{sha256(member.record.encode()).hexdigest()[:20]}"


def rename_graph(nquads: str, record: str, name: str) -> str:
    """Put the canonical N-Quads of a record into a graph of another name; the order stays."""
    ending, wanted = f" <{record}> .", f" <{name}> ."
    lines = nquads.split("\n")[:-1]
    return "".join(f"{line.removesuffix(ending)}{wanted}\n" for line in lines)


def _cut(members: Sequence[tuple[Step, Member]]) -> list[Sequence[tuple[Step, Member]]]:
    return [members[start : start + PAGE] for start in range(0, len(members), PAGE)]


def _stream(stream: str, licence: str) -> str:
    return f"""\
<{stream}> a ldes:EventStream ;
    dct:license <{licence}> ;
    ldes:timestampPath dct:created ;
    ldes:sequencePath wx:sequence ;
    ldes:transactionPath wx:transaction ;
    ldes:versionOfPath dct:isVersionOf ;
    ldes:versionCreateObject as:Create ;
    ldes:versionUpdateObject as:Update ;
    ldes:versionDeleteObject as:Delete ;
    tree:view <> .
"""


def _relation(page: Page) -> str:
    number = int(page.path.rpartition("/")[2].removesuffix(".nq"))
    return f"""\
<#{number}> a tree:GreaterThanOrEqualToRelation ;
    tree:path dct:created ;
    tree:value "{_time(page.first)}"^^xsd:dateTime ;
    tree:node <{page.path}> .
"""


def _member(step: Step, member: Member, stream: str, read: Read) -> Iterator[str]:
    name = member_iri(stream, step, member)
    for predicate, value in _about(step, member):
        yield f"<{name}> <{predicate}> {value} .\n"
    yield f"<{stream}> <{TREE}member> <{name}> .\n"
    if member.version:
        yield rename_graph(read(member.version), member.record, name)


def _about(step: Step, member: Member) -> Iterator[tuple[str, str]]:
    yield f"{RDF}type", f"<{ACTIVITIES}{member.activity}>"
    yield f"{DCT}created", f'"{_time(step.time)}"^^<{XSD}dateTime>'
    yield f"{DCT}isVersionOf", f"<{member.record}>"
    yield f"{EXCHANGE}sequence", f'"{step.number}"^^<{XSD}integer>'
    yield f"{EXCHANGE}transaction", f'"{step.number}"'
    if member.erased:
        yield f"{EXCHANGE}erased", f'"true"^^<{XSD}boolean>'


def _time(moment: datetime) -> str:
    return moment.strftime(TIME)
