"""The measure of suggestions does not flatter: what is nearly right is wrong."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from bench.extraction.facts import Fact, is_found, locate
from bench.extraction.gold import Gold, Link, Mark
from bench.extraction.misses import list_misses
from bench.extraction.relations import judge_links, judge_modalities, judge_relations, score_roles
from bench.extraction.scoring import score_all_classes, score_classes
from bench.extraction.swapping import swap_all
from ingest.suggesters.suggestion import Relation, Section, Suggestion, Suggestions
from ontology.values import Value

TEXT = "Oakmoor AHSN ran Lampline in Kent. Falls fell by 26% in three wards of Kent."
BODY, WORK, PLACE = "HealthInnovationNetwork", "Innovation", "Area"


def mark(words: str, kind: str | None, number: str | None = None, label: str = "") -> Mark:
    start = TEXT.index(words)
    surfaces = (words, label or words)
    return Mark(words, kind or "Number", words, start, start + len(words), kind, surfaces, number)


def say(
    words: str, kind: str, at: int = 0, attributes: Mapping[str, Value] | None = None
) -> Suggestion:
    start = TEXT.index(words, at)
    return Suggestion(
        kind, words, start, start + len(words), words, "test", attributes=attributes or {}
    )


def links(*triples: tuple[str, str, str, str]) -> tuple[Link, ...]:
    return tuple(
        Link(subject, predicate, object_, 0, 34, modality)
        for subject, predicate, object_, modality in triples
    )


MARKS = (
    mark("Oakmoor AHSN", BODY),
    mark("Lampline", WORK),
    mark("in Kent", PLACE, label="Kent"),
    mark("26%", None, "26"),
)
RAN = links(("Oakmoor AHSN", "byOrganisation", "Lampline", "asserted"))
GOLD = Gold(TEXT, MARKS, RAN)


def shares(*found: Suggestion) -> dict[str, tuple[int, int, int]]:
    """Marks found, what was said and what of it is right, for each class."""
    return {one.name: (one.found, one.said, one.right) for one in score_classes(GOLD, found)}


def test_a_mark_is_found_by_its_class_and_half_of_both_spans() -> None:
    assert shares(say("Oakmoor AHSN", BODY))[BODY] == (1, 1, 1)
    assert shares(say("Oakmoor AHSN ran Lampline in", BODY))[BODY] == (0, 1, 0)
    assert shares(say("AHSN", BODY))[BODY] == (0, 1, 0)


@pytest.mark.parametrize("kind", ["Organisation", "StakeholderGroup", "Area"])
def test_a_class_above_or_beside_the_marked_one_is_wrong(kind: str) -> None:
    (row,) = [one for one in score_classes(GOLD, [say("Oakmoor AHSN", kind)]) if one.name == BODY]
    assert (row.found, row.elsewhere) == (0, 1)


def test_a_class_beneath_the_marked_one_is_right() -> None:
    gold = replace(GOLD, marks=(mark("Oakmoor AHSN", "Organisation"),))
    (row,) = score_classes(gold, [say("Oakmoor AHSN", BODY)])
    assert (row.name, row.found, row.right) == ("Organisation", 1, 1)


def test_other_mentions_of_a_marked_thing_are_right_and_count_once() -> None:
    again = say("Kent", PLACE, at=40)
    assert shares(say("Kent", PLACE), again)[PLACE] == (1, 1, 1)
    assert shares(again)[PLACE] == (0, 1, 1)


def test_a_suggestion_that_nobody_marked_is_wrong() -> None:
    (row,) = [one for one in score_classes(GOLD, [say("wards", PLACE)]) if one.name == PLACE]
    assert (row.precision, row.recall, row.f1) == (0, 0, 0)


def test_the_sum_of_the_classes_is_over_all_marks_with_a_class() -> None:
    found = [say("Oakmoor AHSN", BODY), say("Lampline", WORK), say("wards", PLACE)]
    total = score_all_classes(score_classes(GOLD, found))
    assert (total.n, total.found, total.said, total.right) == (3, 2, 3, 2)


def test_a_number_is_found_only_where_it_is_told() -> None:
    def told(**attributes: Value) -> list[str]:
        found = Suggestions((), (say("Falls fell by 26%", "OutcomeMeasure", 0, attributes),), ())
        return [line for line in list_misses(GOLD, found, ["numbers"]) if "missed" in line]

    assert told(value=Decimal(26)) == []
    assert len(told(value=Decimal(27))) == len(told()) == 1


def relation(**changed: str) -> Suggestions:
    body, work = say("Oakmoor AHSN", BODY), say("Lampline", WORK)
    one = Relation(body, "byOrganisation", work, 0, 34, "test")
    return Suggestions((), (body, work), (replace(one, **changed),))  # type: ignore[arg-type]


def test_a_relation_of_another_modality_or_predicate_is_another_relation() -> None:
    for found, wanted in (
        (relation(), [True]),
        (relation(modality="planned"), [False]),
        (relation(predicate="partOf"), [False]),
    ):
        assert [right for _, right, _ in judge_links(GOLD, found)] == wanted
        assert [right for _, right in judge_relations(GOLD, found)] == wanted


def test_where_nothing_is_said_no_modality_is_right() -> None:
    assert [said for _, said in judge_modalities(GOLD, Suggestions((), (), ()))] == [None]


def test_a_section_has_its_role_from_its_heading_on() -> None:
    heading = replace(mark("Falls", "Section"), name="sec.results", gold_class="Section")
    gold = replace(GOLD, marks=(heading,))
    for start, role, right in ((35, "results", 1), (35, "lessons", 0), (20, "results", 0)):
        found = Suggestions((Section(role, start, len(TEXT)),), (), ())
        assert score_roles(gold, found)[0] == right


def test_a_fact_is_found_by_its_class_its_number_and_its_words() -> None:
    start, end = locate(TEXT, "Falls fell by   26%")
    fact = Fact("text", "outcomes", "falls", start, end, "26", simulated=False)
    assert is_found(fact, [say("fell by 26%", "OutcomeObservation", 0, {"value": Decimal(26)})])
    assert not is_found(fact, [say("fell by 26%", "OutcomeObservation")])
    assert not is_found(fact, [say("fell by 26%", "Lesson", 0, {"value": Decimal(26)})])
    body = Fact("text", "organisations", "Kent Trust", 0, 34, None, simulated=False)
    assert not is_found(body, [say("Oakmoor AHSN", BODY)])


def test_swapped_words_take_their_marks_along() -> None:
    text = "The South West AHSN saw a 26% rise in Devon, in three wards."
    start = text.index("26%")
    number = Mark("n", "Number", "26%", start, start + 3, None, ("26%", "26%"), "26")
    place = Mark("p", PLACE, "Devon", 38, 43, PLACE, ("Devon", "Devon"), None)
    for seed in range(1, 9):
        gold = swap_all(Gold(text, (number, place), ()), seed)
        first, second = gold.marks
        assert gold.text != text
        assert "Devon" not in gold.text
        assert gold.text[second.start : second.end] == second.surfaces[0] != "Devon"
        assert first.number not in (None, "26")
        assert f" a {gold.text[first.start : first.end]} rise" in gold.text
