"""Tables of one's own as records: what a heading means, and how each mistake is told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.registers.rows import entities_of, place
from ingest.registers.table import Table, read_register
from ontology.errors import InvalidInput, NotFound
from ontology.report import Finding, InvalidRecord

HEAD = "Org Code,Name,Class,Start date,Close date,Parent,Covers,Formerly,Beds"
IRI = "https://ex.org/id/{}/{}"


def find(name: str, kind: str) -> str:
    if name == "nobody":
        raise NotFound("nothing is called that")
    return IRI.format(kind, name)


def holder(path: str) -> str | None:
    return "https://ex.org/id/organisation/QJK" if path == "organisation/QJK" else None


def read(folder: Path, text: str, named: Mapping[str, str] | None = None) -> Table:
    file = folder / "networks.csv"
    file.write_text(text, "utf-8")
    return read_register(file, "nets", "2025", named or {})


def test_a_row_becomes_a_record(tmp_path: Path) -> None:
    row = "north,The North,,2020-01-01,2024-03-31,QJK,E54000037; E54000038,old; south,3"
    table = read(tmp_path, f"{HEAD}\n{row}\nsouth,S,Team,,,,,,\n")
    north, south = entities_of(table, find, holder)
    assert (north.record, north.is_, north.label) == (
        "organisation/north",
        "Organisation",
        "The North",
    )
    assert north.facts == {
        "register": "nets",
        "validFrom": "2020-01-01",
        "validTo": "2024-03-31",
        "partOf": (IRI.format("organisation", "QJK"),),
        "coversArea": (IRI.format("area", "E54000037"), IRI.format("area", "E54000038")),
        "predecessor": (IRI.format("organisation", "old"), "here:organisation/south"),
    }
    assert north.source == "table nets, 2025"
    assert (south.is_, south.facts) == ("Team", {"register": "nets"})
    assert table.ignored == ("Beds",)


def test_codes_of_the_ons_are_of_areas(tmp_path: Path) -> None:
    table = read(tmp_path, "ONS code,Area name,partOf\nE05000001,A ward,E07000041\n")
    (ward,) = entities_of(table, find, holder)
    assert (ward.record, ward.is_) == ("area/E05000001", "Area")
    assert ward.facts["onsCode"] == "E05000001"
    assert ward.facts["partOf"] == (IRI.format("area", "E07000041"),)


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ("a,A,Teem,,,,,,", "row 2, column Class", "choose from Area, HealthInnovationNetwork"),
        ("a,A,,2020,,,,,", "row 2, column Start date", "a date is wanted as YYYY-MM-DD"),
        ("a,A,,,,nobody,,,", "row 2, column Parent", "nothing is called that"),
        ("a b,A,,,,,,,", "row 2, column Org Code", "names no entity"),
        (",A,,,,,,,", "row 2, column Org Code", "the code is missing"),
        ("a,,,,,,,,", "row 2, column Name", "must not be empty"),
        ("QJK,A,,,,,,,", "row 2, column Org Code", "is the code of"),
        ("a,A,,,,,,,\na,B,,,,,,,", "row 3, column Org Code", "stands in 2 rows"),
    ],
)
def test_a_mistake_is_told_with_its_row_and_column(
    tmp_path: Path, row: str, field: str, says: str
) -> None:
    with pytest.raises(InvalidRecord) as caught:
        entities_of(read(tmp_path, f"{HEAD}\n{row}\n"), find, holder)
    found = {f"{one.record}, {one.field}": one.message for one in caught.value.findings}
    assert says in found[field]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    table = read(tmp_path, f"{HEAD}\na,A,Teem,2020,,nobody,,,\nb,B,,,2020,,,,\n")
    with pytest.raises(InvalidRecord) as caught:
        entities_of(table, find, holder)
    assert len(caught.value.findings) == 4


def test_a_finding_of_the_gate_is_told_by_row_and_column(tmp_path: Path) -> None:
    table = read(tmp_path, f"{HEAD}\na,A,,,,,,,\n")
    found = Finding("https://ex.org/a", "record.validFrom", "Dated-validFrom", "Violation", "late")
    told = place(table, 2, found)
    assert (told.record, told.field) == ("row 2", "column Start date")


@pytest.mark.parametrize(
    ("text", "named", "says"),
    [
        ("Trust,Title\na,A\n", {}, "no column looks like the code"),
        ("Trust,Words\na,A\n", {"code": "Trust"}, "no column looks like the name"),
        ("code,name,id\na,A,b\n", {}, "'code' and 'id' both look like code"),
        ("code,name\na,A\n", {"code": "Trust"}, "has no column 'Trust'"),
        ("code,name\na,A\n", {"size": "name"}, "choose the field from code, name, is"),
        ("code,name\n", {}, "holds no row"),
        ("code,name\na\n", {}, "row 2"),
    ],
)
def test_a_table_that_cannot_be_read(
    tmp_path: Path, text: str, named: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidInput, match=says):
        read(tmp_path, text, named)


def test_headings_may_be_named(tmp_path: Path) -> None:
    named = {"code": "Trust", "name": "Words", "note": "from"}
    table = read(tmp_path, "Trust,Words,from,other names\na,A,2020; 2021,B; C\n", named)
    (record,) = entities_of(table, find, holder)
    assert record.facts == {"register": "nets", "note": "2020; 2021", "altLabel": ("B", "C")}
