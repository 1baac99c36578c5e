"""What worked where on a small made-up world whose matrix was worked out by hand."""

from collections.abc import Iterable
from random import Random

import pytest

from bench.loaded import engine_of
from ontology.errors import InvalidInput
from ontology.record import Record
from ontology.report import parse_record
from ontology.terms import PROJECT_BASE
from queries.catalogue import Ask, Question, Rows
from queries.given import Given
from queries.outcomes.answer import Asked, Worked, find_worked
from queries.outcomes.case import Axis, Case
from queries.outcomes.read import read_cases

Fields = dict[str, object]
WALKS = f"{PROJECT_BASE}id/innovation/walks"


def entity(path: str, kind: str) -> Fields:
    return {"kind": "entity", "record": path, "is": kind, "label": f"the {path}", "source": "x"}


def page(slug: str, nodes: Fields, coverage: str = "part") -> Fields:
    document = {
        "title": f"page {slug}",
        "address": f"https://ex.org/{slug}",
        "coverage": coverage,
        "rangeRead": "its first lines",
    }
    return {"kind": "source", "record": slug, "document": document, "nodes": nodes}


def node(kind: str, label: str, *says: Fields) -> Fields:
    return {"is": kind, "label": label, "says": says}


def use(label: str, **facts: object) -> Fields:
    return node("Implementation", label, {"key": "what", "implements": "innovation/walks"} | facts)


def measure(label: str, level: str, desired: str | None = "increase") -> Fields:
    said: Fields = {"key": "level", "outcomeLevel": level}
    return node("OutcomeMeasure", label, said | ({"desiredDirection": desired} if desired else {}))


def seen(of: str, measured: str, **facts: object) -> Fields:
    said: Fields = {"key": "value", "ofImplementation": of, "measure": measured}
    return node("OutcomeObservation", "an outcome", said | facts)


def state(of: str, condition: str, how: str) -> Fields:
    said: Fields = {"key": "found", "condition": f"condition/{condition}", "state": how}
    return node("ConditionAssessment", condition, said | {"assessedFor": of})


ENTITIES = [
    *(entity(f"innovation/{name}", "Innovation") for name in ("walks", "coaching")),
    *(entity(f"area/{name}", "Area") for name in ("hill", "dale")),
    *(entity(f"condition/{name}", "Condition") for name in ("lead", "money")),
    entity("programme/green", "Programme"),
]
RISE: Fields = {"changeValue": 5, "unit": "%", "direction": "increase", "compares": "beforeAfter"}
ONE = page("one", {
    "hill": use("walks on the hill", inArea="area/hill", underProgramme="programme/green",
                inContextOf="winter", inPopulation="elders"),
    "dale": use("walks in the dale", inArea="area/dale", underProgramme="programme/green",
                inContextOf="winter"),
    "winter": node("ContextFeature", "winter"),
    "elders": node("PopulationGroup", "elders"),
    "wellness": measure("wellness", "health"),
    "uptake": measure("uptake", "implementation"),
    "calm": measure("calm", "experience", None),
    "up": seen("hill", "wellness", baselineValue=3, followUpValue=29, direction="increase",
               compares="beforeAfter", evidenceType="beforeAfter"),
    "bare": seen("hill", "wellness", changeValue=26, unit="%", direction="increase",
                 compares="noneStated"),
    "calmer": seen("hill", "calm", **RISE),
    "many": seen("hill", "uptake", **RISE),
    "wide": seen("dale", "wellness", changeValue=2, ciLow=-1, ciHigh=5, direction="increase",
                 compares="innovationVsUsual", evidenceType="randomisedTrial"),
    "lead-hill": state("hill", "lead", "present"),
    "lead-dale": state("dale", "lead", "absent"),
    "money-dale": state("dale", "money", "present"),
})  # fmt: skip
TWO = page("two", {
    "far": use("walks far off", implementationStatus="sustained"),
    "begun": use("walks begun", implementationStatus="launched"),
    "tries": use("walks tried elsewhere"),
    "cost": measure("cost", "cost", "decrease"),
    "wrong-way": seen("far", "cost", changeValue=4, unit="GBP", direction="increase",
                      compares="beforeAfter"),
    "at-odds": seen("tries", "cost", baselineValue=10, followUpValue=8, direction="increase",
                    compares="beforeAfter"),
    "dropped": node("TransferAttempt", "dropped", {"key": "what", "transferStatus": "abandoned",
                    "ofInnovation": "innovation/walks", "toImplementation": "tries"}),
    "refused": node("TransferAttempt", "refused", {"key": "what", "transferStatus": "notAdopted",
                    "ofInnovation": "innovation/walks"}),
    "help": node("Implementation", "coaching for walks",
                 {"key": "what", "implements": "innovation/coaching", "concerns":
                  "innovation/walks"}),
    "more": seen("help", "cost", changeValue=-3, direction="decrease",
                 compares="strategyVsStrategy"),
    "vs": seen("far", "cost", changeValue=-3, direction="decrease", compares="strategyVsStrategy"),
    "promised": node("Implementation", "walks to come",
                     {"key": "what", "implements": "innovation/walks", "modality": "planned"}),
    "modelled": node("ModelledObservation", "modelled", {"key": "v", "ofImplementation": "far",
                     "measure": "cost", "changeValue": -9, "direction": "decrease",
                     "compares": "beforeAfter"}),
})  # fmt: skip


