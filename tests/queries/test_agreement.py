"""Origins agree or contradict one another; what came round through two regions counts once."""

from collections.abc import Mapping

import pytest

from bench.loaded import engine_of
from graph.canonical import canonical_nquads
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.rdf import to_quads
from ontology.report import parse_record
from ontology.terms import PROJECT_BASE
from queries.agreement import Agreement, compare_statements, find_agreement, read_origins

Fields = dict[str, object]
NORTH, SOUTH = "https://north.example/", "https://south.example/"
TEXT = "a" * 64


def told(change: int, text: str | None = None, coverage: str = "whole", **about: object) -> Fields:
    """A document that tells of a use of walking groups, and what came of it."""
    amount = {"changeValue": change, "unit": "steps", "direction": "decrease"}
    amount |= {"direction": "increase"} if change > 0 else {}
    value = {"ofImplementation": "use", "measure": "reach", "compares": "beforeAfter", **amount}
    measured = {"outcomeLevel": "health", "desiredDirection": "increase"}
    at = {"at": [0, 5]} if text else {}
    nodes = {
        "use": {
            "is": "Implementation",
            "says": [{"key": "what", "implements": "innovation/walks", **at}],
        },
        "reach": {
            "is": "OutcomeMeasure",
            "label": "steps",
            "says": [{"key": "l", **measured, **at}],
        },
        "seen": {"is": "OutcomeObservation", "says": [{"key": "v", **value, **at}]},
    }
    held = {"bytesSha256": text, "textSha256": text, "extractor": "text/1"} if text else {}
    known = {"address": "https://ex.org/page"} | held | {"coverage": coverage} | about
    spans = {"spans": [[0, 5, TEXT, 1]]} if text else {}
    return {"kind": "source", "document": {"title": "page", **known}, "nodes": nodes, **spans}


def found(pages: Mapping[str, Fields]) -> Agreement:
    """What the pages come to; each is `base record`."""
    texts: dict[str, str] = {}
    for name, fields in pages.items():
        base, record = name.split()
        one = parse_record({**fields, "record": record})
        texts[one.iri(base)] = canonical_nquads(to_quads(one, base))
    with MemoryEngine() as engine:
        engine.load(Update(1, texts))
        (agreed,) = find_agreement(engine.ask)
    return agreed


def test_two_regions_that_found_the_same_agree() -> None:
    agreed = found({f"{NORTH} a": told(5), f"{SOUTH} b": told(7)})
    assert (agreed.verdict, agreed.level, len(agreed.counted)) == ("agree", "health", 2)
    assert agreed.regions == (NORTH, SOUTH)


@pytest.mark.parametrize("same", [{"text": TEXT}, {"address": "https://doi.org/10.5555/x"}])
def test_one_text_or_doi_that_two_regions_read_is_one_origin(same: Fields) -> None:
    agreed = found({f"{NORTH} a": told(5, **same), f"{SOUTH} b": told(5, **same)})  # type: ignore[arg-type]
    assert (agreed.verdict, len(agreed.counted)) == ("oneOrigin", 1)
    (voice,) = agreed.voices
    assert voice.origin.regions == (NORTH, SOUTH)
    assert len(voice.uses) == 2


def test_what_is_told_second_hand_is_shown_and_not_counted() -> None:
    agreed = found({f"{NORTH} a": told(5), f"{SOUTH} b": told(7, coverage="secondHand")})
    assert (agreed.verdict, len(agreed.counted), len(agreed.voices)) == ("oneOrigin", 1, 2)


def test_regions_that_found_the_opposite_contradict_one_another() -> None:
    pages = {f"{NORTH} a": told(5), f"{NORTH} b": told(4), f"{SOUTH} c": told(-3)}
    agreed = found(pages)
    assert agreed.verdict == "disagree"
    sides = {voice.origin.regions: voice.side for voice in agreed.counted}
    assert sides == {(NORTH,): "succeeded", (SOUTH,): "failed"}
    assert all(voice.claims for voice in agreed.voices)


def test_origins_are_joined_by_chains_of_text_and_doi() -> None:
    doi = "https://doi.org/10.5555/x"
    pages = {
        "a": told(5, text=TEXT),
        "b": told(5, text=TEXT, address=doi),
        "c": told(5, text="b" * 64, address=doi),
        "d": told(5, text="c" * 64),
    }
    records = [parse_record({**page, "record": name}) for name, page in pages.items()]
    with engine_of(records) as engine:
        origins = read_origins(engine.ask)
    sizes = {name.rpartition("/")[2]: len(one.documents) for name, one in origins.items()}
    assert sizes == {"a": 3, "b": 3, "c": 3, "d": 1}


def counted(record: str, number: int, **about: object) -> Fields:
    says = [{"key": "count", "declaredMemberCount": number}]
    document = {"title": record, "address": f"https://ex.org/{record}", "coverage": "whole"}
    return {
        "kind": "source",
        "record": record,
        "document": document | about,
        "nodes": {"set": {"of": "set/eight", "says": says}},
    }


def test_statements_agree_or_differ_and_those_told_second_hand_do_not_agree() -> None:
    pages = [
        counted("a", 8),
        counted("b", 8),
        counted("c", 9),
        counted("d", 8, coverage="secondHand"),
    ]
    with engine_of(map(parse_record, pages)) as engine:
        said = compare_statements(engine.ask)
    pairs = {tuple(one.rpartition("/")[2] for one in it.documents): it.agrees for it in said}
    assert pairs == {("a", "b"): True, ("a", "c"): False, ("b", "c"): False, ("c", "d"): False}
    assert all(it.subject.iri == f"{PROJECT_BASE}id/set/eight" for it in said)
