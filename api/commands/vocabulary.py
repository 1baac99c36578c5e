"""The command that shows the code lists."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.options import ASK, JsonOption, people, print_json
from api.present import shorten
from ontology.mappings import Mapping, load_mappings
from ontology.schemes import Concept, Scheme, load_scheme, scheme_files
from ontology.terms import SKOS

app = typer.Typer()


@app.command(rich_help_panel=ASK)
def vocabulary(
    scheme: Annotated[
        str | None, typer.Argument(help="Name of a code list; all are listed without one.")
    ] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """The code lists, or the concepts of one: label, where seen, and whether verified."""
    if scheme is None:
        schemes = [load_scheme(name) for name in scheme_files()]
        if as_json:
            print_json([_about(one) for one in schemes])
        else:
            _print_schemes(people(), schemes)
    elif as_json:
        found = load_scheme(scheme)
        concepts = [_concept(one) for one in found.concepts.values()]
        print_json(_about(found) | {"concepts": concepts})
    else:
        _print_concepts(people(), load_scheme(scheme))


def _about(scheme: Scheme) -> dict[str, object]:
    return {
        "name": scheme.name,
        "label": scheme.label,
        "title": scheme.title,
        "version": scheme.version,
        "count": len(scheme.concepts),
        "verified": scheme.verified,
        "publishedTotal": scheme.published_total,
        "membershipStatus": scheme.status,
        "rights": scheme.rights,
        "sources": list(scheme.sources),
    }


def _concept(concept: Concept) -> dict[str, object]:
    return {
        "iri": concept.iri,
        "notation": concept.notation,
        "label": concept.label,
        "broader": concept.broader,
        "definition": concept.definition,
        "notes": list(concept.notes),
        "sources": list(concept.sources),
        "verification": concept.verification,
        "deprecated": concept.deprecated,
        "replacedBy": concept.replaced_by,
        "mappings": [
            {"subject": one.subject, "predicate": one.predicate, "comment": one.comment}
            for one in _mapped_to(concept)
        ],
    }


def _mapped_to(concept: Concept) -> list[Mapping]:
    return [one for one in load_mappings() if one.object == concept.iri]


def _print_schemes(console: Console, schemes: list[Scheme]) -> None:
    table = Table("name", "label", "concepts", "verified", "of", header_style="bold")
    for one in schemes:
        count, verified = str(len(one.concepts)), str(one.verified)
        total = one.published_total or "our own"
        table.add_row(Text(one.name), Text(one.label), count, verified, Text(total))
    console.print(table)


def _print_concepts(console: Console, scheme: Scheme) -> None:
    console.print(Text(scheme.title), style="bold")
    table = Table("notation", "label", "meaning", "verification", "seen in", header_style="bold")
    for one in scheme.concepts.values():
        meaning = one.definition or "; ".join(one.notes)
        cells = (one.notation, one.label, meaning, one.verification, "; ".join(one.sources))
        table.add_row(*map(Text, cells))
    console.print(table)
    for one in scheme.concepts.values():
        for found in _mapped_to(one):
            relation = found.predicate.removeprefix(SKOS)
            line = f"{shorten(found.subject)} {relation} {one.notation}: {found.comment}"
            console.print(Text(line), style="dim")
    total = f" of {scheme.published_total}" if scheme.published_total else ""
    console.print(f"{len(scheme.concepts)} concepts{total}: {scheme.status}", style="dim")
