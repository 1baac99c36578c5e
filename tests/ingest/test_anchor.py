"""Spans: their words' digests, and where they are found again in a changed text."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.anchor import Fingerprint, Windows, anchor, find_again, resembles, write_spans
from ingest.documents import digest
from ingest.read import CORPUS, read_files
from ontology.errors import InvalidInput
from ontology.fields import SpanOf
from ontology.record import Source
from ontology.report import InvalidRecord, parse_record

TEXT = "They came to sea in boats, and to sea in boats they went again."
EDITS = ("replace", "insert", "delete")


@dataclass(frozen=True)
class Edit:
    """One character changed; what was put in stands nowhere else."""

    kind: str
    at: int

    def apply(self, text: str) -> str:
        kept = self.at + (self.kind != "insert")
        return text[: self.at] + ("¤" if self.kind != "delete" else "") + text[kept:]

    def expected(self, span: SpanOf) -> SpanOf | None:
        start, end = span
        if end <= self.at:
            return span
        if start >= self.at + (self.kind != "insert"):
            moved = {"replace": 0, "insert": 1, "delete": -1}[self.kind]
            return start + moved, end + moved
        return None


def record(*places: SpanOf, text: str = TEXT, **more: object) -> Source:
    found = parse_record(
        {
            "kind": "source",
            "record": "boats",
            "document": {
                "title": "Boats",
                "coverage": "whole",
                "bytesSha256": digest(text),
                "textSha256": digest(text),
                "extractor": "text/1",
            },
            "nodes": {
                f"n{n}": {"is": "Theme", "label": "boats", "at": place}
                for n, place in enumerate(places)
            },
            **more,
        }
    )
    assert isinstance(found, Source)
    return found


def fingerprints(text: str, *places: SpanOf) -> dict[SpanOf, Fingerprint]:
    spans = anchor(record(*places, text=text), text).spans
    return {(start, end): (sha256, nth) for start, end, sha256, nth in spans}


def assert_found_again(text: str, spans: dict[SpanOf, Fingerprint], edit: Edit) -> None:
    changed = edit.apply(text)
    found = find_again(spans, Windows(changed, spans.items()))
    expected = {span: edit.expected(span) for span in spans}
    assert found.placed == {span: place for span, place in expected.items() if place}
    assert set(found.unplaced) == {span for span, place in expected.items() if place is None}


def test_spans_get_digest_and_occurrence() -> None:
    anchored = anchor(record((10, 16), (31, 37)), TEXT)
    assert anchored.spans == ((10, 16, digest("to sea"), 1), (31, 37, digest("to sea"), 2))
    assert anchor(anchored, TEXT) == anchored


def test_another_text_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not the text the record was made from"):
        anchor(record((0, 4)), TEXT + ".")


def test_every_wrong_span_is_told() -> None:
    rows = ((0, 4, digest("Them"), 1), (5, 9, digest("came"), 1))
    with pytest.raises(InvalidRecord) as caught:
        anchor(record((0, 4), (5, 9), (60, 64), spans=rows), TEXT)
    assert sorted(found.rule for found in caught.value.findings) == ["span/digest", "span/outside"]


def changed_text(seed: int) -> tuple[str, dict[SpanOf, Fingerprint], Edit]:
    """A text of few words, each several times, with spans in, across and around each other."""
    chance = Random(seed)  # noqa: S311 — the same texts every time
    known = ["".join(chance.choices("abcdefgh", k=chance.randint(2, 7))) for _ in range(20)]
    text = " ".join(chance.choices(known, k=100))
    starts = sorted(chance.sample(range(len(text) - 30), 20))
    spans = fingerprints(text, *((start, start + chance.randint(4, 30)) for start in starts))
    return text, spans, Edit(chance.choice(EDITS), chance.randrange(len(text)))


@given(st.integers(0, 10_000))
def test_one_changed_character_loses_only_what_covers_it(seed: int) -> None:
    text, spans, edit = changed_text(seed)
    beside = text[max(0, edit.at - 1) : edit.at] + text[edit.at + 1 : edit.at + 2]
    assume(edit.kind != "delete" or text[edit.at] not in beside)  # which of two went is not known
    assert_found_again(text, spans, edit)


@pytest.mark.parametrize("kind", EDITS)
def test_the_case_study_changed_anywhere(kind: str, shared: Path) -> None:
    path = shared / "data/case-studies/nhse-south-west-learning-system.txt"
    text = path.read_bytes().decode("utf-8")
    records = read_files([CORPUS / "south-west-learning-system.yaml"])
    (source,) = (one for one in records if isinstance(one, Source))
    spans = {(start, end): (sha256, nth) for start, end, sha256, nth in source.spans}
    assert len(spans) == 272
    for at in range(0, len(text), 97):
        assert_found_again(text, spans, Edit(kind, at))


def test_a_paragraph_put_in_is_followed() -> None:
    spans = fingerprints(TEXT, (0, 9), (31, 37), (41, 46), (52, 62))
    changed = TEXT[:26] + " There were many of them, and a storm." + TEXT[26:]
    found = find_again(spans, Windows(changed, spans.items()))
    assert found.unplaced == ()
    assert found.placed[31, 37] == (69, 75)
    assert found.placed[0, 9] == (0, 9)


def test_versions_resemble_each_other_and_strangers_do_not() -> None:
    spans = fingerprints(TEXT, (0, 9), (10, 25), (31, 46))
    assert resembles(spans, Windows("Well: " + TEXT, spans.items()))
    assert not resembles(spans, Windows("Of something else " * 9, spans.items()))
    assert not resembles({}, Windows(TEXT, ()))


SPAN = "\nspans:\n  - [0, 4, {}, 1]\n"
SOURCE = f"""kind: source
record: boats
document: {{title: Boats, coverage: whole, extractor: text/1,
  bytesSha256: {digest(TEXT)}, textSha256: {digest(TEXT)}}}
nodes:
  they: {{is: Theme, label: boats, at: [0, 4]}} # a remark stays
"""


@pytest.mark.parametrize("tail", ["", SPAN.format(digest("They")), SPAN.format("0" * 64)])
def test_spans_are_written_at_the_end(tmp_path: Path, tail: str) -> None:
    path = tmp_path / "boats.yaml"
    path.write_text(SOURCE + tail, "utf-8")
    write_spans(path, anchor(record((0, 4)).model_copy(update={"nodes": _nodes(path)}), TEXT))
    assert path.read_text("utf-8") == SOURCE + SPAN.format(digest("They"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["boats.yaml"]


def _nodes(path: Path) -> object:
    (found,) = read_files([path])
    assert isinstance(found, Source)
    return found.nodes


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("two.yaml", SOURCE + "---\n" + SOURCE.replace("boats", "ships")),
        ("behind.yaml", SOURCE + "spans: []\nsays: []\n"),
        ("inline.yaml", SOURCE + "spans: []\n"),
        ("behind.json", '{"kind": "source"}'),
    ],
)
def test_spans_are_not_written_into_what_they_would_break(
    tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInput, match="put the spans last, in a YAML file"):
        write_spans(path, anchor(record((0, 4)), TEXT))
    assert path.read_text("utf-8") == text
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
