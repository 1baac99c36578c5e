"""The starter records, read as a curator would read them; each complaint says what to do."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from graph.claims import claims_of
from ingest.read import CORPUS, corpus_files, raw_documents, read_files, register_files
from ontology.fields import find_property, pointers
from ontology.record import DOCUMENT, Entity, Profile, Record, Source
from ontology.terms import load_ontology

Complaints = Iterator[str]

FILES = corpus_files()
ALL = read_files(FILES + register_files())
SOURCES = [record for record in ALL if isinstance(record, Source)]
ENTITIES = {record.path: record for record in ALL if isinstance(record, Entity)}
NODES = {f"{source.path}/{key}": node for source in SOURCES for key, node in source.nodes.items()}
OURS = ("label", "gist", "because", "narratorBecause", "justification", "altLabel")


def _texts(raw: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a record with its place; an entry of a list goes by its key."""
    if isinstance(raw, str):
        yield place, raw
    elif isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from _texts(value, f"{place}.{key}".strip("."))
    elif isinstance(raw, tuple):
        for number, value in enumerate(raw):
            key = value.get("key", number) if isinstance(value, Mapping) else number
            yield from _texts(value, f"{place}.{key}")


def _of_file(path: Path) -> Iterator[tuple[str, str]]:
    for raw in raw_documents(path):
        assert isinstance(raw, Mapping)
        where = f"{path.name}, {raw['record']}"
        yield from ((f"{where}, {place}", text) for place, text in _texts(raw))


def _tell(complaints: Complaints) -> None:
    """Fail with all complaints, one a line."""
    found = list(complaints)
    assert not found, "\n" + "\n".join(found)


def _spaced(path: Path) -> Complaints:
    for place, text in _of_file(path):
        if text != " ".join(text.split()):
            yield f"{place}: take out spaces at the ends, double spaces, tabs and line ends"


def _composed(path: Path) -> Complaints:
    text = path.read_bytes().decode("utf-8")
    if text != unicodedata.normalize("NFC", text):
        yield f"{path.name}: letters and their accents stand apart: save the file in the form NFC"
    if "\r" in text or not text.endswith("\n") or text.endswith("\n\n"):
        yield f"{path.name}: end each line, and the file, with one line feed"


def _unstopped(path: Path) -> Complaints:
    for place, text in _of_file(path):
        if place.endswith(OURS) and text.endswith((".", ",", ";", ":")):
            yield f"{place}: our words are no sentence: take out the {text[-1]!r} at the end"


def _reasoned(path: Path) -> Complaints:
    for place, text in _of_file(path):
        if place.lower().endswith("because") and len(text.split()) < 3:
            yield f"{place}: say in three words at least why you read it so"


def _filed(path: Path) -> Complaints:
    name = path.relative_to(CORPUS).as_posix()
    for record in read_files([path]):
        if isinstance(record, Entity) and not name.startswith("entities/"):
            yield f"{name}: move the record {record.record} into the folder entities/"
        if isinstance(record, Source) and name != f"{record.record}.yaml":
            yield f"{name}: move the record {record.record} to {record.record}.yaml"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("check", [_spaced, _composed, _unstopped, _reasoned, _filed])
def test_file(check: Callable[[Path], Complaints], path: Path) -> None:
    _tell(check(path))


def test_each_record_stands_once() -> None:
    times = Counter(record.path for record in ALL)
    _tell(f"{path} stands {n} times: keep one of them" for path, n in times.items() if n > 1)


def test_each_thing_has_one_record() -> None:
    times = Counter((entity.is_, entity.label.casefold()) for entity in ENTITIES.values())
    _tell(
        f"{n} records of class {kind} are labelled {label!r}: make them one, or tell them apart"
        for (kind, label), n in times.items()
        if n > 1
    )


def test_each_entity_and_profile_says_where_it_was_seen() -> None:
    _tell(
        f"{record.path}: say under source: where its name and codes were seen"
        for record in ALL
        if isinstance(record, Entity | Profile) and not record.source
    )


