"""The roles of sections: in families of templates however they are set, and in real documents."""

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from textwrap import fill, wrap
from typing import cast

import docx
import pytest

from bench.samples import make_pages
from ingest.extractors.confined import open_reader
from ingest.extractors.formats import FORMATS
from ingest.read import raw_documents
from ingest.suggesters.layout import Layout, read_layout

HERE = Path(__file__).parent
Outline = Sequence[tuple[str, str]]  # headings with their roles

SAID = (
    "Two wards in Larkhill tried a quiet lamp, and the falls that were counted at night went down "
    "in the year that followed. The nurses who chose the lamp said that they would choose it again."
)
LISTED = ("choosing the lamp with patients", "training the night staff")

TABLE = cast("Mapping[str, Mapping[str, Outline]]", next(raw_documents(HERE / "sections.yaml")))
FAMILIES, REAL = TABLE["families"], TABLE["real"]


def in_markdown(outline: Outline) -> str:
    parts = (f"## {head}\n\n{SAID}\n\n- {LISTED[0]}\n- {LISTED[1]}\n" for head, _ in outline)
    return "# A quiet lamp\n\n" + "\n".join(parts)


def in_bold(outline: Outline) -> str:
    return "# A quiet lamp\n\n" + "\n".join(f"**{head}**\n\n{SAID}\n" for head, _ in outline)


def in_plain_text(outline: Outline) -> str:
    return "A quiet lamp\n\n" + "\n\n".join(f"{head}\n\n{SAID}" for head, _ in outline)


def numbered(outline: Outline) -> str:
    parts = (f"{number}. {head}\n\n{SAID}" for number, (head, _) in enumerate(outline, 1))
    return "A quiet lamp\n\n" + "\n\n".join(parts)


def numbered_below(outline: Outline) -> str:
    parts = (f"3.{number} {head}\n{fill(SAID, 80)}" for number, (head, _) in enumerate(outline, 1))
    return "A quiet lamp\n\n" + "\n".join(parts)


def in_parts(outline: Outline) -> str:
    parts = (f"Part {number}: {head}\n\n{SAID}" for number, (head, _) in enumerate(outline, 1))
    return "A quiet lamp\n\n" + "\n\n".join(parts)


def wrapped(outline: Outline) -> str:
    return "A quiet lamp\n\n" + "\n".join(f"{head}\n{fill(SAID, 80)}" for head, _ in outline)


def in_capitals_on_pages(outline: Outline) -> str:
    """As a PDF of two sections a page gives it: with a running head and the number of the page."""
    pages = [
        "\n".join(f"{head.upper()}:\n{fill(SAID, 72)}" for head, _ in outline[at : at + 2])
        for at in range(0, len(outline), 2)
    ]
    told = (f"{page}\nQUIET LAMPS\nPage {number} of 9\n\f" for number, page in enumerate(pages, 1))
    return "A QUIET LAMP\nEND OF PROJECT REPORT\n\n" + "".join(told)


def with_contents(outline: Outline) -> str:
    entries = "\n".join(f"{head.upper()}" for head, _ in outline)
    return f"A quiet lamp\n\nCONTENTS\n{entries}\n\nJune 2021\n\n{wrapped(outline)[14:]}"


SETTINGS: tuple[Callable[[Outline], str], ...] = (
    *(in_markdown, in_bold, in_plain_text, numbered, numbered_below, in_parts, wrapped),
    *(in_capitals_on_pages, with_contents),
)


def roles(layout: Layout) -> list[tuple[str, str]]:
    """The headings but the title and the list of contents, with the roles of their sections."""
    found = [
        (layout.text[block.start : block.end], block.role)
        for block in layout.blocks
        if block.form == "heading" and block.level
    ]
    return [(said, role) for said, role in found if said != "CONTENTS"]


def bare(heading: str) -> str:
    return re.sub(r"^(?:part )?[\d.]+:?\s|[?:]$", "", heading.casefold())


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.__name__)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_templates_has_its_roles(
    family: str, setting: Callable[[Outline], str]
) -> None:
    outline = FAMILIES[family]
    found = [(bare(said), role) for said, role in roles(read_layout(setting(outline)))]
    assert found == [(bare(head), role) for head, role in outline]


def in_word(outline: Outline) -> bytes:
    """Headings by Word's own style, by one that is made from it, and in bold type by turns."""
    document = docx.Document()
    own = document.styles.add_style("Trust heading", 1)
    own.base_style = document.styles["Heading 1"]
    document.add_heading("A quiet lamp", 0)
    for number, (head, _) in enumerate(outline):
        if number % 3 < 2:
            document.add_paragraph(head, ("Heading 1", "Trust heading")[number % 3])
        else:
            document.add_paragraph().add_run(head).bold = True
        document.add_paragraph(SAID)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def in_web(outline: Outline) -> bytes:
    parts = "".join(f"<h2>{head}</h2><p>{SAID}</p>" for head, _ in outline)
    return f"<html><body><h1>A quiet lamp</h1>{parts}</body></html>".encode()


def in_pdf(outline: Outline) -> bytes:
    pages = [
        [
            "QUIET LAMPS",
            *(line for head, _ in outline[at : at + 2] for line in (head, *wrap(SAID, 72))),
            f"Page {at // 2 + 1} of 6",
        ]
        for at in range(0, len(outline), 2)
    ]
    return make_pages([["A quiet lamp", "A report"], *pages])


@pytest.mark.parametrize(
    ("suffix", "make"), [(".docx", in_word), (".html", in_web), (".pdf", in_pdf)]
)
def test_families_keep_their_roles_in_every_format(
    suffix: str, make: Callable[[Outline], bytes]
) -> None:
    with open_reader() as reader:
        for family, outline in FAMILIES.items():
            text = reader.read(FORMATS[suffix], make(outline))
            assert (family, roles(read_layout(text))) == (family, list(outline))


@pytest.mark.parametrize("name", REAL)
def test_the_sections_of_real_documents_have_their_roles(shared: Path, name: str) -> None:
    found = iter(roles(read_layout(real(shared, name))))
    missing = [one for one in REAL[name] if one not in found]  # in this order
    assert missing == []


@pytest.mark.parametrize("name", REAL)
def test_other_names_and_places_and_figures_change_no_role(shared: Path, name: str) -> None:
    text = real(shared, name)
    headings = set(re.findall(r"\w+", " ".join(head for head, _ in REAL[name])))
    layout = read_layout(text)

    def swap(word: re.Match[str]) -> str:
        """Another name, or another figure; the words of headings stay, and so do marks of lists."""
        return word.group() if word.group() in headings else f"{word.group()[:1]}{'elde' * 2}"

    swapped = re.sub(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", swap, text)
    assert swapped != text
    assert [role for _, role in roles(read_layout(swapped))] == [role for _, role in roles(layout)]


def real(shared: Path, name: str) -> str:
    (path,) = (shared / "data/case-studies").glob(f"{name}*.txt")
    return path.read_bytes().decode()
