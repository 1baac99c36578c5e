"""The rule about codes that their list has deprecated: filled in with these, it is a rule."""

from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files

from graph.rules import Rule, read_rule
from ontology.schemes import Concept
from ontology.terms import VOCAB

_SLOT = "VALUES (?value ?way) { (UNDEF UNDEF) }"


def retired_rule(retired: Iterable[Concept]) -> Rule:
    """What warns of these concepts, and names what to write in place of each."""
    rule = read_rule(files("graph") / "deprecated.rq")
    rows = " ".join(f'(<{one.iri}> "{_way(one)}")' for one in retired)
    return replace(rule, text=rule.text.replace(_SLOT, f"VALUES (?value ?way) {{ {rows} }}"))


def _way(concept: Concept) -> str:
    if concept.replaced_by is None:
        return "choose another code"
    code_list = concept.iri.rpartition("/")[0]
    new = concept.replaced_by.removeprefix(f"{code_list}/").removeprefix(VOCAB)
    return f"write {new} instead"
