"""The codebook: what the form asks, and what each of its codes means, with examples.

`python -m ingest.templates.codebook FILE` writes it, from the form, the code lists and the
conditions that come with the program.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from ingest.read import raw_documents
from ingest.templates.description import Column, SheetForm, sheets, shipped_conditions
from ontology.record import Entity
from ontology.schemes import Concept, load_scheme

EXAMPLES = Path(__file__).with_name("codebook.yaml")
_INTRO = """\
# Codebook

For whoever fills in a form with what a document says. Written by
`python -m ingest.templates.codebook docs/codebook.md`, not by hand, from the form, the code lists
and the conditions. The examples are of our own making.

- **Empty is unknown.** What the document does not say stays empty, and is never counted as no.
- **Code the sentence, not the world.** Choose by the words that are there, and not by what is
  likely to be true.
- **A plan is no result.** What is planned, expected or advised has a modality of its own, and never
  counts as something that happened.
- **Copy the words.** A row stands on a sentence of the document. Where no single sentence says it,
  give your reason.
- **minimal** asks for twelve fields and takes about a quarter of an hour; of what it does not ask,
  answers say *not seen*. **full** asks for all fields below; what is empty in it is *not reported*
  by a document that was read as a whole.
"""


def main() -> None:
    """Write the codebook into the file that is named."""
    Path(sys.argv[1]).write_text(codebook_text(), "utf-8")


def codebook_text() -> str:
    """The codebook in Markdown, as `docs/codebook.md` holds it."""
    parts = [_INTRO, *_form(), *_lists(load_examples()), *_conditions()]
    return "\n".join(parts)


def load_examples() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The examples by code list and code: the `words`, and `why` they get this code."""
    raw = next(iter(raw_documents(EXAMPLES)))
    return cast("Mapping[str, Mapping[str, Mapping[str, str]]]", raw)


def _form() -> Iterator[str]:
    yield "## What the form asks\n"
    for sheet in sheets().values():
        yield f'<a id="sheet-{sheet.name}"></a>\n\n### {sheet.name}\n\n{sheet.summary}\n'
        yield _table(("column", "in YAML and CSV", "minimal", "what it asks"), _columns(sheet))


def _columns(sheet: SheetForm) -> Iterator[tuple[str, ...]]:
    for column in sheet.columns:
        asked = "yes" if column.minimal and column.kind != "key" else ""
        yield column.label, f"`{column.name}`", asked, f"{column.asks}{_link(column)}"


def _link(column: Column) -> str:
    if column.home == "condition":
        return " See [conditions](#conditions)."
    return f" See [{column.codes}](#{column.codes})." if column.codes else ""


def _lists(examples: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Iterator[str]:
    columns = [column for sheet in sheets().values() for column in sheet.columns]
    names = dict.fromkeys(column.codes for column in columns if column.codes)
    yield "## What the codes mean\n"
    for name in sorted(names, key=lambda one: (one not in examples, list(names).index(one))):
        scheme = load_scheme(name)
        yield f'<a id="{name}"></a>\n\n### {scheme.label}\n\n{scheme.title}\n'
        known = examples.get(name, {})
        heads = ("code", "meaning", *(("an example", "why") if known else ()))
        yield _table(heads, (_code(name, one, known) for one in scheme.concepts.values()))


def _code(
    name: str, concept: Concept, examples: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    code = f'<a id="{name}-{concept.notation}"></a>`{concept.notation}`'
    meaning = concept.definition or concept.label
    if not examples:
        return code, meaning
    example = examples[concept.notation]
    return code, meaning, f"“{example['words']}”", example["why"]


def _conditions() -> Iterator[str]:
    yield '<a id="conditions"></a>\n\n## Conditions\n'
    yield "Each is assessed in the words of its description; another may have a name of its own.\n"
    found = shipped_conditions().values()
    rows = ((_named(one), one.label, str(one.facts.get("description", ""))) for one in found)
    yield _table(("code", "condition", "what it means"), rows)


def _named(entity: Entity) -> str:
    return f'<a id="{entity.record.replace("/", "-")}"></a>`{entity.record}`'


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(' '.join(one.split()) for one in line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
