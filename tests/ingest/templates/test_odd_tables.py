"""CSV and YAML as people and their programs make them are read; what is no table is refused."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from ingest.templates.files import read_form, write_form
from ingest.templates.form import Form
from ontology.errors import InvalidInput
from ontology.report import violations


@pytest.fixture
def folder(filled: Form, tmp_path: Path) -> Path:
    write_form(filled, tmp_path / "form")
    return tmp_path / "form"


@pytest.mark.parametrize(
    ("encoding", "mark", "end"),
    [
        ("utf-8-sig", ",", "\r\n"),
        ("utf-8", ";", "\r\n"),
        ("utf-8", ",", "\r"),
        ("utf-8", ",", "\n"),
    ],
)
def test_csv_as_spreadsheets_save_it(
    filled: Form, folder: Path, encoding: str, mark: str, end: str
) -> None:
    for path in folder.glob("*.csv"):
        text = path.read_text("utf-8")
        assert mark == "," or ";" not in text
        if mark == ";":  # no cell of these sheets has a comma but those in quotes
            text = "\n".join(";".join(line.split(",")) for line in text.splitlines()) + "\n"
        path.write_bytes(text.replace("\n", end).encode(encoding))
    read = read_form(folder)
    assert read.mistakes == ()
    assert read.rows["outcomes"] == filled.rows["outcomes"]
    assert [len(rows) for rows in read.rows.values()] == [1] * 8


def test_csv_in_the_encoding_of_windows_is_read_and_told(folder: Path) -> None:
    path = folder / "lessons.csv"
    text = path.read_text("utf-8").replace("Agree the wording", "Agree £5 – “café”")
    path.write_bytes(text.encode("cp1252"))
    read = read_form(folder)
    assert read.rows["lessons"][0].text("lesson") == "Agree £5 – “café” with patients first."
    (told,) = read.mistakes
    assert (told.severity, told.field, told.rule) == ("Warning", "lessons", "form/encoding")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"lesson\0,quote\n", "a zero byte"),
        (b"lesson\n\x81\n", "byte 7 is not UTF-8"),
        (b'lesson\n"half\n', "line 2 is no line"),
        (b"lesson\n" + b"x" * 131_073 + b"\n", "line 2 is no line"),
        (b"lesson\n" + b"x\n" * 5_002, "more than a sheet may have"),
    ],
)
def test_csv_that_is_no_table(folder: Path, data: bytes, message: str) -> None:
    (folder / "lessons.csv").write_bytes(data)
    with pytest.raises(InvalidInput, match=message):
        read_form(folder)


def test_rows_that_are_short_or_long_and_headings_that_stand_twice(folder: Path) -> None:
    text = "lesson,modality,concerns,derivedFrom,quote,reason,Lesson,Nonsense\n"
    text += "short\n,,,,,,,,\n\nlong,,,,,,second,x,y,z\n"
    (folder / "lessons.csv").write_text(text, "utf-8")
    read = read_form(folder)
    assert [row.text("lesson") for row in read.rows["lessons"]] == ["short", "long"]
    assert read.empty["lessons"] == 2
    told = {(one.field, one.rule) for one in read.mistakes}
    cells = ("lessons!G1", "lessons!H1", "lessons!I5", "lessons!J5")
    assert told == {(cell, "form/column") for cell in cells}


def test_a_file_that_is_missing_or_is_of_no_sheet(folder: Path) -> None:
    (folder / "lessons.csv").rename(folder / "lesson.csv")
    messages = {one.field: one.message for one in read_form(folder).mistakes}
    assert "did you mean lessons" in messages["lesson"]
    assert "the sheet lessons is missing" in messages["lessons"]


def test_what_looks_like_a_formula_is_a_text_and_stays_one(folder: Path) -> None:
    path = folder / "lessons.csv"
    odd = "=cmd|' /C calc'!A0"
    path.write_text(
        path.read_text("utf-8").replace("Agree the wording with patients first.,", f"{odd},", 1),
        "utf-8",
    )
    read = read_form(folder)
    assert read.rows["lessons"][0].text("lesson") == odd
    write_form(read, folder.parent / "again")
    assert f"'{odd}" in (folder.parent / "again" / "lessons.csv").read_text("utf-8")
    write_form(read, folder.parent / "again.xlsx")
    cells = [cell for row in load_workbook(folder.parent / "again.xlsx")["lessons"] for cell in row]
    assert [cell.data_type for cell in cells if cell.value == odd] == ["s"]


def test_yaml_as_people_write_it(tmp_path: Path) -> None:
    text = """# mine
form: 1
depth: full
study:
  - {Title: A title, How far read: whole, colour: red}
lessons:
  - lesson: 007
    modality: [asserted, planned]
  - just words
  -
readiness: none
"""
    (tmp_path / "form.yaml").write_text(text, "utf-8")
    read = read_form(tmp_path / "form.yaml")
    assert read.rows["study"][0].cells == {"title": "A title", "coverage": "whole"}
    assert {(one.field, one.rule) for one in violations(read.mistakes)} == {
        ("study[1].colour", "form/column"),
        ("lessons[1].modality", "form/cell"),
        ("lessons[2]", "form/row"),
        ("readiness", "form/sheet"),
    }
    assert read.empty["lessons"] == 1
