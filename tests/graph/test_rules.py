"""Each rule finds what is planted for it and nothing else, and says it in whole sentences.

`planted/<rule>.trig` holds records of which some break the rule. Its default graph, which no rule
reads, has a line for each finding that must be made, `<record> rule:<name> "part of the message"`;
there are no others.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store

from graph.rdf import to_quads
from graph.rules import Rule, apply_rule, load_rules
from ingest.read import corpus_files, read_files
from ontology.report import Finding

HERE = Path(__file__).parent / "planted"
TOLD = "https://w3id.org/whatworked/test/rule#"
FILES = sorted(HERE.glob("*.trig"))
RULES = {rule.name.removeprefix("rule/"): rule for rule in load_rules()}
MANY = {f"urn:record:{n}" for n in range(1001)}  # so many that a rule no longer names them

planted = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


@cache
def load(file: Path) -> Store:
    store = Store()
    store.bulk_load(path=file, format=RdfFormat.TRIG)
    return store


@cache
def corpus() -> Store:
    """The records that come with the program."""
    store = Store()
    for record in read_files(corpus_files()):
        store.extend(to_quads(record))
    return store


def records(store: Store) -> set[str]:
    return {graph.value for graph in store.named_graphs()}


def wanted(file: Path) -> list[tuple[str, str, str]]:
    """The record, the rule and a part of the message of all that is planted in a file."""
    found = []
    for quad in load(file).quads_for_pattern(None, None, None, DefaultGraph()):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, Literal)
        rule = quad.predicate.value.removeprefix(TOLD)
        found.append((quad.subject.value, rule, quad.object.value))
    return found


def judge(store: Store, named: set[str]) -> list[Finding]:
    return [found for rule in RULES.values() for found in apply_rule(rule, store, named)]


def test_every_rule_has_a_file_with_something_planted() -> None:
    assert {file.stem for file in FILES} == set(RULES)
    assert [
        file.stem for file in FILES if file.stem not in {rule for _, rule, _ in wanted(file)}
    ] == []


@every_rule
def test_nothing_is_found_in_the_records_that_come_along(rule: Rule) -> None:
    assert list(apply_rule(rule, corpus(), records(corpus()))) == []


@planted
def test_what_is_planted_is_found_and_nothing_else(file: Path) -> None:
    found = judge(load(file), records(load(file)))
    assert Counter((one.record, one.rule) for one in found) == Counter(
        (record, f"rule/{rule}") for record, rule, _ in wanted(file)
    )
    for record, rule, part in wanted(file):
        theirs = [one for one in found if (one.record, one.rule) == (record, f"rule/{rule}")]
        assert [one for one in theirs if part in one.message], [one.message for one in theirs]


@planted
def test_a_finding_is_whole(file: Path) -> None:
    for one in judge(load(file), records(load(file))):
        rule = RULES[one.rule.removeprefix("rule/")]
        assert (one.field, one.severity) == (rule.field, rule.severity)
        assert one.focus
        assert one.value
        assert not {"{", "}"} & set(one.message)


@planted
def test_only_the_records_that_are_named_are_judged(file: Path) -> None:
    store = load(file)
    found = judge(store, records(store))
    for record in records(store):
        alone = judge(store, {record})
        assert Counter(alone) == Counter(one for one in found if one.record == record)
    assert judge(store, set()) == []


@planted
def test_the_same_is_found_when_the_records_are_too_many_to_name(file: Path) -> None:
    store = load(file)
    named = records(store)
    assert Counter(judge(store, named | MANY)) == Counter(judge(store, named))
    some = {min(record for record, _, _ in wanted(file))}
    assert Counter(judge(store, some | MANY)) == Counter(judge(store, some))
