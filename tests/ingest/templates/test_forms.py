"""A form is the same in a workbook, YAML, a folder of CSV files and JSON, and loses nothing."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ingest.templates.description import DEPTHS, NUMBERS, Column, Depth, sheets
from ingest.templates.files import read_form, write_form
from ingest.templates.form import MOST_LETTERS, Cell, Form, Row, blank, typed
from ontology.errors import InvalidInput

NAMES = ("one.xlsx", "two.yaml", "three", "four.json", "five.xlsx")
ODD = st.sampled_from(
    ["=1+1", "'=x", "007", "-5", "+44", "@a", "true", "null", "2024-01-01", "1e5", "_x0041_", "# a"]
)
LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\uffff\ufffe"
)
WORDS = st.text(LETTERS | st.sampled_from("\n\t"), max_size=60)
LONG = st.builds(lambda text: text * 300, st.text(LETTERS, min_size=1, max_size=80))
NUMBER = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.integers().map(Decimal)


def cell_of(column: Column) -> st.SearchStrategy[Cell | None]:
    words = (ODD | WORDS | LONG).map(lambda text: typed(column, text))
    if column.kind in NUMBERS:
        return NUMBER.map(lambda number: typed(column, format(number, "f"))) | words
    return words


def row_of(columns: tuple[Column, ...]) -> st.SearchStrategy[Row]:
    cells = st.fixed_dictionaries({}, optional={one.name: cell_of(one) for one in columns})
    return cells.map(lambda found: Row({name: cell for name, cell in found.items() if cell}))


def rows_of(columns: tuple[Column, ...]) -> st.SearchStrategy[tuple[Row, ...]]:
    rows = st.lists(row_of(columns).filter(lambda row: row.cells), max_size=2)
    return rows.map(tuple)


FORMS = st.builds(
    Form,
    st.sampled_from(DEPTHS),
    st.fixed_dictionaries({name: rows_of(sheet.columns) for name, sheet in sheets().items()}),
)


@given(form=FORMS)
@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_nothing_is_lost_from_form_to_form(
    form: Form, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("forms")
    write_form(form, folder / NAMES[0])
    for earlier, later in pairwise(NAMES):
        read = read_form(folder / earlier)
        assert (read, read.mistakes) == (form, ())
        write_form(read, folder / later)
    assert read_form(folder / NAMES[-1]) == form
    shutil.rmtree(folder)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("name", NAMES[:4])
def test_a_blank_form_is_read_as_blank(tmp_path: Path, name: str, depth: Depth) -> None:
    write_form(blank(depth), tmp_path / name)
    read = read_form(tmp_path / name)
    assert (read, read.mistakes, set(read.empty.values())) == (blank(depth), (), {0})


def test_the_minimal_form_asks_for_twelve_fields() -> None:
    asked = [one for sheet in sheets().values() for one in sheet.of_depth("minimal")]
    assert sum(one.kind != "key" for one in asked) == 12


def test_numbers_are_those_that_were_written(tmp_path: Path) -> None:
    row = Row({"change": Decimal("0.410"), "n": Decimal("12345678901234567890")})
    form = Form("full", {**blank("full").rows, "outcomes": (row,)})
    write_form(form, tmp_path / "form.xlsx")
    (read,) = read_form(tmp_path / "form.xlsx").rows["outcomes"]
    assert (str(read.cells["change"]), str(read.cells["n"])) == ("0.410", "12345678901234567890")


def test_a_spreadsheet_runs_nothing_of_a_form(tmp_path: Path) -> None:
    row = Row({"title": "=1+1", "key": "@x"})
    form = Form("full", {**blank("full").rows, "study": (row,)})
    write_form(form, tmp_path / "form.xlsx")
    write_form(form, tmp_path / "form")
    assert load_workbook(tmp_path / "form.xlsx")["study"]["A3"].data_type == "s"
    with (tmp_path / "form" / "study.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["title"] == "'=1+1"


def test_a_form_is_not_written_over(tmp_path: Path) -> None:
    write_form(blank("full"), tmp_path / "form.xlsx")
    with pytest.raises(InvalidInput, match="take another name"):
        write_form(blank("minimal"), tmp_path / "form.xlsx")
    assert read_form(tmp_path / "form.xlsx").depth == "full"


def drop_downs(path: Path) -> dict[str, set[tuple[str, str, int, bool, str]]]:
    """Of each sheet, the first cell and the list of each drop-down, and how long the list is."""
    book = load_workbook(path)
    found: dict[str, set[tuple[str, str, int, bool, str]]] = {}
    for page in book.worksheets:
        for rule in page.data_validations.dataValidation:
            name = str(rule.formula1).removeprefix("=")
            sheet, _, span = str(book.defined_names[name].attr_text).replace("$", "").partition("!")
            cells = [cell.value for (cell,) in book[sheet][span]]
            assert all(cells)
            first = str(rule.sqref).partition(":")[0]
            assert rule.type == "list"
            told = bool(rule.showErrorMessage), str(rule.prompt)
            found.setdefault(page.title, set()).add((first, name, len(cells), *told))
    assert book["lists"].sheet_state == "hidden"
    return found


def test_every_code_has_its_drop_down(tmp_path: Path) -> None:
    write_form(blank("full"), tmp_path / "form.xlsx")
    wanted = {
        name: sum(bool(column.choices) for column in sheet.columns)
        for name, sheet in sheets().items()
    }
    assert {
        name: len(rules) for name, rules in drop_downs(tmp_path / "form.xlsx").items()
    } == wanted


def test_libreoffice_keeps_the_drop_downs_and_the_cells(
    tmp_path: Path, miss: Callable[[str], NoReturn]
) -> None:
    if not (office := shutil.which("soffice")):
        miss("no LibreOffice: install libreoffice-calc")
    row = Row({"measure": "=x\n007", "change": Decimal("0.410"), "n": Decimal(62), "key": "a-b"})
    form = Form("full", {**blank("full").rows, "outcomes": (row,)})
    write_form(form, tmp_path / "form.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    there = tmp_path / "there"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(there)]
    subprocess.run([*command, str(tmp_path / "form.xlsx")], check=True, capture_output=True)
    assert drop_downs(there / "form.xlsx") == drop_downs(tmp_path / "form.xlsx")
    read = read_form(there / "form.xlsx")
    assert (read, read.mistakes) == (form, ())


def test_a_cell_that_no_workbook_can_hold_is_told(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(
        f"form: 1\ndepth: full\nstudy:\n  - title: {'x' * (MOST_LETTERS + 1)}\n", "utf-8"
    )
    (found,) = read_form(path).mistakes
    assert (found.field, found.rule) == ("study[1].title", "form/long")
