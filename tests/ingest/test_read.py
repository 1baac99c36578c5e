"""Files of records: what they say is read as it is written, and traps are refused."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import MOST_BYTES, corpus_files, raw_documents, read_files
from ontology.errors import InvalidInput, StorageFailure
from ontology.report import InvalidRecord

ENTITY = "kind: entity\nrecord: innovation/{}\nis: Innovation\nlabel: {}\n"


def raw(folder: Path, text: str | bytes, name: str = "file.yaml") -> list[object]:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(raw_documents(path))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        ("1:30", "1:30"),
        ("2020-01-01", "2020-01-01"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("007", "007"),
        ("+5", "+5"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("26", 26),
        ("-1", -1),
        ("0.410", Decimal("0.410")),
        ("9999999999.123456789012345678901", Decimal("9999999999.123456789012345678901")),
        ("[a, 1]", ("a", 1)),
        ("!!str 26", "26"),
    ],
)
def test_values_are_what_people_mean(tmp_path: Path, text: str, value: object) -> None:
    (found,) = raw(tmp_path, f"key: {text}\n")
    assert found == {"key": value}
    assert repr(found) == repr({"key": value})  # 1, True and Decimal(1) are equal


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\na: 2", "the key 'a' stands twice"),
        ("b:\n  - {a: 1, a: 2}", "the key 'a' stands twice"),
        ("26: a", "the key 26 is no text: put it in quotes"),
        ("? [{a: b}]\n: c", "is no text"),
        ("a: &x 1\nb: *x", r"\*x: write it out, aliases are refused"),
        ("a: !!set {x, y}", "tags mean nothing here"),
        ("a: !!timestamp 2020-01-01", "tags mean nothing here"),
        ("a: !!python/object:os.system {}", "tags mean nothing here"),
        ("a: !!float .nan", "is not YAML"),
        ("a: !!bool maybe", "is not YAML"),
        ("a: [1", "line 2"),
        ("[" * 100_000, "more than 50 levels"),
        (b"a: \xff", "is not YAML or JSON in UTF-8"),
    ],
)
def test_traps_are_refused_with_their_place(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(InvalidInput, match=told) as caught:
        raw(tmp_path, text)
    assert "file.yaml: " in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1, "a": 2}', "the key 'a' stands twice"),
        ('{"a": NaN}', "NaN is no number"),
        ("[" * 100_000, "recursion"),
        ('{"a": 1} 2', "Extra data"),
    ],
)
def test_traps_in_json_are_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        raw(tmp_path, text, "file.json")


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(value=values, ascii_only=st.booleans())
def test_json_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, value: object, ascii_only: bool
) -> None:
    text = json.dumps({"a": value}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert raw(tmp_path_factory.getbasetemp(), text, "law.json") == [{"a": value}]


def test_json_numbers_keep_every_digit(tmp_path: Path) -> None:
    assert raw(tmp_path, '{"a": 0.410}', "file.json") == [{"a": Decimal("0.410")}]


def test_marks_of_other_editors_are_no_matter(tmp_path: Path) -> None:
    expected = [{"a": 1, "b": "ä"}]
    assert raw(tmp_path, "\ufeffa: 1\r\nb: ä\r\n") == expected
    assert raw(tmp_path, '\ufeff{"a": 1,\r\n\t"b": "ä"}', "file.json") == expected


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match=r"nothing\.yaml: cannot be read"):
        list(raw_documents(tmp_path / "nothing.yaml"))
    with pytest.raises(InvalidInput, match="more than a file of records may have"):
        raw(tmp_path, b" " * (MOST_BYTES + 1))


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("# nothing yet\n---\n", "utf-8")
    assert read_files([path]) == []


def test_records_come_in_their_order(tmp_path: Path) -> None:
    path, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_text(ENTITY.format("b", "B") + "---\n" + ENTITY.format("a", "A"), "utf-8")
    other.write_text(ENTITY.format("c", "C"), "utf-8")
    assert [one.record for one in read_files([other, path])] == [
        "innovation/c",
        "innovation/b",
        "innovation/a",
    ]


def test_every_mistake_of_all_records_is_told(tmp_path: Path) -> None:
    path, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_text(ENTITY.format("a", "26") + "---\n" + ENTITY.format("A b", "B"), "utf-8")
    other.write_text("- just\n- a list\n", "utf-8")
    with pytest.raises(InvalidRecord) as caught:
        read_files([path, other])
    found = [(finding.record, finding.field) for finding in caught.value.findings]
    assert found[:2] == [("innovation/a", "label"), ("innovation/A b", "record")]
    assert len(found) == 3


def test_the_corpus_comes_with_the_program() -> None:
    records = read_files(corpus_files())
    assert {one.kind for one in records} == {"decision", "entity", "source"}
    assert len({one.iri() for one in records}) == len(records)
