"""Rules that no record can show alone, as one SPARQL query each over all named graphs."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import QuerySolutions, Store

from ontology.report import Finding
from ontology.validate import Severity
from queries.header import read_header

_SLOT = "VALUES ?record { UNDEF }"
_FEW = 1_000  # more records than this are picked from the answer instead of named in the query


@dataclass(frozen=True)
class Rule:
    """A query for what is wrong: `?record`, `?focus`, `?value` and what its message names."""

    name: str
    text: str
    field: str
    severity: Severity
    message: str


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules that come with the ontology, by name."""
    entries = (files("ontology") / "rules").iterdir()
    found = [entry for entry in entries if entry.name.endswith(".rq")]
    return tuple(read_rule(entry, "rule/") for entry in sorted(found, key=str))


def read_rule(entry: Traversable, prefix: str = "") -> Rule:
    """The rule in a file, named by it."""
    text = entry.read_text("utf-8")
    header = read_header(text)
    return Rule(
        name=prefix + entry.name.removesuffix(".rq"),
        text=text,
        field=str(header["field"]),
        severity="Warning" if header["severity"] == "Warning" else "Violation",
        message=str(header["message"]),
    )


def apply_rule(rule: Rule, store: Store, records: Collection[str]) -> Iterator[Finding]:
    """What one rule finds wrong with some of the records of a store."""
    text = rule.text
    if len(records) <= _FEW:
        named = " ".join(f"<{record}>" for record in sorted(records))
        text = text.replace(_SLOT, f"VALUES ?record {{ {named} }}")
    solutions = store.query(text)
    if not isinstance(solutions, QuerySolutions):
        msg = f"the rule {rule.name} is no SELECT"
        raise TypeError(msg)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = {name: _text(solution[name]) for name in names}
        if row["record"] in records:
            yield Finding(
                record=row["record"],
                field=rule.field,
                rule=rule.name,
                severity=rule.severity,
                message=rule.message.format_map(row),
                focus=row.get("focus", ""),
                value=row.get("value", ""),
            )


def _text(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))