def records_of(*pages: Fields) -> list[Record]:
    return [parse_record(one) for one in (*ENTITIES, *pages)]


@pytest.fixture(scope="module")
def ask() -> Ask:
    return engine_of(records_of(ONE, TWO)).ask


def results(cases: Iterable[Case]) -> dict[str, str]:
    return {case.use.iri.rsplit("/", 1)[-1]: case.result for case in cases}


def worked(ask: Ask, axis: Axis = "effect", **asked: str) -> Worked:
    return find_worked(ask, Asked(axis=axis, **asked))


def test_the_matrix_by_hand(ask: Ask) -> None:
    assert results(read_cases(ask, WALKS)) == {
        "hill": "succeeded", "dale": "failed", "far": "failed", "tries": "unclear",
    }  # fmt: skip
    assert results(read_cases(ask, WALKS, axis="adoption")) == {
        "hill": "succeeded", "dale": "unclear", "far": "succeeded", "begun": "unclear",
        "tries": "failed", "refused": "failed",
    }  # fmt: skip


def test_each_finding_says_why(ask: Ask) -> None:
    found = {one.node.iri.rsplit("/", 1)[-1]: one for c in read_cases(ask) for one in c.findings}
    assert {name: (one.result, one.way) for name, one in found.items()} == {
        "up": ("succeeded", "asWanted"),
        "bare": ("unclear", None),
        "calmer": ("unclear", None),
        "wide": ("failed", "noChange"),
        "wrong-way": ("failed", "otherWay"),
        "at-odds": ("unclear", None),
        "more": ("succeeded", "asWanted"),
        "vs": ("unclear", None),
    }
    assert found["bare"].because.startswith("what it is compared with is not stated, and no base")
    assert "not known" in found["calmer"].because
    assert "holds no change" in found["wide"].because
    assert "contradicts the figure" in found["at-odds"].because
    assert "ways of support" in found["vs"].because
    assert found["up"].evidence
    assert found["up"].evidence.design == "beforeAfter"
    assert all(one.claims for one in found.values())


def test_units_states_and_people(ask: Ask) -> None:
    hill, dale = read_cases(ask, WALKS)[1::-1]
    assert {hill.unit_kind, dale.unit_kind} == {"programme"}
    assert hill.unit == dale.unit
    lead = f"{PROJECT_BASE}id/condition/lead"
    assert hill.states[lead].state == "present"
    assert hill.states[lead].claims
    assert dale.states[lead].state == "absent"
    assert [one.label for one in hill.populations] == ["elders"]
    (far,) = (case for case in read_cases(ask, WALKS) if case.use.label == "walks far off")
    assert (far.unit_kind, far.unit.label) == ("source", "page two")


def test_counts_take_units_and_estimates_once(ask: Ask) -> None:
    counts = worked(ask, innovation=WALKS).counts
    assert counts["cases"] == {"all": 4, "succeeded": 1, "failed": 2, "unclear": 1, "mixed": 0,
                               "launchedOnly": 0}  # fmt: skip
    assert counts["units"] == {"all": 2, "succeeded": 0, "failed": 1, "unclear": 1}
    assert counts["estimates"] == {"all": 7, "succeeded": 1, "failed": 2, "unclear": 4}
    adoption = worked(ask, "adoption", innovation=WALKS).counts
    assert (adoption["cases"]["all"], adoption["cases"]["launchedOnly"]) == (5, 1)


def test_a_contradiction_in_like_contexts_is_told_with_what_differs(ask: Ask) -> None:
    (one,) = worked(ask, innovation=WALKS).contradictions
    assert (one.level, one.likeness) == ("health", "sameContext")
    assert one.conditions == {f"{PROJECT_BASE}id/condition/lead": ("present", "absent")}
    assert one.unknown == (f"{PROJECT_BASE}id/condition/money",)
    assert one.evidence["design"] == (("beforeAfter",), ("randomisedTrial",))
    assert one.same_measure


def test_negatives_stand_beside_every_answer(ask: Ask) -> None:
    narrow = worked(ask, innovation=WALKS, place=f"{PROJECT_BASE}id/area/hill")
    assert results(narrow.cases) == {"hill": "succeeded"}
    assert {one.node.iri.rsplit("/", 1)[-1] for _, one in narrow.negatives} == {"wide", "wrong-way"}
    assert (narrow.shares["negative"].count, narrow.shares["null"].count) == (1, 1)
    silent = {str(row["subject"]).rsplit("/", 1)[-1] for row in narrow.never_reported}
    assert silent == {"begun", "promised"}
    assert [one.people and one.people.label for one in narrow.for_whom] == ["elders"]


