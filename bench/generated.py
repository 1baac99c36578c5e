"""Records made up for measuring: valid, like what curators write, and as many as asked."""

import hashlib
import random
from collections.abc import Iterator
from decimal import Decimal

from ontology.record import Record
from ontology.report import parse_record

DIGEST = "0" * 64
DIRECTIONS = ("increase", "decrease", "noChange")


def entities() -> Iterator[Record]:
    """What the sources speak of: innovations, organisations and conditions."""
    for kind, name in (("Innovation", "innovation"), ("Organisation", "organisation")):
        for n in range(50):
            yield parse_record(
                {
                    "kind": "entity",
                    "record": f"{name}/made-up-{n}",
                    "is": kind,
                    "label": f"made-up {name} {n}",
                }
            )


def sources(count: int, seed: int = 1, *, small: bool = False) -> Iterator[Record]:
    """Sources with a use, its outcome and a lesson: about 300 statements each, small ones 80."""
    chance = random.Random(seed)  # noqa: S311 — the same records every time
    make = _small if small else _large
    return (parse_record(_source(n, make(chance))) for n in range(count))


def _source(n: int, nodes: dict[str, object]) -> dict[str, object]:
    own = hashlib.sha256(f"made-up-{n}".encode()).hexdigest()  # two of one text are one document
    return {
        "kind": "source",
        "record": f"made-up-{n}",
        "is": "CaseStudy",
        "document": {
            "title": f"made-up {n}",
            "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
            "coverage": "whole",
            "bytesSha256": own,
            "textSha256": own,
            "extractor": "text/1",
        },
        "nodes": nodes,
        "spans": tuple((start, start + 10, DIGEST, 1) for start in range(0, 1000, 10)),
    }


def _at(chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(0, 1000, 10)
    return start, start + 10


def _small(chance: random.Random) -> dict[str, object]:
    innovation = f"innovation/made-up-{chance.randrange(50)}"
    says = ({"key": "what", "implements": innovation, "at": _at(chance)},)
    level = ({"key": "level", "outcomeLevel": "service", "at": _at(chance)},)
    return {
        "use": {"is": "Implementation", "label": "use", "says": says},
        "measure": {"is": "OutcomeMeasure", "label": "share", "at": _at(chance), "says": level},
    }


def _large(chance: random.Random) -> dict[str, object]:
    before = Decimal(chance.randint(1, 40))
    after = before + chance.randint(-10, 40)
    organisation = f"organisation/made-up-{chance.randrange(50)}"
    kind = {"changeKind": "absolutePercentagePoints", "compares": "beforeAfter", "unit": "%"}
    value = {"baselineValue": before, "followUpValue": after, "changeValue": after - before}
    by = {"key": "by", "byOrganisation": organisation, "inArea": "area/E54000037"}
    nodes = _small(chance)
    nodes["measured"] = {
        "is": "OutcomeObservation",
        "label": "outcome",
        "says": (
            {"key": "of", "ofImplementation": "use", "measure": "measure", "at": _at(chance)},
            {"key": "value", **kind, **value, "at": _at(chance)},
            {"key": "way", "direction": chance.choice(DIRECTIONS), "at": _at(chance)},
        ),
    }
    taught = {"key": "from", "derivedFrom": "use", "modality": "recommended", "at": _at(chance)}
    nodes["lesson"] = {"is": "Lesson", "label": "lesson", "at": _at(chance), "says": (taught,)}
    nodes["again"] = {
        "is": "Implementation",
        "label": "another use",
        "says": (
            {"key": "what", "implements": "innovation/made-up-0", "at": _at(chance)},
            {**by, "at": _at(chance)},
        ),
    }
    return nodes
