"""Every rule that is data finds what its example says; the examples are our own sentences."""

import re
from pathlib import Path

import pytest

import ingest.suggesters
from ingest.suggesters.layout import read_layout
from ingest.suggesters.modality import set_moods
from ingest.suggesters.names import shipped_names, suggest_names
from ingest.suggesters.names.phrases import Rule, apply_rule, read_pointing
from ingest.suggesters.names.phrases import read_rules as read_phrases
from ingest.suggesters.rules import read_precision
from ingest.suggesters.statements.cues import Cue, find_cued, read_cues
from ingest.suggesters.statements.lexicon import read_rules
from ingest.suggesters.suggestion import Suggestion

MOODS = Path(ingest.suggesters.__file__).with_name("modality.yaml")
HEADINGS = {
    "summary": "Case study summary",
    "problem": "What was the problem or opportunity?",
    "intervention": "What was done",
    "implementation": "Implementation",
    "results": "What were the results?",
    "lessons": "What were the learning points?",
    "next": "Next steps and sustainability",
}


def test_no_two_rules_have_one_name() -> None:
    names = [rule.name for rule in (*read_phrases(), *read_pointing())]
    names += [cue.name for cue in read_cues()]
    assert len(names) == len(set(names)) > 50
    assert all(re.fullmatch(r"[a-z]+(\.[a-z0-9-]+)+", name) for name in names)


@pytest.mark.parametrize("rule", read_phrases(), ids=lambda rule: rule.name)
def test_a_phrase_is_found_as_its_example_says(rule: Rule) -> None:
    text, wanted = _bracketed(rule.example)
    assert [one.exact for one in apply_rule(rule, text)] == wanted


@pytest.mark.parametrize("rule", read_pointing(), ids=lambda rule: rule.name)
def test_words_that_point_back_are_found_as_their_example_says(rule: Rule) -> None:
    text, wanted = _bracketed(rule.example)
    found = suggest_names(read_layout(text), shipped_names())
    assert [one.exact for one in found if one.rule == rule.name] == wanted


def _bracketed(example: str) -> tuple[str, list[str]]:
    return re.sub(r"[\[\]]", "", example), re.findall(r"\[([^\]]+)\]", example)


@pytest.mark.parametrize("cue", read_cues(), ids=lambda cue: cue.name)
def test_a_statement_is_found_as_its_example_says(cue: Cue) -> None:
    role = next(one for one in cue.roles or HEADINGS if one not in cue.avoid)
    mark = "  • " if cue.forms == ("item",) else ""
    text = f"{HEADINGS[role]}\n\n{mark}{cue.example['text']}\n"
    found = [one.exact for one in find_cued(read_layout(text)) if one.rule == cue.name]
    assert found == [cue.example["exact"]]


@pytest.mark.parametrize(
    "mood", [one for one in read_rules(MOODS)["moods"] if "example" in one], ids=str
)
def test_words_stand_in_the_mood_that_the_example_says(mood: dict[str, dict[str, str]]) -> None:
    text, exact = mood["example"]["text"], mood["example"]["exact"]
    start = text.index(exact)
    one = Suggestion("Activity", exact, start, start + len(exact), exact, "test")
    (told,) = set_moods(read_layout(text), [one])
    assert told.modality == str(mood["mood"])


def test_the_measured_precision_is_of_rules_and_a_share() -> None:
    assert all(0 <= share <= 1 for share in read_precision().values())
