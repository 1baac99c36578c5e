"""What every record of the corpus keeps to, told to its curator with what to do about it."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from ingest.read import corpus_files, read_files
from ontology.fields import members_of
from ontology.record import DOCUMENT, Item, Node, Source
from ontology.report import parse_record
from ontology.values import Value

Complaints = Iterator[str]
Check = Callable[[Source], Complaints]

SOURCES = [record for record in read_files(corpus_files()) if isinstance(record, Source)]
STATED = ("asserted", "reported", "attributed")
NUMBERS = ("changeValue", "baselineValue", "followUpValue", "ciLow", "ciHigh", "pValue", "n")
MEASURED = ("changeValue", "baselineValue", "followUpValue")
OBSERVED = ("OutcomeObservation", "ModelledObservation")
GUESSED = ("as estimated", "could be", "as a model", "in a model")


def _said(node: Node, key: str) -> list[Value]:
    """The values that a node's accepted statements give to a property."""
    items = [item for item in node.says if item.modality in STATED and item.polarity == "affirmed"]
    return [value for item in items for value in members_of(item.predicates.get(key, ()))]


def _of(source: Source, *kinds: str) -> Iterator[tuple[str, Node]]:
    """The nodes of some classes, each with its place."""
    for key, node in source.nodes.items():
        if node.is_ in kinds:
            yield f"{source.record}, nodes.{key}", node


def _place(source: Source, node: str, item: Item) -> str:
    where = "says" if node == DOCUMENT else f"nodes.{node}.says"
    return f"{source.record}, {where}.{item.key}"


def a_number_has_a_unit(source: Source) -> Complaints:
    for place, node in _of(source, *OBSERVED):
        if any(_said(node, key) for key in MEASURED) and not _said(node, "unit"):
            bare = _said(node, "baselineValue") == [0]
            if not bare:
                yield f"{place}: a number stands without its unit: add unit: to the same item"


def an_observation_is_of_one_measure(source: Source) -> Complaints:
    for place, node in _of(source, *OBSERVED):
        if len(_said(node, "measure")) != 1:
            yield f"{place}: say what was measured, once: add measure: with the key of a measure"


def a_measure_has_a_level(source: Source) -> Complaints:
    measured = {key for _, node in _of(source, *OBSERVED) for key in _said(node, "measure")}
    for key in sorted(map(str, measured)):
        node = source.nodes.get(key)
        if node and not _said(node, "outcomeLevel"):
            yield f"{source.record}, nodes.{key}: say on what it bears: add outcomeLevel:"


def a_change_goes_its_way(source: Source) -> Complaints:
    for place, node in _of(source, *OBSERVED):
        values, ways = _said(node, "changeValue"), _said(node, "direction")
        before, after = _said(node, "baselineValue"), _said(node, "followUpValue")
        gone = _difference(before, after)
        if gone is not None and ways and _way(gone) != ways[0]:
            yield f"{place}: from before to after is no {ways[0]}: correct a value or the direction"
        if values and ways == ["increase"] and _number(values[0]) < 0:
            yield f"{place}: the numbers and direction {ways[0]} disagree: correct one of them"


def _difference(before: list[Value], after: list[Value]) -> Decimal | None:
    return _number(after[0]) - _number(before[0]) if before and after else None


def _way(change: Decimal) -> str:
    return "noChange" if change == 0 else "increase" if change > 0 else "decrease"


def _number(value: Value) -> Decimal:
    return Decimal(str(value))


def an_interval_holds_its_value(source: Source) -> Complaints:
    for place, node in _of(source, *OBSERVED):
        low, high = _said(node, "ciLow"), _said(node, "ciHigh")
        if len(low) != len(high):
            yield f"{place}: an interval has two ends: give ciLow and ciHigh"
        value = _said(node, "changeValue") or _said(node, "followUpValue")
        if low and high and value:
            inside = _number(low[0]) <= _number(value[0]) <= _number(high[0])
            if not inside:
                yield f"{place}: the value lies outside its interval: read the three numbers again"


def an_estimate_is_no_outcome(source: Source) -> Complaints:
    for place, node in _of(source, "OutcomeObservation"):
        if any(word in (node.label or "") for word in GUESSED):
            yield f"{place}: an estimate was not seen in practice: make it a ModelledObservation"


def no_number_is_a_reading(source: Source) -> Complaints:
    for node, item in source.items():
        if item.basis == "curatorReading" and any(key in item.predicates for key in NUMBERS):
            yield f"{_place(source, node, item)}: no number is read between the lines: point at it"


def a_strategy_is_not_the_innovation(source: Source) -> Complaints:
    for place, node in _of(source, "OutcomeObservation"):
        if "strategyVsStrategy" not in _said(node, "compares"):
            continue
        for use in map(str, _said(node, "ofImplementation")):
            of = source.nodes.get(use)
            if of is None or not _said(of, "concerns"):
                yield (
                    f"{place}: two ways of introducing were compared: hang it on the use of the "
                    "way, and say with concerns: which innovation the way is for"
                )
            elif set(_said(of, "concerns")) & set(_said(of, "implements")):
                yield f"{place}: a result of the way is no result of the innovation: part the two"


def advice_is_no_state(source: Source) -> Complaints:
    for node, item in source.items():
        if "state" in item.predicates and item.modality not in STATED:
            yield (
                f"{_place(source, node, item)}: what is {item.modality} was not found to be so: "
                "take the state out"
            )


