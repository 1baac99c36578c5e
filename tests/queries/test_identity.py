"""What is one thing is answered together; what was refused never comes back, by any way."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bench.loaded import engine_of
from ontology.report import parse_record
from ontology.terms import PROJECT_BASE
from queries.identity.matches import EXACT, Match, cluster, read_matches, refusals_between
from queries.identity.proposals import compare_names, propose_between, propose_within
from queries.identity.together import Together
from queries.outcomes.answer import Asked, find_worked

Fields = dict[str, object]
ID = f"{PROJECT_BASE}id/"
OURS, THEIRS = f"{ID}innovation/walks", f"{ID}innovation/strolls"


def entity(path: str, kind: str, label: str, **facts: object) -> Fields:
    return {"kind": "entity", "record": path, "is": kind, "label": label, "source": "x"} | (
        {"facts": facts} if facts else {}
    )


def tried(slug: str, innovation: str, change: int) -> Fields:
    """A page that tells of a use of an innovation, and what came of it."""
    measured = {"key": "level", "outcomeLevel": "health", "desiredDirection": "increase"}
    value = {"ofImplementation": "use", "measure": "reach", "compares": "beforeAfter"}
    amount = {"changeValue": change, "unit": "steps", "direction": "increase"}
    nodes = {
        "use": {"is": "Implementation", "says": [{"key": "what", "implements": innovation}]},
        "reach": {"is": "OutcomeMeasure", "label": "steps", "says": [measured]},
        "seen": {"is": "OutcomeObservation", "says": [{"key": "value", **value, **amount}]},
    }
    document = {
        "title": f"page {slug}",
        "address": f"https://ex.org/{slug}",
        "coverage": "part",
        "rangeRead": "its first lines",
    }
    return {"kind": "source", "record": slug, "document": document, "nodes": nodes}


def decided(one: str, other: str, verdict: str = "accepted", **more: object) -> Fields:
    return {
        "kind": "decision",
        "record": f"{one.rpartition('/')[2]}-{other.rpartition('/')[2]}",
        "subject": one,
        "relation": "exactMatch",
        "object": other,
        "verdict": verdict,
        "justification": "they differ" if verdict == "refused" else "the same groups",
    } | more


WORLD = [
    entity("innovation/walks", "Innovation", "walking groups"),
    entity("innovation/strolls", "Innovation", "strolling clubs"),
    tried("here", "innovation/walks", 5),
    tried("there", "innovation/strolls", 7),
]


def test_what_is_one_is_answered_together_each_with_its_own_source() -> None:
    for records, cases in ((WORLD, 1), ([*WORLD, decided(OURS, THEIRS)], 2)):
        with engine_of(map(parse_record, records)) as engine:
            matches = read_matches(engine.ask)
            for asked in (OURS, THEIRS):
                found = find_worked(Together(engine.ask, matches, [asked]), Asked(asked))
                assert {case.innovation.iri for case in found.cases} == {asked}
                assert found.counts["cases"]["succeeded"] == len(found.cases) == cases
                documents = {one.iri for case in found.cases for one in case.documents}
                assert len(documents) == cases


def test_a_thing_that_was_asked_for_lends_its_label() -> None:
    with engine_of(map(parse_record, [*WORLD, decided(OURS, THEIRS)])) as engine:
        ask = Together(engine.ask, read_matches(engine.ask), [THEIRS])
        rows = ask("worked", innovation=OURS).by_column()
        assert {(row["innovation"], row["innovationLabel"]) for row in rows} == {
            (THEIRS, "strolling clubs")
        }
        kept = Together(engine.ask, read_matches(engine.ask), rename=False)
        rows = kept("worked", innovation=OURS).by_column()
        assert {row["innovation"] for row in rows} == {OURS, THEIRS}


def test_a_refusal_changes_no_answer() -> None:
    with engine_of(map(parse_record, [*WORLD, decided(OURS, THEIRS, "refused")])) as engine:
        ask = Together(engine.ask, read_matches(engine.ask), [OURS])
        assert ask("worked", innovation=OURS) == engine.ask("worked", innovation=OURS)


CODED = [
    entity("organisation/a", "Organisation", "the trust", odsCode="RX1"),
    entity("organisation/b", "NationalBody", "Anytown hospitals", odsCode="RX1"),
    entity("organisation/c", "Organisation", "the trust", odsCode="RX2"),
    entity("organisation/d", "Organisation", "the board", onsCode="E54000001"),
    entity("area/d", "Area", "the board", onsCode="E54000001"),
    entity("innovation/m", "Innovation", "one medicine", niceId="TA100"),
    entity("innovation/n", "Innovation", "a medicine", niceId="TA100"),
]


def test_codes_match_by_themselves_and_codes_that_differ_tell_apart() -> None:
    with engine_of(map(parse_record, CODED)) as engine:
        found = {(one.key, one.code, one.pair) for one in read_matches(engine.ask)}
        assert found == {
            ("odsCode", "RX1", frozenset({f"{ID}organisation/a", f"{ID}organisation/b"})),
            ("niceId", "TA100", frozenset({f"{ID}innovation/m", f"{ID}innovation/n"})),
        }
        assert propose_within(engine.ask) == []


def test_a_person_can_refuse_what_a_code_says() -> None:
    refused = decided("organisation/a", "organisation/b", "refused")
    with engine_of(map(parse_record, [*CODED, refused])) as engine:
        matches = read_matches(engine.ask)
        clusters = cluster(matches)
        assert clusters.of(f"{ID}organisation/a") == (f"{ID}organisation/a",)
        assert [one.key for one in clusters.disputed] == ["odsCode"]


ARRIVING = [
    entity("innovation/strolls-2", "Innovation", "Strolling clubs"),
    entity("innovation/clubs", "Innovation", "clubs that stroll"),
    entity("organisation/z", "NationalBody", "another name", odsCode="RX1"),
    entity("area/strolling", "Area", "strolling clubs"),
]


def test_what_arrives_is_proposed_by_its_names_and_matched_by_its_codes() -> None:
    with (
        engine_of(map(parse_record, ARRIVING)) as there,
        engine_of(map(parse_record, [*WORLD, *CODED])) as here,
    ):
        found = propose_between(there.ask, here.ask)
    told = [(one.one, one.other, one.key, one.likeness) for one in found]
    trust = f"{ID}organisation/z"
    assert told == [
        (trust, f"{ID}organisation/a", "odsCode", 1),
        (trust, f"{ID}organisation/b", "odsCode", 1),
        (f"{ID}innovation/strolls-2", THEIRS, None, 1),
    ]


@pytest.mark.parametrize("verdict", ["accepted", "refused"])
def test_what_was_decided_is_not_proposed_again(verdict: str) -> None:
    known = decided(f"{ID}innovation/strolls-2", THEIRS, verdict)
    with (
        engine_of(map(parse_record, ARRIVING)) as there,
        engine_of(map(parse_record, [*WORLD, *CODED, known])) as here,
    ):
        found = propose_between(there.ask, here.ask)
    assert [one for one in found if not one.certain] == []


def test_names_are_compared_by_their_words() -> None:
    assert compare_names("Walking Groups", "walking groups") == 1
    assert compare_names("walking groups of Devon", "walking groups in Kent") == 0.5
    assert compare_names("the board", "a choir") == 0


def test_how_sure_a_person_was_is_kept() -> None:
    sure = decided(OURS, THEIRS, confidence=Decimal("0.9"))
    with engine_of(map(parse_record, [*WORLD, sure])) as engine:
        (match,) = read_matches(engine.ask)
    assert (match.confidence, match.justification) == (Decimal("0.9"), "the same groups")


THINGS = [f"{ID}innovation/{name}" for name in "abcdef"]
PAIRS = list(combinations(THINGS, 2))


def match(pair: tuple[str, str], verdict: str) -> Match:
    names = pair[0], None, pair[1], None
    return Match(*names, EXACT, verdict, None, None, None, None, "x")


@settings(max_examples=200)
@given(some.permutations(PAIRS), some.integers(0, 15), some.integers(0, 6))
def test_no_chain_of_matches_brings_back_what_was_refused(
    pairs: list[tuple[str, str]], accepted: int, refused: int
) -> None:
    told = [match(pair, "accepted") for pair in pairs[:accepted]]
    told += [match(pair, "refused") for pair in pairs[accepted : accepted + refused]]
    clusters = cluster(told)
    against = {one.pair for one in told if one.divides}
    for those in clusters.members.values():
        assert refusals_between(those, those, against) == []
        assert all(clusters.of(one) == those for one in those)
    for one in told:
        if one.unites:
            together = clusters.of(one.one) == clusters.of(one.other)
            assert together != (one in clusters.disputed)
