"""A document's text cut into pieces, with the claims that stand on each."""

from dataclasses import dataclass
from itertools import pairwise

from api.served import Served


@dataclass(frozen=True)
class Piece:
    """Some characters of a text, and the claims that stand on them."""

    start: int
    text: str
    claims: tuple[str, ...]


def mark(served: Served, document: str) -> list[Piece]:
    """The pieces of a document's text in order, or nothing where it is not held."""
    rows = served.engine().ask("cite", document=document)
    at = {name: rows.columns.index(name) for name in ("claim", "textSha256", "start", "end")}
    spans = [
        (start, end, str(row[at["claim"]]).rsplit("/", 1)[-1])
        for row in rows.rows
        if isinstance(start := row[at["start"]], int) and isinstance(end := row[at["end"]], int)
    ]
    texts = {name for row in rows.rows if isinstance(name := row[at["textSha256"]], str)}
    held = [found for name in texts if (found := served.home.shelf.find(name))]
    return list(cut(held[0].text, spans)) if held else []


def cut(text: str, spans: list[tuple[int, int, str]]) -> list[Piece]:
    """A text cut wherever a span begins or ends, so that each piece has its claims as a whole."""
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return [
        Piece(
            start,
            text[start:end],
            tuple(name for first, last, name in spans if first <= start and end <= last),
        )
        for start, end in pairwise(edges)
    ]
