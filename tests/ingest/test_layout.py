"""How texts are taken apart: headings and their roles, lists, wrapped lines, sentences."""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import corpus_files, raw_documents, read_files
from ingest.suggesters.headings import TABLE, shipped_headings
from ingest.suggesters.layout import Block, Layout, read_layout
from ingest.suggesters.sentences import split_sentences
from ontology.record import Source
from ontology.terms import load_ontology

NHS_TEMPLATE = """A lamp for wards

A case study on a lamp.

Case study summary

Two wards tried a lamp.

What was the problem or opportunity?

People fell.

How did this support adoption?

These included:

  • Choosing the lamp
    • with patients
    • with staff
  • Training staff

What were the results?

Fewer falls.

Find out more

Contact details"""

WRAPPED = """Title: A lamp
Publisher: A town
---
END OF PROJECT REPORT
A lamp for wards
CONTENTS
ABSTRACT
RESULTS
FUTURE PLANS

1

LAMPS

ABSTRACT
The wards tried a lamp, and the falls that were counted on the wards at night went down
in the year that followed.
How lamps were chosen
Patients chose the lamps together with the staff of the wards, who had seen them first
at a fair.

2

LAMPS

4. Results
\uf0b7
\uf0b7

Fewer falls were counted on both of the wards that had the lamp, in each of the months
after it came
Staff liked the lamp

FUTURE PLANS
More wards will get a lamp.
"""


def headings(layout: Layout) -> list[tuple[str, str]]:
    return [(words(layout, "heading", at), b.role) for at, b in enumerate(of(layout, "heading"))]


def of(layout: Layout, form: str) -> list[Block]:
    return [block for block in layout.blocks if block.form == form]


def words(layout: Layout, form: str, at: int) -> str:
    block = of(layout, form)[at]
    return layout.text[block.start : block.end]


def test_a_case_study_of_the_template_has_its_roles() -> None:
    assert headings(read_layout(NHS_TEMPLATE)) == [
        ("A lamp for wards", "other"),
        ("Case study summary", "summary"),
        ("What was the problem or opportunity?", "problem"),
        ("How did this support adoption?", "implementation"),
        ("What were the results?", "results"),
        ("Find out more", "contact"),
        ("Contact details", "contact"),
    ]


ABSTRACT = (
    ("Background: Falls at night are common.", "problem"),
    ("Methods: We put a lamp in each bay.", "implementation"),
    ("Results: Falls went from 9 to 4.", "results"),
    ("Conclusions: Lamps are worth a trial.", "lessons"),
)


@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
@pytest.mark.parametrize(("old", "new"), [(":", ":"), (":", ":**"), (":", "**:")])
def test_headings_that_run_into_their_words_open_sections(between: str, old: str, new: str) -> None:
    bold = "**" if "**" in new else ""
    said = between.join(bold + part.replace(old, new) for part, _ in ABSTRACT)
    found = headings(read_layout(f"A lamp for wards\n\n{said}\n"))
    assert found[1:] == [(part.split(":")[0], role) for part, role in ABSTRACT]


def test_a_few_labels_are_no_headings() -> None:
    labels = "Contact: Ada Brook\n\nPartners: two wards\n\nFunding: none\n\nAim: better light\n"
    assert headings(read_layout(f"A lamp for wards\n\n{labels}"))[1:] == []


def test_items_stand_as_deep_as_they_are_indented() -> None:
    layout = read_layout(NHS_TEMPLATE)
    found = [(words(layout, "item", at), b.level) for at, b in enumerate(of(layout, "item"))]
    assert found == [
        ("Choosing the lamp", 1),
        ("with patients", 2),
        ("with staff", 2),
        ("Training staff", 1),
    ]


def test_wrapped_lines_are_joined_and_margins_kept_apart() -> None:
    layout = read_layout(WRAPPED)
    assert [(one.role, layout.text[one.start :].split("\n")[0]) for one in layout.sections[1:]] == [
        ("other", "CONTENTS"),
        ("summary", "ABSTRACT"),
        ("summary", "How lamps were chosen"),
        ("results", "4. Results"),
        ("next", "FUTURE PLANS"),
    ]
    margins = {words(layout, "margin", at) for at in range(len(of(layout, "margin")))}
    assert {"1", "2", "LAMPS", "Title: A lamp", "---"} <= margins
    said = [" ".join(layout.text[s.start : s.end].split()) for s in layout.sentences]
    assert any(one.startswith("Patients chose") and one.endswith("at a fair.") for one in said)


