"""The page about code lists: what each holds of what is published, and where records write it."""

from collections.abc import Iterable, Iterator, Sequence

from ontology.schemes import Scheme, load_scheme, scheme_files
from ontology.terms import Property, load_ontology

DOI = "https://doi.org/"
_INTRO = """\
# Code lists

Written by `python -m ontology.published FOLDER`, not by hand, from the lists in
`ontology/vocabularies`. `whatworked vocabulary` shows them all and `whatworked vocabulary LIST` the
concepts of one, each with its label, where it was seen, and whether that was checked.

- **Verified**: the label was seen in the source that the concept names. What was typed from memory
  is marked `fromMemory`; it can be written in a record, and the list that holds it is partial.
- **Complete**: all that is published is here, and all of it verified. **Partial**: members are
  known to be missing, or nobody has confirmed that these are all. Nothing is invented to fill a
  list.
- **Licence**: as the source of the list states it. Where it says *names only*, names are all we
  ship: no definition was copied, and notes are in our own words.
- A concept's IRI is `https://w3id.org/whatworked/vocab/LIST/NOTATION`. Labels may repeat within a
  list, notations never do.
"""
_REGISTERS = """\
Four more lists are published whose members are organisations: `icb-2022` (42), `icb-2026` (36),
`nhs-regions` (7) and `health-innovation-networks` (15). They stand in the registers, with dates,
predecessors and areas; code lists of them would say everything twice. With these 100, all verified,
the data files hold 34 lists of 971 concepts, 952 of them verified.
"""
_HEADS = (
    "list", "framework", "concepts", "verified", "published total", "status", "licence", "DOI"
)  # fmt: skip


def page_text() -> str:
    """The page as the file `docs/vocabularies.md` holds it."""
    own = load_ontology().code_lists
    published = [load_scheme(name) for name in scheme_files() if name not in own]
    parts = [
        _INTRO,
        "## Published lists\n",
        _table(_HEADS, [*map(_published, published), _total(published)]),
        _REGISTERS,
        "## Where records write their codes\n",
        _table(("property", "list", "below"), _uses()),
    ]
    return "\n".join(parts)


def _published(scheme: Scheme) -> tuple[str, ...]:
    dois = [source for source in scheme.sources if source.startswith(DOI)]
    recalled = " (from memory)" if "doi from memory" in " ".join(scheme.sources) else ""
    return (
        f"`{scheme.name}`",
        scheme.label,
        str(len(scheme.concepts)),
        str(scheme.verified),
        scheme.published_total or "",
        scheme.status,
        scheme.rights,
        " ".join(f"[{doi.removeprefix(DOI)}]({doi}){recalled}" for doi in dois),
    )


def _total(schemes: Sequence[Scheme]) -> tuple[str, ...]:
    concepts = sum(len(scheme.concepts) for scheme in schemes)
    verified = sum(scheme.verified for scheme in schemes)
    complete = sum(scheme.status == "complete" for scheme in schemes)
    told = f"{complete} complete, {len(schemes) - complete} partial"
    return (f"{len(schemes)} lists", "", str(concepts), str(verified), "", told, "", "")


def _uses() -> Iterator[tuple[str, ...]]:
    own = load_ontology().code_lists
    for key, prop in sorted(load_ontology().properties.items()):
        if prop.code_list and prop.code_list not in own:
            yield (f"`{key}`", f"`{prop.code_list}`", _branch(prop))


def _branch(prop: Property) -> str:
    if prop.branch is None:
        return ""
    return f"`{prop.branch}` {load_scheme(prop.code_list or '').concepts[prop.branch].label}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