def part_of_a_text_shows_no_absence(source: Source) -> Complaints:
    if source.document.coverage == "whole":
        return
    for place, node in _of(source, "ConditionAssessment"):
        if "absent" in _said(node, "state"):
            yield f"{place}: not seen is not absent: read the whole document, or take the state out"


def a_claim_stands_where_its_text_is(source: Source) -> Complaints:
    held = source.document.held
    for node, item in source.items():
        if held and item.basis == "address":
            yield f"{_place(source, node, item)}: the text is held: point at its words with at:"
        if not held and (item.at or item.basis == "span"):
            yield f"{_place(source, node, item)}: the text is not held: take at: and basis: out"


def a_page_is_at_an_open_address(source: Source) -> Complaints:
    document = source.document
    if not document.held and not str(document.address).startswith("https://"):
        yield f"{source.record}, document.address: give the page's https:// address"


def what_was_not_read_whole_says_how_far(source: Source) -> Complaints:
    document = source.document
    if document.coverage != "whole" and not document.range_read:
        yield f"{source.record}, document: say what was read of it: add rangeRead:"


def a_use_says_who_where_or_how_wide(source: Source) -> Complaints:
    for place, node in _of(source, "Implementation"):
        keys = ("byOrganisation", "inArea", "aggregation", "note")
        if _said(node, "implements") and not any(_said(node, key) for key in keys):
            yield (
                f"{place}: say who did it, where, or how many it sums up (aggregation:), or note: "
                "what the document leaves open"
            )


def a_transfer_says_what_became_of_it(source: Source) -> Complaints:
    for place, node in _of(source, "TransferAttempt"):
        stated, innovation = _said(node, "transferStatus"), _said(node, "ofInnovation")
        if innovation and len(stated) != 1:
            yield f"{place}: say what became of it: add transferStatus:, or unknown"


CHECKS: list[Check] = [
    a_number_has_a_unit,
    an_observation_is_of_one_measure,
    a_measure_has_a_level,
    a_change_goes_its_way,
    an_interval_holds_its_value,
    an_estimate_is_no_outcome,
    no_number_is_a_reading,
    a_strategy_is_not_the_innovation,
    advice_is_no_state,
    part_of_a_text_shows_no_absence,
    a_claim_stands_where_its_text_is,
    a_page_is_at_an_open_address,
    what_was_not_read_whole_says_how_far,
    a_use_says_who_where_or_how_wide,
    a_transfer_says_what_became_of_it,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.record)
def test_rule(check: Check, source: Source) -> None:
    found = list(check(source))
    assert not found, "\n" + "\n".join(found)


# A record of a hasty hand: each key is a node with one mistake, and the part of the complaint.
HASTY: dict[str, tuple[str, list[dict[str, object]], str]] = {
    "bare": ("OutcomeObservation", [{"measure": "m", "changeValue": 3}], "without its unit"),
    "loose": ("OutcomeObservation", [{"direction": "increase"}], "what was measured"),
    "m": ("OutcomeMeasure", [], "on what it bears"),
    "turned": (
        "OutcomeObservation",
        [{"measure": "m", "baselineValue": 3, "followUpValue": 2, "unit": "x"},
         {"direction": "increase"}],
        "from before to after",
    ),
    "outside": (
        "OutcomeObservation",
        [{"measure": "m", "changeValue": 9, "unit": "x", "ciLow": 1, "ciHigh": 2}],
        "outside its interval",
    ),
    "guess": ("OutcomeObservation", [{"measure": "m"}], "was not seen in practice"),
    "way": (
        "OutcomeObservation",
        [{"measure": "m", "compares": "strategyVsStrategy", "ofImplementation": "use"}],
        "two ways of introducing",
    ),
    "advice": (
        "ConditionAssessment",
        [{"state": "present", "modality": "recommended"}],
        "what is recommended was not found",
    ),
    "gone": ("ConditionAssessment", [{"state": "absent"}], "not seen is not absent"),
    "use": ("Implementation", [{"implements": "innovation/a"}], "who did it, where"),
    "spread": ("TransferAttempt", [{"ofInnovation": "innovation/a"}], "what became of it"),
}  # fmt: skip


def test_the_complaints_name_the_place_and_the_fix() -> None:
    reading = {"key": "r", "n": 3, "basis": "curatorReading", "because": "it seems so"}
    nodes: dict[str, object] = {
        key: {"is": kind, "label": f"{key}, as estimated" if key == "guess" else key,
              "says": [{"key": f"s{n}", **item} for n, item in enumerate(items)]}
        for key, (kind, items, _) in HASTY.items()
    }  # fmt: skip
    document = {"title": "t", "address": "http://ex.org", "coverage": "secondHand"}
    raw = {"kind": "source", "record": "hasty", "document": document, "nodes": nodes}
    hasty = parse_record(
        {**raw, "nodes": {**nodes, "read": {"is": "EvidenceItem", "says": [reading]}}}
    )
    assert isinstance(hasty, Source)
    told = [line for check in CHECKS for line in check(hasty)]
    for key, (_, _, part) in HASTY.items():
        assert [line for line in told if f"nodes.{key}" in line and part in line], (key, told)
    for part in ("read between the lines", "https:// address", "add rangeRead:"):
        assert [line for line in told if part in line], part
