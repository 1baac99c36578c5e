"""The codebook says what the code lists say, with an example for each easily mistaken code."""

import re
from pathlib import Path

import pytest

from ingest.templates.codebook import codebook_text, load_examples
from ontology.schemes import load_scheme

PAGE = Path(__file__).parents[3] / "docs" / "codebook.md"


def test_the_page_is_current() -> None:
    page = PAGE.read_text("utf-8")
    assert page == codebook_text(), "python -m ingest.templates.codebook docs/codebook.md"


@pytest.mark.parametrize(
    "name", sorted({"condition-state", "change-kind", "modality"} | set(load_examples()))
)
def test_every_code_has_its_meaning_and_an_example(name: str) -> None:
    concepts = load_scheme(name).concepts
    assert load_examples()[name].keys() == concepts.keys()
    page = codebook_text()
    for concept in concepts.values():
        (line,) = (one for one in page.splitlines() if f'id="{name}-{concept.notation}"' in one)
        code, meaning, words, why = (cell.strip() for cell in line.strip("| ").split(" | "))
        assert f"`{concept.notation}`" in code
        assert meaning == concept.definition
        assert len(words) > 20
        assert len(why) > 20


def test_links_lead_somewhere() -> None:
    page = codebook_text()
    anchors = re.findall(r'<a id="([^"]+)">', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\(#([^)]+)\)", page)) <= set(anchors)
