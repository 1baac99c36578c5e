"""What a row becomes in a record: its words found, its names looked up, its key kept."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.templates.description import Depth
from ingest.templates.files import read_form, write_form, write_keys
from ingest.templates.form import Cell, Form, Row, blank
from ingest.templates.quotes import find_quote
from ingest.templates.records import make_records
from ingest.templates.things import Known
from ontology.record import Source
from ontology.report import violations

Rows = dict[str, dict[str, Cell]]


def form_of(rows: Mapping[str, Mapping[str, Cell] | list[dict[str, Cell]]]) -> Form:
    given = {
        name: tuple(
            Row(one, f"{name}!{at}", {cell: f"{name}!{cell}{at}" for cell in one})
            for at, one in enumerate(several if isinstance(several, list) else [several], start=3)
        )
        for name, several in rows.items()
    }
    return Form("full", {**blank("full").rows, **given})


def test_words_are_found_whatever_the_space_between_them() -> None:
    text = "It was\n  a  wet\u00a0day. It was late."
    assert find_quote(text, "a wet day.") == (9, 20)
    assert text[9:20] == "a  wet\u00a0day."
    with pytest.raises(ValueError, match="2 times"):
        find_quote(text, "It was")
    with pytest.raises(ValueError, match="from 'dry day' on"):
        find_quote(text, "was a dry day")
    with pytest.raises(ValueError, match="not even their first"):
        find_quote(text, "Snow fell")


def test_a_row_stands_on_its_words(filled: Form, known: Known) -> None:
    record = make_records(filled, known).records[0]
    held = known.document("letters.txt")
    assert held
    (item,) = record.nodes["missed-visits-decrease"].says
    assert item.at
    assert held.text[slice(*item.at)] == "Missed visits fell from 12 to 9 in every hundred"
    assert item.predicates["changeKind"] == "absolutePercentagePoints"
    assert record.review_state == "singleReader"


def test_holes_stay_unknown(rows: Rows, known: Known) -> None:
    for name in ("change", "changeKind", "baseline", "followUp", "compares", "period"):
        del rows["outcomes"][name]
    record = make_records(form_of(rows), known).records[0]
    (item,) = record.nodes["missed-visits-decrease"].says
    assert set(item.predicates) == {"ofImplementation", "measure", "direction", "unit"}


@pytest.mark.parametrize(
    ("depth", "given", "wanted"),
    [
        (
            "full",
            ("whole", ""),
            ("whole", "the whole document, read for all fields of a full form"),
        ),
        ("full", ("part", "page 2"), ("part", "page 2, read for all fields of a full form")),
        (
            "minimal",
            ("whole", ""),
            ("part", "the whole document, read for the twelve fields of a minimal form"),
        ),
        ("minimal", ("part", ""), ("part", "a part, read for the twelve fields of a minimal form")),
    ],
)
def test_the_record_says_how_much_was_asked_for(
    rows: Rows, known: Known, depth: Depth, given: tuple[str, str], wanted: tuple[str, str]
) -> None:
    rows["study"] |= {"coverage": given[0], "rangeRead": given[1]}
    document = make_records(replace(form_of(rows), depth=depth), known).records[0].document
    assert (document.coverage, document.range_read) == wanted


def test_a_part_that_is_not_named_is_told(rows: Rows, known: Known) -> None:
    rows["study"]["coverage"] = "part"
    (found,) = violations(make_records(form_of(rows), known).mistakes)
    assert (found.field.partition("!")[0], "rangeRead" in found.message) == ("study", True)


def test_a_name_that_is_new_is_told_once(filled: Form, known: Known) -> None:
    told = [one.value for one in make_records(filled, known).mistakes if one.rule == "form/new"]
    assert told == ["Reminder letters", "Redmoor", "Redmoor trust", "patient involvement"]


def test_a_name_that_means_several_things_is_told(rows: Rows, known: Known) -> None:
    rows["implementations"]["place"] = "Newtown"
    found = violations(make_records(form_of(rows), known).mistakes)
    assert ("implementations!place3", "form/thing") in {(one.field, one.rule) for one in found}


def test_what_is_said_of_a_refused_use_waits_for_it(rows: Rows, known: Known) -> None:
    rows["implementations"]["status"] = "over"
    made = make_records(form_of(rows), known)
    assert [one.field for one in violations(made.mistakes)] == ["implementations!status3"]
    waiting = [one.field for one in made.mistakes if one.rule == "form/waits"]
    assert waiting == [
        f"{name}!3" for name in ("conditions", "outcomes", "adaptations", "transfers")
    ]
    assert {name for name, count in made.counts().items() if count.loaded} == {
        "study",
        "lessons",
        "readiness",
    }


def test_of_several_uses_each_row_names_one(rows: Rows, known: Known) -> None:
    other: dict[str, Cell] = {**rows["implementations"], "place": "Ashby"}
    form = form_of({**rows, "implementations": [rows["implementations"], other]})
    found = violations(make_records(form, known).mistakes)
    assert {one.field for one in found} == {"conditions!3", "outcomes!3", "adaptations!3"}
    assert all("name one" in one.message for one in found)
    rows["conditions"]["use"] = rows["outcomes"]["use"] = rows["adaptations"]["use"] = "Ashby"
    form = form_of({**rows, "implementations": [rows["implementations"], other]})
    made = make_records(form, known)
    assert violations(made.mistakes) == []
    (item,) = made.records[0].nodes["missed-visits-decrease"].says
    assert item.predicates["ofImplementation"] == "reminder-letters-ashby"


def test_a_measure_has_one_level(rows: Rows, known: Known) -> None:
    other: dict[str, Cell] = {**rows["outcomes"], "level": "health", "direction": "increase"}
    form = form_of({**rows, "outcomes": [rows["outcomes"], other]})
    (found,) = violations(make_records(form, known).mistakes)
    assert (found.field, found.rule) == ("outcomes!level4", "form/differs")
    assert "outcomes!level3 says service" in found.message


def test_each_day_and_assessor_of_a_place_is_a_record(rows: Rows, known: Known) -> None:
    ready = rows["readiness"]
    other: dict[str, Cell] = {**ready, "condition": "condition/clinical-champion"}
    later: dict[str, Cell] = {**ready, "date": "2026-05-01", "state": "present"}
    lead: dict[str, Cell] = {**ready, "assessor": "Digital lead"}
    made = make_records(form_of({"readiness": [ready, other, later, lead]}), known)
    assert violations(made.mistakes) == []
    assert [(record.record, len(record.nodes)) for record in made.records] == [
        ("readiness-area-e54000037-2026-02-01-chief-nurse-of-the-board", 3),
        ("readiness-area-e54000037-2026-05-01-chief-nurse-of-the-board", 2),
        ("readiness-area-e54000037-2026-02-01-digital-lead", 2),
    ]
    for record, text in zip(made.records, made.texts, strict=True):
        assert record.document.text_sha256 == text.text_sha256
        assert all(said in text.text for said in lines_of(record, text.text))


def lines_of(record: Source, text: str) -> list[str]:
    """The words of each statement, which name state, day and assessor."""
    spans = [item.at for _, item in record.items() if item.at]
    found = [text[start:end] for start, end in spans]
    assert all(", on 2026-0" in one and "assessed by" in one for one in found)
    return found


def test_sheets_without_a_study_are_told(rows: Rows, known: Known) -> None:
    del rows["study"]
    made = make_records(form_of(rows), known)
    assert [one.field for one in violations(made.mistakes)] == ["study"]
    assert [record.record[:9] for record in made.records] == ["readiness"]


@pytest.mark.parametrize("name", ["form.xlsx", "form.yaml", "form.json", "form"])
def test_keys_are_written_into_each_form_once(filled: Form, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_form(filled, path)
    assert write_keys(path, read_form(path))
    keyed = read_form(path)
    assert [row.text("key") for rows in keyed.rows.values() for row in rows] == [
        "night-letters-in-redmoor",
        "reminder-letters-redmoor",
        "dedicated-time-present",
        "missed-visits-decrease",
        "larger-type",
        "agree-the-wording-with-patients-first",
        "reminder-letters-adopted",
        "dedicated-time-absent",
    ]
    assert keyed.mistakes == ()
    stamp = (path / "study.csv" if path.is_dir() else path).stat().st_mtime_ns
    assert write_keys(path, keyed)
    assert (path / "study.csv" if path.is_dir() else path).stat().st_mtime_ns == stamp


def test_comments_of_ones_own_are_not_lost_for_a_key(filled: Form, tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    write_form(filled, path)
    text = f"# ask Jo about page 3\n{path.read_text('utf-8')}"
    path.write_text(text, "utf-8")
    assert not write_keys(path, read_form(path))
    assert path.read_text("utf-8") == text