def test_marks_that_stand_before_all_their_items_are_shared_out() -> None:
    layout = read_layout(WRAPPED)
    assert len(of(layout, "item")) == 2
    assert words(layout, "item", 1) == "Staff liked the lamp"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("2. INTRODUCTION:", "problem"),
        ("What the project involved", "implementation"),
        ("How the dashboard helped", "results"),
        ("What’s next?", "next"),
        ("Next\xa0steps", "next"),
        ("**Lessons learnt**", "lessons"),
        ("Section 3. Findings", "results"),
    ],
)
def test_a_heading_is_known_however_it_is_set(heading: str, role: str) -> None:
    assert shipped_headings().known(heading) == role


@pytest.mark.parametrize(
    ("heading", "before", "role"),
    [
        ("Which benefits did the wards see", "problem", "results"),
        ("Codebase", "problem", "intervention"),
        ("Codebase", "results", "results"),
        ("Lanterns", "other", "other"),
    ],
)
def test_an_unknown_heading_goes_by_its_words_then_its_place(
    heading: str, before: str, role: str
) -> None:
    assert shipped_headings().guess(heading, before) == role


def test_every_pattern_fits_its_example_and_every_role_is_one() -> None:
    table, raw = shipped_headings(), next(iter(raw_documents(TABLE)))
    assert isinstance(raw, dict)
    for one in raw["patterns"]:
        assert table.known(one["example"]) == one["role"]
    roles = {*table.whole.values(), *table.after, *table.after.values()}
    assert roles | {role for _, role in (*table.words, *table.patterns)} == set(
        load_ontology().code_lists["section-role"]
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Moss saw No. 10, e.g. at 3.5 m. It fell.", 2),
        ("He asked why? “Because.” They left.", 3),
        ("A. B. Moss wrote it, ie. the report.", 1),
        ("It rose to 4.5. Then it fell [3]. NHS Lothian knew.", 3),
        ("No. They said no.", 2),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(list(split_sentences(text, 0, len(text), shipped_headings()))) == count


@given(st.text(alphabet="Aa .:?•-1#*|\n\r\f\xa0\u202f“”()", max_size=300) | st.text(max_size=200))
def test_any_text_is_taken_apart_whole_and_in_order(text: str) -> None:
    layout = read_layout(text)
    assert layout.text == text
    if text:
        assert (layout.sections[0].start, layout.sections[-1].end) == (0, len(text))
    assert all(one.end == two.start for one, two in pairwise(layout.sections))
    assert all(one.end <= two.start for one, two in pairwise(layout.blocks))
    assert all(0 <= one.start < one.end <= len(text) for one in layout.blocks)
    assert all(one.end <= two.start for one, two in pairwise(layout.sentences))
    for one in layout.sentences:
        assert one.block.start <= one.start < one.end <= one.block.end


def test_sections_of_the_corpus_have_the_role_that_a_curator_gave_them(shared: Path) -> None:
    layouts = {
        path.name: read_layout(path.read_bytes().decode())
        for path in (shared / "data/case-studies").glob("*.txt")
    }
    right, all_of_them = 0, 0
    for at, role, text in _curated(layouts):
        found = next(one.role for one in text.sections if one.start <= at < one.end)
        right, all_of_them = right + (found == role), all_of_them + 1
    assert all_of_them >= 38
    assert right / all_of_them >= 0.9


def test_the_sections_of_the_gold_have_their_roles(shared: Path) -> None:
    name = "nhse-south-west-learning-system"
    gold = json.loads((shared / f"data/gold/{name}.json").read_bytes())
    layout = read_layout((shared / f"data/case-studies/{name}.txt").read_bytes().decode())
    roles = {"how": "implementation", "aac": "other", "learning": "lessons", "find": "contact"}
    expected = [
        (one["start"], one["end"], roles.get(name := one["id"].partition(".")[2], name))
        for one in gold["entities"]
        if one["cls"] == "Section"
    ]
    found = [(b.start, b.end, b.role) for b in of(layout, "heading") if b.level]
    assert found == expected


def _curated(layouts: dict[str, Layout]) -> Iterator[tuple[int, str, Layout]]:
    """Start, role and text of each section that a record of the corpus gives a role."""
    by_digest = {sha256(one.text.encode()).hexdigest(): one for one in layouts.values()}
    for record in read_files(corpus_files()):
        if not isinstance(record, Source):
            continue
        text = by_digest.get(record.document.text_sha256 or "")
        for node in record.nodes.values():
            for item in node.says:
                role = (item.model_extra or {}).get("sectionRole")
                if text and node.at and role:
                    yield node.at[0], role, text
