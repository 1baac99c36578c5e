"""The fifteen health innovation networks, and the former names of eleven, until October 2023."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.registers.boards import succession
from ingest.registers.entry import Entry, read_concepts

RENAMED = ("2023-09-30", "2023-10-01")  # the last day of the old names, the first of the new
_DATED = "; date: the networks' licence from NHS England, in force since 1 October 2023"
_SAME = ("same repository", "GitHub nhsengland/innovation-service-backend-api 6d10c9f")


def network_entries(data: Path) -> Iterator[Entry]:
    """Networks under each name: a record for each, save where the name did not change."""
    for concept in read_concepts(data, "health-innovation-networks"):
        yield from _before(concept)
        yield _after(concept)


def network_successions(data: Path) -> Iterator[Entry]:
    """The renamings."""
    for concept in read_concepts(data, "health-innovation-networks"):
        for old in _before(concept):
            yield succession(
                (old.record, _after(concept).record),
                (old.label, concept["prefLabel"]),
                {"takesEffect": RENAMED[1], "successionKind": "renaming", "extent": "whole"},
                _seen(concept) + _DATED,
            )


def _before(concept: Mapping[str, str]) -> list[Entry]:
    name = concept["formerName"]
    if name == concept["prefLabel"]:
        return []
    short, _, bracketed = name.removesuffix(")").partition(" (")
    others = [name, *([short, bracketed] if bracketed else [])]
    return [
        Entry(
            f"organisation/{_slug(short)}",
            "HealthInnovationNetwork",
            name.replace("AHSN", "Academic Health Science Network"),
            {"altLabel": tuple(others), "validTo": RENAMED[0]},
            concept["formerNameSeenIn"] + _DATED,
        )
    ]


def _after(concept: Mapping[str, str]) -> Entry:
    name, before = concept["prefLabel"], _before(concept)
    return Entry(
        f"organisation/{_slug(name)}",
        "HealthInnovationNetwork",
        name,
        {
            "altLabel": tuple(concept.get("altLabels", ())),
            "validFrom": RENAMED[1] if before else "",
            "predecessor": tuple(old.record for old in before),
        },
        _seen(concept) + (_DATED if before else ""),
    )


def _seen(concept: Mapping[str, str]) -> str:
    return concept["seenIn"].replace(*_SAME)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