def test_an_axis_refuses_the_outcomes_of_the_other(ask: Ask) -> None:
    with pytest.raises(InvalidInput, match="adoption and not of effect: ask for axis adoption"):
        read_cases(ask, outcome="implementation")
    with pytest.raises(InvalidInput, match="effect and not of adoption: ask for axis effect"):
        read_cases(ask, outcome="health", axis="adoption")
    with pytest.raises(InvalidInput, match="of level implementation, is an outcome of adoption"):
        read_cases(ask, outcome=f"{PROJECT_BASE}id/source/one/uptake")
    with pytest.raises(InvalidInput, match="neither a level"):
        read_cases(ask, outcome="luck")
    health = read_cases(ask, WALKS, outcome="health")
    assert results(health)["far"] == "unclear"
    cost = read_cases(ask, WALKS, outcome=f"{PROJECT_BASE}id/source/two/cost")
    hill = next(one for one in cost if one.use.iri.endswith("/hill"))
    assert (hill.result, hill.because) == ("unclear", "no observed result on cost is reported")


def test_what_documents_say_differently_is_conflicting() -> None:
    again = page("three", {"lead-hill": state("source/one/hill", "lead", "absent")})
    cases = read_cases(engine_of(records_of(ONE, TWO, again)).ask, WALKS)
    hill = next(case for case in cases if case.use.label == "walks on the hill")
    assert hill.states[f"{PROJECT_BASE}id/condition/lead"].state == "conflicting"


def repeat(**facts: object) -> Fields:
    told = seen("source/one/hill", "well", **facts)
    return page("four", {"well": measure("told again", "health"), "again": told})


@pytest.mark.parametrize("facts", [{"compares": "beforeAfter", "direction": "increase"}, {}])
def test_an_estimate_told_again_changes_no_count(ask: Ask, facts: Fields) -> None:
    once = worked(ask, innovation=WALKS)
    told = repeat(followUpValue=29, sameEstimateAs="source/one/up", **facts)
    twice = worked(engine_of(records_of(ONE, TWO, told)).ask, innovation=WALKS)
    assert twice.counts == once.counts
    assert len(twice.repeats) == 1


def test_an_estimate_told_again_of_another_use_counts_with_the_first(ask: Ask) -> None:
    elsewhere = page("five", {
        "same": use("walks as others tell of them"),
        "well": measure("told again", "health"),
        "again": seen("same", "well", **RISE, sameEstimateAs="source/one/up"),
    })  # fmt: skip
    found = worked(engine_of(records_of(ONE, TWO, elsewhere)).ask, innovation=WALKS)
    assert results(found.cases)["same"] == "unclear"
    assert found.counts["estimates"] == worked(ask, innovation=WALKS).counts["estimates"]


def test_figures_that_look_alike_are_proposed_and_never_merged(ask: Ask) -> None:
    alike = repeat(changeValue=26, unit="%", direction="increase", compares="noneStated")
    found = worked(engine_of(records_of(ONE, TWO, alike)).ask, innovation=WALKS)
    (pair,) = found.alike
    assert {one.node.iri[-5:] for one in (pair.one, pair.other)} == {"again", "/bare"}
    assert (pair.value, pair.unit) == (26, "%")
    more = (
        found.counts["estimates"]["all"] - worked(ask, innovation=WALKS).counts["estimates"]["all"]
    )
    assert (more, found.repeats) == (1, ())


def test_a_claim_of_what_will_be_makes_nothing_succeed(ask: Ask) -> None:
    hoped = seen("source/two/tries", "well", **RISE)
    promise = page("six", {"well": measure("hoped for", "health"), "hoped": hoped})
    hoped["says"] = [
        {"key": f"{word}", "modality": word, "ofImplementation": "source/two/tries",
         "measure": "well", **RISE} if word == "expected" else {"key": word, "modality": word,
         "direction": "increase"}
        for word in ("expected", "intended")
    ]  # fmt: skip
    found = worked(engine_of(records_of(ONE, TWO, promise)).ask, innovation=WALKS)
    once = worked(ask, innovation=WALKS)
    assert results(found.cases) == results(once.cases)
    assert found.counts == once.counts


def test_the_order_of_records_does_not_matter(ask: Ask) -> None:
    def shuffled(question: Question | str, /, **terms: Given) -> Rows:
        rows = ask(question, **terms)
        mixed = list(rows.rows)
        Random(7).shuffle(mixed)  # noqa: S311 — the same order every time
        return Rows(rows.columns, tuple(mixed), rows.truncated)

    for axis in ("effect", "adoption"):
        assert read_cases(shuffled, axis=axis) == read_cases(ask, axis=axis)
