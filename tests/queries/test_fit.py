"""Would it work here, in a made-up corpus: what each statement of it does to the answer."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy

import pytest

from api.answers.fit import list_claims
from bench.loaded import engine_of, update_of
from graph.engine.memory import MemoryEngine
from ontology.record import Record
from ontology.report import parse_record
from ontology.terms import PROJECT_BASE
from queries.fit.answer import Fit, Known, answer_fit
from queries.fit.near import Near
from queries.fit.place import read_here
from queries.fit.readiness import Told
from queries.outcomes.read import read_cases

BASE = f"{PROJECT_BASE}id/"
WALKS, HERE, CHAMPION, TIME = (
    f"{BASE}{path}"
    for path in ("innovation/walks", "area/here", "condition/champion", "condition/time")
)
WORKED, FAILED = 6, 4  # pages of each; the first two of either are of similar places
Fields = dict[str, object]


def entity(path: str, kind: str, **facts: object) -> Fields:
    label = path.partition("/")[2]
    found: Fields = {"kind": "entity", "record": path, "is": kind, "label": label, "source": "x"}
    return found | ({"facts": facts} if facts else {})


def assessed(of: str, state: str) -> Fields:
    return {"key": "a", "condition": "condition/champion", "assessedFor": of, "state": state}


def page(name: str, *, works: bool, champion: str) -> Fields:
    """One page on one use, with an outcome before and after, and a condition."""
    why = {"basis": "curatorReading", "because": "made up"}
    says: dict[str, Fields] = {
        "use": {"key": "a", "implements": "innovation/walks", "inArea": f"area/{name}"},
        "wait": {"key": "a", "outcomeLevel": "service", "desiredDirection": "decrease", **why},
        "found": {
            "key": "a", "ofImplementation": "use", "measure": "wait", "compares": "beforeAfter",
            "direction": "decrease" if works else "increase",
        },
        "had": assessed("use", champion),
    }  # fmt: skip
    kinds = {"use": "Implementation", "wait": "OutcomeMeasure", "found": "OutcomeObservation",
             "had": "ConditionAssessment"}  # fmt: skip
    return source(name, {key: (kinds[key], one) for key, one in says.items()})


def source(name: str, nodes: Mapping[str, tuple[str, Fields]]) -> Fields:
    return {
        "kind": "source",
        "record": name,
        "document": {
            "title": f"page {name}", "address": f"https://ex.org/{name}", "coverage": "whole",
        },
        "nodes": {
            key: {"is": kind, "label": f"{key} of {name}", "says": (says,)}
            for key, (kind, says) in nodes.items()
        },
    }  # fmt: skip


def readiness(name: str, state: str, day: str | None = None) -> Fields:
    says = assessed("area/here", state) | ({"assessedOn": day} if day else {})
    return source(name, {"ready": ("ConditionAssessment", says)})


def corpus() -> list[Fields]:
    names = [*(f"good-{n}" for n in range(WORKED)), *(f"bad-{n}" for n in range(FAILED))]
    places = [entity(f"area/{name}", "Area") for name in (*names, "here")]
    things = [entity("innovation/walks", "Innovation"), entity("condition/champion", "Condition"),
              entity("condition/time", "Condition")]  # fmt: skip
    good = [page(f"good-{n}", works=True, champion="present") for n in range(WORKED)]
    bad = [page(f"bad-{n}", works=False, champion="absent") for n in range(FAILED)]
    return [*places, *things, *good, *bad]


def near(rank: int) -> Near:
    return Near("icb", 0.9, 0.9, 0.9, 1.0, rank, 40, True, ("none known",))


def records(raw: Iterable[Fields]) -> dict[str, Record]:
    return {(one := parse_record(fields)).iri(): one for fields in raw}


def fit_of(engine: MemoryEngine, told: Told | None = None, alike: str = "good") -> Fit:
    effect = read_cases(engine.ask, WALKS)
    names = [case.places[0].iri for case in effect if case.places]
    first = [one for one in names if f"/{alike}-" in one]
    nearness = {
        one: near(rank) for rank, one in enumerate([*first, *sorted({*names} - {*first})], 9)
    } | {one: near(rank) for rank, one in enumerate(first[:2], 1)}
    known = Known(effect, read_cases(engine.ask, WALKS, axis="adoption"), nearness, told or Told())
    return answer_fit(engine.ask, WALKS, read_here(engine.ask, HERE), known)


@pytest.fixture
def engine() -> Iterator[MemoryEngine]:
    with engine_of(records(corpus()).values()) as engine:
        yield engine


def add(engine: MemoryEngine, *more: Fields) -> None:
    engine.load(update_of(records(more).values(), engine.sequence + 1))


def gap(fit: Fit, condition: str = CHAMPION) -> tuple[str, bool]:
    (found,) = [one for one in fit.gaps if one.need.condition.iri == condition]
    return found.state, found.contradicted


def test_counts_are_of_uses_and_of_independent_units(engine: MemoryEngine) -> None:
    counts = fit_of(engine).effect.counts
    assert (counts.worked, counts.did_not, counts.unclear) == (WORKED, FAILED, 0)
    assert (counts.units_worked, counts.units_did_not) == (WORKED, FAILED)


def test_what_all_successes_had_and_is_not_known_here_keeps_the_verdict_open(
    engine: MemoryEngine,
) -> None:
    fit = fit_of(engine)
    assert (fit.judged.verdict, fit.judged.rule) == ("cannotSay", "openNeeds")
    assert gap(fit) == ("unknown", False)
    assert fit.gaps[0].need.weight == "all"


def test_the_asker_may_say_what_is_here(engine: MemoryEngine) -> None:
    have = fit_of(engine, Told(have=frozenset({CHAMPION})))
    assert (have.judged.verdict, have.judged.rule) == ("favourable", "workedAlike")
    lack = fit_of(engine, Told(lack=frozenset({CHAMPION})))
    assert (lack.judged.verdict, lack.judged.rule) == ("unfavourable", "lacksDecisive")


def test_failures_in_similar_places_speak_against_it(engine: MemoryEngine) -> None:
    fit = fit_of(engine, Told(have=frozenset({CHAMPION})), alike="bad")
    assert (fit.judged.verdict, fit.judged.rule) == ("unfavourable", "failedAlike")


def test_the_latest_finding_of_the_place_counts_and_older_ones_are_shown(
    engine: MemoryEngine,
) -> None:
    add(
        engine, readiness("then", "absent", "2020-01-01"), readiness("now", "present", "2024-01-01")
    )
    fit = fit_of(engine)
    assert gap(fit) == ("have", False)
    (found,) = fit.gaps
    assert [one.state for one in found.older] == ["absent"]
    assert fit.judged.verdict == "favourable"


def test_what_the_asker_and_the_record_do_not_agree_on_is_unknown(engine: MemoryEngine) -> None:
    add(engine, readiness("now", "absent", "2024-01-01"))
    fit = fit_of(engine, Told(have=frozenset({CHAMPION})))
    assert gap(fit) == ("unknown", True)
    (found,) = fit.gaps
    assert found.asker == "have"
    assert found.recorded
    assert found.recorded.state == "absent"


def test_findings_of_one_day_that_differ_are_unknown(engine: MemoryEngine) -> None:
    add(engine, readiness("one", "absent"), readiness("two", "present"))
    assert gap(fit_of(engine)) == ("unknown", False)


def test_the_past_of_the_place_itself_is_in_no_count(engine: MemoryEngine) -> None:
    before = fit_of(engine)
    own = page("own", works=False, champion="absent")
    own["nodes"]["use"]["says"][0]["inArea"] = "area/here"  # type: ignore[index]
    add(engine, own)
    after = fit_of(engine)
    assert [one.case.use.label for one in after.effect.own] == ["use of own"]
    assert after.effect.counts == before.effect.counts
    assert after.judged == before.judged


def test_sites_of_one_source_are_one_voice() -> None:
    with MemoryEngine() as alone:
        one = page("good-0", works=True, champion="present")
        two = page("good-1", works=True, champion="present")
        nodes = {f"{key}-2": node for key, node in two["nodes"].items()}  # type: ignore[attr-defined]
        nodes["found-2"]["says"][0].update({"ofImplementation": "use-2", "measure": "wait-2"})
        nodes["had-2"]["says"][0].update({"assessedFor": "use-2"})
        one["nodes"] |= nodes  # type: ignore[operator]
        places = [entity(f"area/{name}", "Area") for name in ("good-0", "good-1", "here")]
        things = [
            entity("innovation/walks", "Innovation"),
            entity("condition/champion", "Condition"),
        ]
        alone.load(update_of(records([*places, *things, one]).values()))
        fit = fit_of(alone)
    assert (fit.effect.counts.worked, fit.effect.counts.units_worked) == (2, 1)
    assert fit.judged.rule == "oneVoice"


def test_a_deleted_statement_takes_its_line_or_changes_it(engine: MemoryEngine) -> None:
    add(engine, readiness("now", "present", "2024-01-01"))
    pages = {f"{BASE}source/{one['record']}": one for one in corpus() if one["kind"] == "source"}
    pages[f"{BASE}source/now"] = readiness("now", "present", "2024-01-01")
    before = fit_of(engine)
    claims = [one for one in list_claims(before) if "/good-0/" in one or "/now/" in one]
    assert len(claims) >= 4
    for claim in claims:
        iri, _, name = claim.rpartition("/")
        node, _, predicate = name.split("-")
        less = deepcopy(pages[iri])
        del less["nodes"][node]["says"][0][predicate]  # type: ignore[index]
        add(engine, less)
        after = fit_of(engine)
        assert claim not in list_claims(after)
        assert (after.effect, after.gaps) != (before.effect, before.gaps)
        add(engine, pages[iri])
    assert fit_of(engine) == before