def test_each_reference_has_a_record() -> None:
    _tell(
        f"{record.path} names {ref}, which has no record: add it to entities/, or correct the code"
        for record in ALL
        for ref in _references(record)
        if "://" not in ref and not ref.startswith("here:") and ref not in ENTITIES | NODES
    )


def _references(record: Record) -> Iterator[str]:
    """The codes of other records that a record names."""
    if isinstance(record, Entity):
        yield from (ref for _, ref in pointers(record.facts) if "://" not in ref)
    elif isinstance(record, Source):
        document = record.document
        given = [document.publisher, document.narrator, *(n.of for n in record.nodes.values())]
        yield from (ref for ref in (*given, *_pointed(record)) if ref and "/" in ref)
    elif isinstance(record, Profile):
        yield record.of
    else:
        yield from (record.subject, record.object_)


def _pointed(source: Source) -> set[str]:
    """All that statements of a source point to: keys of its nodes, and other records."""
    return {
        ref
        for _, item in source.items()
        for ref in (*item.about, item.asserter or "", *(r for _, r in pointers(item.predicates)))
    }


def _licensed(source: Source) -> Complaints:
    if source.document.held and source.document.licence is None:
        yield f"{source.record}: give the licence, or its words can be shown to nobody"


def _spans_written(source: Source) -> Complaints:
    spans = [(start, end) for start, end, *_ in source.spans]
    again = f"run whatworked document spans on {source.record}.yaml, with its text at hand"
    if spans != sorted(set(spans)):
        yield f"{source.record}: the spans are not in order, each once: {again}"
    yield from (
        f"{source.record}, {place}: the span {list(span)} has no digest: {again}"
        for span, place in source.places().items()
        if span not in spans
    )
    yield from (
        f"{source.record}: nothing stands on the span {list(span)} any more: {again}"
        for span in spans
        if span not in source.places()
    )


def _moods_given(source: Source) -> Complaints:
    lists = load_ontology().code_lists
    for claim in claims_of(source):
        if claim.modality not in lists["modality"] or claim.resolution not in lists["resolution"]:
            yield f"{claim.iri}: say in what mood the text speaks, and how sure the reading is"
        if not claim.span and not claim.reason and source.document.held:
            yield f"{claim.iri}: point at its words with at, or say because of what"


def _nodes_known(source: Source) -> Complaints:
    pointed = _pointed(source)
    for key, node in source.nodes.items():
        if not node.at and not node.says and key not in pointed:
            yield f"{source.record}, nodes.{key}: nothing is said of it: say it, or take it out"
        if node.is_ and not node.label and not node.says and not node.at:
            yield f"{source.record}, nodes.{key}: nobody can tell what it is: give it a label"


def _words_apart(source: Source) -> Complaints:
    """Two statements of one thing in one place are one statement written twice."""
    seen: set[tuple[object, ...]] = set()
    for node, item in source.items():
        for key, given in item.predicates.items():
            row = (node, find_property(key).key, given, item.at, item.modality)
            if row in seen and item.at:
                where = "says" if node == DOCUMENT else f"nodes.{node}.says"
                yield f"{source.record}, {where}.{item.key}: said before of the same words: drop it"
            seen.add(row)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.record)
@pytest.mark.parametrize(
    "check", [_licensed, _spans_written, _moods_given, _nodes_known, _words_apart]
)
def test_source(check: Callable[[Source], Complaints], source: Source) -> None:
    _tell(check(source))


def test_the_complaints_help(tmp_path: Path) -> None:
    """A record with the mistakes of a hasty hand is complained of in all of them."""
    source = next(source for source in SOURCES if source.spans)
    first = source.spans[0]
    careless = source.model_copy(update={"spans": (first, *source.spans[:-1])})
    told = "\n".join(_spans_written(careless))
    assert "not in order" in told
    assert "has no digest: run whatworked document spans" in told
    path = tmp_path / "hasty.yaml"
    path.write_text("record: x\nlabel: two  spaces.\nbecause: so\n", "utf-8")
    lines = [line for check in (_spaced, _unstopped, _reasoned) for line in check(path)]
    assert [line.split(": ")[0] for line in lines] == [
        "hasty.yaml, x, label",
        "hasty.yaml, x, label",
        "hasty.yaml, x, because",
    ]
