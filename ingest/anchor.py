"""Spans and their words: digests taken and checked, and spans found again in a changed text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import digest
from ingest.read import read_files
from ontology.errors import InvalidInput
from ontology.fields import SpanOf
from ontology.record import Source
from ontology.report import Finding, InvalidRecord

# Costs of a way through the spans of a changed text, in spans. Leaving one unplaced costs one; to
# take another occurrence of its words for it costs a part of one; a jump of the offsets costs half
# of one and more the wider it is: so a letter put in is followed at once, while the same word in
# another place is not taken for this one.
UNPLACED = 1.0
ANOTHER = 0.2
JUMP = 0.5
WIDTH = 5.0
FARTHEST = 2.0
TELLING = 9  # how many of the longest spans tell whether two texts are versions of one document


Fingerprint = tuple[str, int]


@dataclass(frozen=True)
class Anchoring:
    """Where spans of one text stand in another, and those that stand nowhere."""

    placed: Mapping[SpanOf, SpanOf]
    unplaced: tuple[SpanOf, ...]


def anchor(record: Source, text: str) -> Source:
    """The record with the digest of each of its spans, taken from the document's text.

    Raises InvalidInput where the text is not the record's, and InvalidRecord with every span that
    lies outside of it or whose digest was another when the record was written.
    """
    if digest(text) != record.document.text_sha256:
        msg = f"{record.record}: this is not the text the record was made from: its digest differs"
        raise InvalidInput(msg)
    known = {(start, end): sha256 for start, end, sha256, _ in record.spans}
    findings = [_problem(record, span, text, known.get(span)) for span in sorted(record.places())]
    if wrong := [finding for finding in findings if finding]:
        raise InvalidRecord(wrong)
    spans = tuple((*span, *fingerprint(text, span)) for span in sorted(record.places()))
    return record.model_copy(update={"spans": spans})


def _problem(record: Source, span: SpanOf, text: str, known: str | None) -> Finding | None:
    start, end = span
    field = record.places()[span]
    if end > len(text):
        message = (
            f"the span {list(span)} ends after the text, which has {len(text)} characters: correct "
            "its end"
        )
        return Finding(record.record, field, "span/outside", "Violation", message)
    if known and known != digest(text[start:end]):
        message = (
            f"the words at {list(span)} are not those the record was written on: read them again"
        )
        return Finding(record.record, field, "span/digest", "Violation", message)
    return None


def fingerprint(text: str, span: SpanOf) -> Fingerprint:
    """The digest of the exact words, and the how-manieth time they stand in the text."""
    exact = text[span[0] : span[1]]
    occurrence, at = 1, text.find(exact)
    while at < span[0]:
        occurrence, at = occurrence + 1, text.find(exact, at + 1)
    return digest(exact), occurrence


class Windows:
    """Where in a text words with wanted digests stand, by length; each is worked out once."""

    def __init__(self, text: str, wanted: Iterable[tuple[SpanOf, Fingerprint]]) -> None:
        """Take the text, and all spans that will be looked for."""
        self.text = text
        self._wanted: dict[int, set[str]] = {}
        for (start, end), (sha256, _) in wanted:
            self._wanted.setdefault(end - start, set()).add(sha256)
        self._starts: dict[int, dict[str, list[int]]] = {}

    def find(self, length: int, sha256: str) -> list[int]:
        """The starts of all words of that length with that digest."""
        if length not in self._starts:
            # only what is wanted is kept: a long text has as many windows as characters
            starts: dict[str, list[int]] = {name: [] for name in self._wanted[length]}
            for start in range(len(self.text) - length + 1):
                if (found := starts.get(digest(self.text[start : start + length]))) is not None:
                    found.append(start)
            self._starts[length] = starts
        return self._starts[length][sha256]


def resembles(spans: Mapping[SpanOf, Fingerprint], windows: Windows) -> bool:
    """Whether a text is likely a version of the one spans come from: most long ones are in it."""
    longest = sorted(spans, key=lambda span: span[0] - span[1])[:TELLING]
    found = [span for span in longest if windows.find(span[1] - span[0], spans[span][0])]
    return 2 * len(found) > len(longest)


def find_again(spans: Mapping[SpanOf, Fingerprint], windows: Windows) -> Anchoring:
    """Place spans (with digest and occurrence of their exact words) in a text that was changed.

    The words are searched by digest, so that the old text need not be held. Among all ways to place
    them the one with the fewest lost spans and the smallest jumps is taken (Viterbi 1967); a span
    whose words only stand somewhere else stays unplaced.
    """
    ordered = sorted(spans)
    shifts = _possible_shifts(ordered, spans, windows)
    costs = [
        [_cost(windows.text, span, shift, spans[span]) for shift in shifts] for span in ordered
    ]
    path = _cheapest(costs, shifts)
    placed = {
        span: (span[0] + shifts[step], span[1] + shifts[step])
        for span, step, cost in zip(ordered, path, costs, strict=True)
        if cost[step] < UNPLACED
    }
    return Anchoring(placed, tuple(span for span in ordered if span not in placed))


def _cost(text: str, span: SpanOf, shift: int, known: Fingerprint) -> float:
    start, end = span[0] + shift, span[1] + shift
    if start < 0 or end > len(text) or digest(text[start:end]) != known[0]:
        return UNPLACED
    return 0.0 if fingerprint(text, (start, end)) == known else ANOTHER


def _possible_shifts(
    ordered: Iterable[SpanOf], spans: Mapping[SpanOf, Fingerprint], windows: Windows
) -> list[int]:
    """Zero, and every shift at which words stand that no shift seen before explains."""
    shifts = [0]
    for span in ordered:
        if all(_cost(windows.text, span, shift, spans[span]) == UNPLACED for shift in shifts):
            found = windows.find(span[1] - span[0], spans[span][0])
            shifts += [at - span[0] for at in found if at - span[0] not in shifts]
    return shifts


def _cheapest(steps: Sequence[Sequence[float]], shifts: Sequence[int]) -> list[int]:
    """The index of the shift at each span on the cheapest way, by the cost of each step."""
    states = range(len(shifts))
    near = [[was for was in states if _jump(shifts[was], now) < FARTHEST] for now in shifts]
    costs = [_jump(0, shift) for shift in shifts]
    back: list[list[int]] = []
    for cost in steps:
        cheapest = min(states, key=costs.__getitem__)  # of the far ones, for a jump costs the same
        best = [
            min(
                (now, *near[now], cheapest),
                key=lambda was: costs[was] + _jump(shifts[was], shifts[now]),
            )
            for now in states
        ]
        costs = [
            costs[best[now]] + _jump(shifts[best[now]], shifts[now]) + cost[now] for now in states
        ]
        back.append(best)
    step = min(states, key=lambda state: costs[state])
    path = []
    for best in reversed(back):
        path.append(step)
        step = best[step]
    return path[::-1]


def _jump(was: int, now: int) -> float:
    return 0.0 if was == now else min(JUMP + abs(now - was) / WIDTH, FARTHEST)


def write_spans(path: Path, record: Source) -> None:
    """Write the spans of a record, with their digests, at the end of the file that it came from.

    Raises InvalidInput, and leaves the file alone, where it would not hold the record then:
    because other records stand in it, something behind the spans, or because it is JSON.
    """
    head, _, _ = path.read_text("utf-8").partition("\nspans:\n")
    rows = [f"  - [{start}, {end}, {sha}, {nth}]\n" for start, end, sha, nth in record.spans]
    part = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        part.write_text(f"{head.rstrip()}\n\nspans:\n{''.join(rows)}", "utf-8")
        if not _holds(part, record):
            msg = f"{path}: put the spans last, in a YAML file that holds this one record"
            raise InvalidInput(msg)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _holds(path: Path, record: Source) -> bool:
    try:
        return read_files([path]) == [record]
    except InvalidInput:
        return False
