"""Made-up worlds in which every question of the catalogue has an answer, as large as asked."""

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from ontology.record import Record
from ontology.report import parse_record

DIGEST = "0" * 64
THEIRS = "https://north.example/id/innovation/theirs"  # at home in another region
SPANS = tuple((start, start + 10, DIGEST, 1) for start in range(0, 1000, 10))
STATES = ("present", "partly", "absent", "conflicting")
STATUSES = ("adopted", "sustained", "abandoned", "notAdopted", "underway")
SHARED = 40  # things of each kind that the documents of a world speak of together
LESSON = {"key": "lesson", "hasLesson": "lesson", "modality": "recommended", "at": (0, 10)}

Fields = dict[str, object]

PAGE: Fields = {
    "kind": "source",
    "record": "page",
    "document": {
        "title": "made-up page",
        "address": "https://ex.org/page",
        "coverage": "part",
        "rangeRead": "its first lines",
    },
    "nodes": {
        "elsewhere": {
            "is": "Implementation",
            "label": "made-up use elsewhere",
            "says": (
                {"key": "what", "implements": "innovation/made-up-0", "inContextOf": "coast"},
                {
                    "key": "sum",
                    "aggregation": "site",
                    "basis": "curatorReading",
                    "because": "one place is told of",
                },
            ),
        },
        "coast": {"is": "ContextFeature", "label": "made-up coast"},
    },
}


def world(documents: int, seed: int = 1) -> Iterator[Record]:
    """The records of a world with so many pairs of documents: about 1,100 statements a pair.

    The same number and seed give the same records.
    """
    chance = random.Random(seed)  # noqa: S311 — the same world every time
    for n in range(min(SHARED, documents)):
        yield from (parse_record(entity) for entity in _entities(n))
    yield parse_record(PAGE)
    for n in range(documents):
        yield parse_record(_document(f"report-{n}", _report(n, chance)))
        yield parse_record(_document(f"review-{n}", _review(n, chance)))


def _entities(n: int) -> Iterator[Fields]:
    kinds = {"innovation": "Innovation", "organisation": "Organisation", "area": "Area",
             "condition": "Condition", "set": "NamedSet", "programme": "Programme"}  # fmt: skip
    for path, kind in kinds.items():
        yield _entity(f"{path}/made-up-{n}", kind, f"made-up {path} {n}")
    yield _entity(f"innovation/namesake-{n}", "InnovationBundle", f"Made-up innovation {n}")
    yield _entity(f"condition/unassessed-{n}", "Condition", f"made-up condition unassessed {n}")
    waits = _entity(f"indicator/made-up-{n}", "ChallengeIndicator", f"made-up indicator {n}")
    yield {**waits, "facts": {"worseDirection": "increase" if n % 2 else "decrease"}}
    yield _profile(n)
    yield from _register(n)
    yield from _matched(n)


def _matched(n: int) -> Iterator[Fields]:
    """A thing written down twice, which a decision holds for one, and a body by its code twice."""
    innovation, twin = f"innovation/made-up-{n}", f"innovation/twin-{n}"
    yield _entity(twin, "Innovation", f"made-up twin {n}")
    for name in ("coded", "again"):
        body = _entity(f"organisation/{name}-{n}", "Organisation", f"made-up {name} {n}")
        yield {**body, "facts": {"odsCode": f"X{n:04}"}}
    decided = {"verdict": "refused" if n % 2 else "accepted", "justification": "made up"}
    sure = {"confidence": Decimal("0.9")} if n % 3 else {}
    ends = {"subject": twin, "relation": "exactMatch", "object": innovation}
    yield {"kind": "decision", "record": f"made-up-{n}", **ends, **decided, **sure}


