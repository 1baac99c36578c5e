"""A page of another region's feed, read strictly: it is what our own writing would give."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from pyoxigraph import RdfFormat, parse

from graph.canonical import canonical_nquads, graph_digest, require_own_graph
from graph.exchange.feed import Activity, Member, Step
from graph.exchange.pages import ACTIVITIES, DCT, EXCHANGE, TIME, TREE, Page, write_page
from graph.imports.refusal import InvalidArrival
from ontology.errors import InvalidInput
from ontology.terms import RDF, XSD

_IRI = r"[^<>\s]+"
_WORDS = "|".join(get_args(Activity))
_HEAD = re.compile(
    rf"^<(?P<name>{_IRI})> <{RDF}type> <{ACTIVITIES}(?P<activity>{_WORDS})> \.\n"
    rf'<(?P=name)> <{DCT}created> "(?P<time>[^"]+)"\^\^<{XSD}dateTime> \.\n'
    rf"<(?P=name)> <{DCT}isVersionOf> <(?P<record>{_IRI})> \.\n"
    rf'<(?P=name)> <{EXCHANGE}sequence> "(?P<number>[0-9]{{1,15}})"\^\^<{XSD}integer> \.\n'
    rf'<(?P=name)> <{EXCHANGE}transaction> "[0-9]+" \.\n'
    rf'(?P<erased><(?P=name)> <{EXCHANGE}erased> "true"\^\^<{XSD}boolean> \.\n)?'
    rf"<{_IRI}> <{TREE}member> <(?P=name)> \.\n",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One member as it was sent: the number of its step, and the canonical N-Quads, if any.

    The version of `member` is the digest of its graph.
    """

    number: int
    time: datetime
    member: Member
    nquads: str | None


def read_page(data: bytes, stream: str, name: str) -> list[Sent]:
    """Read the members of a page of a stream.

    Raises InvalidArrival naming the page where it is not written as pages are, or a graph in it
    is not in canonical form.
    """
    try:
        sent = list(split_page(data))
        for one in sent:
            _require_canonical(one)
    except (ValueError, SyntaxError, InvalidInput) as error:
        msg = f"{name}: is no page of a feed: {str(error)[:300]}"
        raise InvalidArrival(msg) from error
    if not sent or _write(sent, stream) != data:
        msg = f"{name}: something stands in it that belongs to no member of {stream}"
        raise InvalidArrival(msg)
    return sent


def last_step(data: bytes, name: str) -> int:
    """The number of the last step on a page, which is not judged; InvalidArrival where none is."""
    found = 0
    for head in _HEAD.finditer(data.decode(errors="replace")):
        found = int(head["number"])
    if not found:
        msg = f"{name}: is no page of a feed"
        raise InvalidArrival(msg)
    return found


def split_page(data: bytes) -> Iterator[Sent]:
    """Take a page apart that was read before; ValueError where that cannot be done."""
    text = data.decode()
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        yield _sent(head, text[head.end() : end])


def _sent(head: re.Match[str], text: str) -> Sent:
    record, name, activity = head["record"], head["name"], head["activity"]
    nquads = None if activity == "Delete" else _rename(text, name, record)
    version = graph_digest(nquads) if nquads is not None else None
    chosen: Activity = next(one for one in get_args(Activity) if one == activity)
    member = Member(record, chosen, version, erased=bool(head["erased"]))
    time = datetime.strptime(head["time"], TIME).replace(tzinfo=UTC)
    return Sent(int(head["number"]), time, member, nquads)


def _rename(text: str, name: str, record: str) -> str:
    ending = f" <{name}> ."
    lines = text.split("\n")[:-1]
    if wrong := next((line for line in lines if not line.endswith(ending)), None):
        msg = f"a statement is in no graph of its member: {wrong}"
        raise ValueError(msg)
    return "".join(f"{line.removesuffix(ending)} <{record}> .\n" for line in lines)


def _require_canonical(sent: Sent) -> None:
    if sent.nquads is None:
        return
    record = sent.member.record
    require_own_graph(record, sent.nquads)
    if canonical_nquads(parse(sent.nquads.encode(), format=RdfFormat.N_QUADS)) != sent.nquads:
        msg = f"{record} is not in canonical form"
        raise ValueError(msg)


def _write(sent: list[Sent], stream: str) -> bytes:
    """The page as our own writing gives it; the frame of what was sent stands for its steps."""
    texts = {one.member.version: one.nquads or "" for one in sent}
    members = tuple((Step(one.number, one.time, ()), one.member) for one in sent)
    page = Page("", sent[0].time, sent[-1].time, members)
    return write_page(page, stream, lambda version: texts[version])
