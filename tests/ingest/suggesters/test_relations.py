"""What the words between two suggestions say; each rule does what its example says."""

import re

import pytest

from ingest.suggesters.layout import read_layout
from ingest.suggesters.names import shipped_names
from ingest.suggesters.relation_rules import RULES, read_relation_rules
from ingest.suggesters.relations import suggest_relations
from ingest.suggesters.statements.lexicon import read_rules
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Relation, Suggestion
from ontology.terms import load_ontology

_OPEN = re.compile(r"\[([soq]):(\w+)(?:/(\w+))? |\]")
EXAMPLES = {raw["name"]: raw["example"] for path in RULES for raw in read_rules(path)["rules"]}


def read_example(marked: str) -> tuple[str, dict[str, Suggestion]]:
    """The text of an example and what is marked in it."""
    text, at, open_marks, spans = "", 0, [], []
    for match in _OPEN.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            open_marks.append((match[1], match[2], match[3] or "asserted", len(text)))
        else:
            spans.append((*open_marks.pop(), len(text)))
    text += marked[at:]
    return text, {
        who: Suggestion(
            kind, text[start:end], start, end, text[start:end], "marked", mood, _attributes(kind)
        )
        for who, kind, mood, start, end in spans
    }


def _attributes(kind: str) -> dict[str, str]:
    return {"transferStatus": "adopted"} if kind == "TransferAttempt" else {}


def relate(marked: str) -> tuple[list[Relation], dict[str, Suggestion]]:
    text, found = read_example(marked)
    in_order = sorted(found.values(), key=lambda one: (one.start, -one.end))
    return suggest_relations(read_layout(text), in_order), found


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_relation_is_found_as_its_example_says(name: str) -> None:
    relations, found = relate(EXAMPLES[name])
    (one,) = [one for one in relations if one.rule == name]
    assert (one.subject, one.object) == (found["s"], found["o"])


@pytest.mark.parametrize(
    "name",
    [one.name for one in read_relation_rules() if one.place != "document" or one.lead],
)
def test_a_relation_is_not_found_where_the_things_stand_apart(name: str) -> None:
    _, found = read_example(EXAMPLES[name])
    words = f"{found['s'].exact}. Cows graze in the hills. {found['o'].exact}."
    second = words.rindex(found["o"].exact)
    pair = [
        _moved(found["s"], 0, words),
        _moved(found["o"], second, words),
    ]
    assert suggest_relations(read_layout(words), pair) == []


def _moved(one: Suggestion, start: int, text: str) -> Suggestion:
    end = start + len(one.exact)
    return Suggestion(one.kind, one.label, start, end, text[start:end], one.rule, one.modality)


def test_each_rule_has_its_own_name_and_classes_of_the_ontology() -> None:
    rules = read_relation_rules()
    assert len({rule.name for rule in rules}) == len(rules) == len(EXAMPLES)
    kinds = set(load_ontology().kinds)
    assert all(rule.subject and rule.object and rule.subject <= kinds for rule in rules)


def told(text: str, *predicates: str) -> set[tuple[str, str]]:
    """The predicate and the modality of what a text says, among these predicates."""
    found = suggest(f"A ward in Kent\n\nImplementation\n\n{text}\n", shipped_names()).relations
    return {(one.predicate, one.modality) for one in found if one.predicate in predicates}


def test_what_an_innovation_is_meant_to_change_is_intended() -> None:
    text = "The Lampline tool aims to reduce attendances at emergency departments."
    assert told(text, "aimsToChange", "hasOutcome", "measure") <= {("aimsToChange", "intended")}


def test_a_place_that_an_example_names_is_where_nothing_ran() -> None:
    text = (
        "Wards adapt it, eg moving it so that it is adapted for a rural clinic from an urban hub."
    )
    said = told(text, "inArea", "fromContext", "toContext", "byOrganisation", "toOrganisation")
    assert {mood for _, mood in said} <= {"illustrative"}


def test_a_planned_move_is_related_as_a_plan() -> None:
    text = "The checklist will be rolled out across Kent."
    assert told(text, "inArea") == {("inArea", "planned")}


def test_two_things_in_one_sentence_are_not_related_for_that() -> None:
    text = "[s:Organisation Leeds Trust] has a car park and [o:Innovation Lampline] is a tool."
    assert relate(text)[0] == []


def test_a_cause_is_never_related_as_a_fact() -> None:
    causes = ("citesMechanism", "contributesTo", "attributedCause", "explains", "enabled")
    text = "The fall was attributed to daily review to foster a culture of trust."
    assert {mood for _, mood in told(text, *causes)} == {"attributed"}