def _register(n: int) -> Iterator[Fields]:
    """A board of a region, one that took over from it, and a ward that lies mainly in its area."""
    old, new, region = (f"organisation/{name}-{n}" for name in ("earlier", "later", "region"))
    area = {"coversArea": f"area/made-up-{n}", "inRegion": region}
    succession = {"fromOrganisation": old, "toOrganisation": new, "takesEffect": "2026-04-01",
                  "successionKind": "merger", "extent": "whole"}  # fmt: skip
    for record, kind, facts in (
        (old, "IntegratedCareBoard", area | {"validFrom": "2022-07-01", "validTo": "2026-03-31"}),
        (new, "IntegratedCareBoard", area | {"validFrom": "2026-04-01", "predecessor": old}),
        (region, "NhsRegion", {}),
        (f"area/ward-{n}", "Area", {"mainlyIn": f"area/made-up-{n}"}),
        (f"succession/made-up-{n}", "Succession", succession),
    ):
        kept = {} if kind == "Succession" else {"register": "made-up"}
        yield {**_entity(record, kind, f"made-up {record}"), "facts": facts | kept}


def _entity(record: str, kind: str, label: str) -> Fields:
    return {"kind": "entity", "record": record, "is": kind, "label": label, "source": "made up"}


def _profile(n: int) -> Fields:
    """The numbers of a place, some of them unknown."""
    value = Decimal(n) / 8 if n % 3 < 2 else None
    figure = {"unit": "share", "computed": "made up"}
    waits = {**figure, "key": "waits", "indicator": f"indicator/made-up-{n}", "value": value}
    before = {"firstYear": "2015", "firstValue": Decimal("0.5")}
    ranked = {"rank": 1 + n // 2, "ranked": SHARED} if value is not None else {}
    return {
        "kind": "profile",
        "record": f"made-up-{n}-2021",
        "of": f"area/made-up-{n}",
        "label": f"made-up figures {n}",
        "level": "district" if n % 4 else "icb",
        "source": "https://ex.org/figures",
        "sourceVersion": "made up",
        "year": "2021",
        "figures": (
            {**figure, "key": "older", "feature": "older", "label": "older", "value": value},
            {"key": "people", "feature": "people", "unit": "people", "value": n * 1000},
        ),
        "variation": ({**figure, "key": "spread", "feature": "spread", "value": value},),
        "challenges": ({**waits, **before, **ranked},),
    }


def _document(record: str, nodes: Fields) -> Fields:
    return {
        "kind": "source",
        "record": record,
        "is": "CaseStudy",
        "document": {
            "title": f"made-up {record}",
            "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
            "coverage": "whole",
            "bytesSha256": DIGEST,
            "textSha256": hashlib.sha256(record.encode()).hexdigest(),
            "extractor": "text/1",
        },
        "says": (
            {"key": "lesson", "hasLesson": "lesson", "modality": "recommended", "at": (0, 10)},
        )
        if "lesson" in nodes
        else (),
        "nodes": nodes,
        "spans": SPANS,
    }


class _Writer:
    """Writes nodes whose every item stands somewhere in the text."""

    def __init__(self, n: int, chance: random.Random) -> None:
        self.nodes: Fields = {}
        self._shared = min(SHARED, n + 1)
        self._chance = chance

    def some(self, path: str) -> str:
        """One of the things that all documents share."""
        return f"{path}/made-up-{self._chance.randrange(self._shared)}"

    def here(self, key: str, kind: str, *items: Mapping[str, object]) -> None:
        """Write a node that lives in this document."""
        says = tuple(self._items(items))
        self.nodes[key] = {"is": kind, "label": f"made-up {key}", "says": says}

    def elsewhere(self, key: str, home: str, *items: Mapping[str, object]) -> None:
        """Write what this document says of a thing that lives elsewhere."""
        self.nodes[key] = {"of": home, "says": tuple(self._items(items))}

    def _items(self, items: Iterable[Mapping[str, object]]) -> Iterator[Fields]:
        for n, item in enumerate(items):
            start = self._chance.randrange(0, 1000, 10)
            yield {"key": f"s{n}", "at": (start, start + 10), **item}


def _report(n: int, chance: random.Random) -> Fields:
    writer = _Writer(n, chance)
    innovation, place = writer.some("innovation"), writer.some("area")
    by = {"byOrganisation": writer.some("organisation")}
    writer.here("use", "Implementation", {"implements": innovation, "inArea": place}, by)
    there = {"implements": innovation, "inArea": writer.some("area")}
    writer.here("second", "Implementation", there, by)
    launched = {"implements": writer.some("innovation"), "implementationStatus": "launched"}
    writer.here("launched", "Implementation", launched, by)
    writer.here("elsewhere", "Implementation", {"implements": THEIRS})
    attempt = {"ofInnovation": innovation, "fromImplementation": "use", "asOfDate": "2024-05-01"}
    reached = {"toImplementation": "second", "transferStatus": chance.choice(STATUSES)}
    writer.here("attempt", "TransferAttempt", attempt, reached)
    state = {"condition": writer.some("condition"), "state": chance.choice(STATES)}
    writer.here("assessment", "ConditionAssessment", {**state, "assessedFor": "use"})
    _outcome(writer, chance)
    _context(writer, place)
    _people(writer, innovation, n)
    _readiness(writer, place)
    return writer.nodes


def _readiness(writer: _Writer, place: str) -> None:
    """What was found of a condition in a place itself, by whom and on which day."""
    found = {"condition": writer.some("condition"), "state": "partly", "assessedFor": place}
    by = {"assessedBy": writer.some("organisation"), "assessedOn": "2024-03-01"}
    writer.here("readiness", "ConditionAssessment", found, by)


def _outcome(writer: _Writer, chance: random.Random) -> None:
    before, after = (Decimal(chance.randint(1, 900)) / 10 for _ in range(2))
    level = {"outcomeLevel": "service"}
    writer.here("measure", "OutcomeMeasure", level, {"desiredDirection": "decrease"})
    writer.here("never", "OutcomeMeasure", level)
    value = {"changeValue": after - before, "unit": "%", "changeKind": "absolutePercentagePoints"}
    writer.here(
        "outcome",
        "OutcomeObservation",
        {"ofImplementation": "use", "measure": "measure", "compares": "beforeAfter"},
        {**value, "baselineValue": before, "followUpValue": after},
        {"direction": chance.choice(("increase", "noChange")), "n": chance.randint(9, 999)},
    )
    because = {"explains": "outcome", "citesMechanism": "mechanism", "modality": "attributed"}
    writer.here("why", "CMOConfiguration", because)
    writer.here("mechanism", "Mechanism")


def _context(writer: _Writer, place: str) -> None:
    writer.here("rural", "ContextFeature")
    writer.here("urban", "ContextFeature")
    writer.elsewhere("place", place, {"hasContextFeature": "rural"})
    writer.here("need", "Need", {"inArea": place})
    evidence = {"evidencedBy": writer.some("indicator")}
    writer.here("priority", "Priority", {"inArea": place}, evidence)
    adapted = {"fromContext": "urban", "toContext": "rural", "adaptationOf": "use"}
    writer.here("adaptation", "Adaptation", adapted)


def _people(writer: _Writer, innovation: str, n: int) -> None:
    writer.here("post", "Post", {"postIn": writer.some("organisation")})
    writer.elsewhere("aim", innovation, {"aimsToChange": "never", "modality": "intended"})
    unread = {"buildsOn": writer.some("innovation"), "reviewState": "unread"}
    writer.elsewhere("unread", writer.some("innovation"), unread)
    writer.here("programme", "Programme", {"buildsOn": writer.some("programme")})
    drawn = {"derivedFrom": "use", "concerns": innovation, "modality": "recommended"}
    writer.here("lesson", "Lesson", drawn)
    writer.elsewhere("set", "set/made-up-0", {"declaredMemberCount": 3}, *_agreed(n))


def _review(n: int, chance: random.Random) -> Fields:
    """A second document, which counts the set otherwise and speaks of an innovation in passing."""
    writer = _Writer(n, chance)
    writer.elsewhere("set", "set/made-up-0", {"declaredMemberCount": 4}, *_agreed(n))
    built = {"buildsOn": writer.some("innovation"), "modality": "reported"}
    writer.elsewhere("innovation", writer.some("innovation"), built)
    return writer.nodes


def _agreed(n: int) -> Iterator[Fields]:
    """What the first two documents say alike of a set that they count otherwise."""
    if n == 0:
        yield {"membershipStatus": "notEnumerated"}
