"""What a text that comes in means for the records that stand on an earlier version of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.anchor import Anchoring, Fingerprint, Windows, find_again, resembles
from ingest.documents import Document
from ontology.fields import SpanOf
from queries.catalogue import Ask


@dataclass(frozen=True)
class Moved:
    """A record that stands on another version of a text, and where its spans are in this one."""

    record: str
    anchoring: Anchoring

    def as_json(self) -> Mapping[str, object]:
        """Old and new place of each span that was found, and the spans that were not."""
        placed = self.anchoring.placed.items()
        return {
            "record": self.record,
            "placed": [[*old, *new] for old, new in placed],
            "unplaced": [list(span) for span in self.anchoring.unplaced],
        }


def records_on(ask: Ask, document: Document) -> list[str]:
    """The records that stand on exactly this text."""
    rows = ask("spans").rows
    return sorted({str(row[0]) for row in rows if row[1] == document.text_sha256})


def find_spans_again(ask: Ask, document: Document) -> Iterator[Moved]:
    """The records whose document this seems to be in another version, with their spans placed."""
    spans: dict[str, dict[SpanOf, Fingerprint]] = {}
    for record, text, start, end, exact, nth in ask("spans").rows:
        if text != document.text_sha256:
            place = int(str(start)), int(str(end))
            spans.setdefault(str(record), {})[place] = str(exact), int(str(nth))
    windows = Windows(document.text, (one for placed in spans.values() for one in placed.items()))
    for record, placed in sorted(spans.items()):
        if resembles(placed, windows):
            yield Moved(record, find_again(placed, windows))
