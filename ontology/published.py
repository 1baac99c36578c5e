"""The code lists of published frameworks as SKOS, written by script from data files in JSON.

`python -m ontology.published FOLDER` writes them all, the shapes of the properties that use them
and the page about them. Boards, regions and networks are organisations: their lists are left to
the registers.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from ontology.code_shapes import code_shapes_text
from ontology.errors import InvalidInput
from ontology.scheme_page import page_text
from ontology.terms import VOCAB, code_iri

LEFT_OUT = ("index", "health-innovation-networks", "icb-2022", "icb-2026", "nhs-regions")
PREFIXES = """\
@prefix ww: <https://w3id.org/whatworked/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "OGL v3": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
# the notes that say what a concept is; all others say something about its entry
DEFINING = {"cfir-2022": "I II III", "cici-2017": "S", "core20plus5": "Core20 PLUS"}
COMPLETE_IN_PART = ("core20plus5", "nice-esf-2022")  # groups are open; standards are not listed


class Member(TypedDict):
    """One concept of a data file."""

    notation: str
    prefLabel: str
    broader: str | None
    verified: bool
    seenIn: str
    note: NotRequired[str]
    broaderVerified: NotRequired[str]
    broaderSeenIn: NotRequired[str]
    levels: NotRequired[list[str]]
    publishedCode: NotRequired[str]
    weight: NotRequired[float]


class Listed(TypedDict):
    """One data file."""

    scheme: str
    title: str
    version: str
    doi: str
    source: str
    licence: str
    publishedTotal: str
    completeness: str
    missing: NotRequired[list[str]]
    concepts: list[Member]


Fields = Mapping[str, Iterable[str]]


def read_lists(folder: Path) -> dict[str, Listed]:
    """The published lists of a folder by the names of their files, registers left out."""
    files = [path for path in sorted(folder.glob("*.json")) if path.stem not in LEFT_OUT]
    return {path.stem: cast("Listed", json.loads(path.read_text("utf-8"))) for path in files}


def write_scheme(name: str, listed: Listed) -> str:
    """The Turtle of one list; the same from the same file, byte for byte.

    Raises InvalidInput where a notation stands twice or a concept falls under none of the list.
    """
    members = _by_notation(name, listed["concepts"])
    below: dict[str | None, list[str]] = {}
    for member in members.values():
        below.setdefault(member["broader"], []).append(member["notation"])
    if lost := below.keys() - members.keys() - {None}:
        msg = f"{name}: nothing has the notation {', '.join(map(str, lost))} that others are under"
        raise InvalidInput(msg)
    head = f"# {listed['scheme']}: written by ontology/published.py, not by hand.\n"
    parts = [_scheme(name, listed, below[None])]
    parts += [_concept(name, member, below) for member in members.values()]
    return f"{head}{PREFIXES}@prefix c: <{VOCAB}{name}/> .\n\n" + "\n".join(parts)


def _by_notation(name: str, concepts: Iterable[Member]) -> Mapping[str, Member]:
    members: dict[str, Member] = {}
    for member in concepts:
        if members.setdefault(member["notation"], member) is not member:
            msg = f"{name}: the notation {member['notation']} stands twice: give one another"
            raise InvalidInput(msg)
    return members


def is_complete(name: str, listed: Listed) -> bool:
    """Whether the file claims every member of the list, and all of them were seen."""
    claimed = listed["completeness"].startswith("complete") and name not in COMPLETE_IN_PART
    return claimed and all(member["verified"] for member in listed["concepts"])


def _scheme(name: str, listed: Listed, tops: list[str]) -> str:
    status = "complete" if is_complete(name, listed) else "partial"
    article = [f"<https://doi.org/{listed['doi']}>"] if listed["doi"] else []
    licences = [iri for start, iri in LICENCES.items() if listed["licence"].startswith(start)]
    gaps = [f"missing: {gap}" for gap in listed.get("missing", ())]
    fields = {
        "skos:prefLabel": _texts([listed["scheme"]]),
        "dct:title": _texts([listed["title"]]),
        "owl:versionInfo": _quoted([listed["version"]]),
        "dct:source": [*article, *_texts([listed["source"]])],
        "dct:license": [f"<{iri}>" for iri in licences],
        "dct:rights": _texts([listed["licence"]]),
        "ww:publishedTotal": _quoted([listed["publishedTotal"]]),
        "ww:membershipStatus": [f"<{code_iri('membership-status', status)}>"],
        "skos:scopeNote": _texts([listed["completeness"], *gaps]),
        "skos:hasTopConcept": _named(tops),
        "rdfs:isDefinedBy": ["<https://w3id.org/whatworked/ns>"],
    }
    return _block(f"<{VOCAB}{name}>", "skos:ConceptScheme", fields)


def _concept(name: str, member: Member, below: Mapping[str | None, list[str]]) -> str:
    notation, broader = member["notation"], member["broader"]
    note = _texts([member["note"]] if "note" in member else [])
    defines = notation in DEFINING.get(name, "").split()
    placed = member.get("broaderVerified", "seen")
    guessed = [] if placed.startswith("seen") else [f"its place is {placed}"]
    where = [member["seenIn"]]
    where += [f"its place: {member['broaderSeenIn']}"] if "broaderSeenIn" in member else []
    fields = {
        "skos:notation": _quoted([notation]),
        "skos:prefLabel": _texts([member["prefLabel"]]),
        "skos:definition": note if defines else [],
        "skos:note": [*([] if defines else note), *_texts(guessed)],
        "skos:inScheme": [f"<{VOCAB}{name}>"],
        "skos:topConceptOf": [] if broader else [f"<{VOCAB}{name}>"],
        "skos:broader": _named([broader] if broader else []),
        "skos:narrower": _named(below.get(notation, [])),
        "ww:atLevel": _quoted(member.get("levels", [])),
        "ww:publishedCode": _quoted([member["publishedCode"]] if "publishedCode" in member else []),
        "ww:weight": [str(member["weight"])] if "weight" in member else [],
        "dct:source": _texts(where),
        "ww:verification": _quoted(["verified" if member["verified"] else "fromMemory"]),
    }
    return _block(f"c:{notation}", "skos:Concept", fields)


def _block(subject: str, kind: str, fields: Fields) -> str:
    said = {predicate: ", ".join(values) for predicate, values in fields.items()}
    lines = [f"{predicate} {values}" for predicate, values in said.items() if values]
    return " ;\n    ".join([f"{subject} a {kind}", *lines]) + " .\n"


def _named(notations: Iterable[str]) -> list[str]:
    return [f"c:{notation}" for notation in notations]


def _quoted(texts: Iterable[str]) -> list[str]:
    return [json.dumps(text, ensure_ascii=False) for text in texts]


def _texts(texts: Iterable[str]) -> list[str]:
    return [f"{quoted}@en" for quoted in _quoted(texts)]


def main(folder: Path) -> None:
    """Write the published lists, the shapes of what uses them, and the page, from the data."""
    room = Path(__file__).parent
    for name, listed in read_lists(folder).items():
        file = room / "vocabularies/published" / f"{name}.ttl"
        file.write_text(write_scheme(name, listed), "utf-8")
    (room / "shapes/codes.ttl").write_text(code_shapes_text(), "utf-8")
    (room.parent / "docs/vocabularies.md").write_text(page_text(), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
