"""Records with one mistake each are refused, each with a sentence of its own that helps.

`broken/base.yaml` holds records without a mistake, `broken/broken.yaml` what to change in them, and
`broken/out-of-reach.yaml` the rules that no record can break, with the reason.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from api.authoring.adding import add_records
from api.home import Home, create_home
from api.settings import Region, Settings
from graph.rules import load_rules
from ingest.documents import read_document
from ingest.read import raw_documents, read_files
from ontology.errors import InvalidInput
from ontology.report import Finding, InvalidRecord, violations
from ontology.terms import PROJECT_BASE
from ontology.validate import shapes_text

HERE = Path(__file__).parent / "broken"
RAW = re.compile(
    r"Input should|Value error|Field required|<class|<unicode|\[type=|Decimal\(|None\b"
)
FIX = re.compile(r"[:,;] |must be|is wanted|did you mean")
JUDGED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?shape WHERE {
  ?node sh:targetClass ?class .
  { ?node sh:property ?shape } UNION { ?node sh:or ?ways BIND(?node AS ?shape) }
  ?shape sh:severity sh:Violation
}
"""

Fields = dict[str, object]


@dataclass(frozen=True)
class Variant:
    """The base with one mistake in it: changes to its records, or a file of its own."""

    name: str
    why: str
    expect: Mapping[str, str]
    records: tuple[Mapping[str, object], ...] = ()
    text: str = ""
    encoding: str = "utf-8"

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Refusal:
    """What came of adding a variant."""

    findings: tuple[Finding, ...]
    grown: int


class Silent:
    """Progress that nobody watches."""

    def step(self, name: str, total: int | None) -> None:
        """A step begins."""

    def advance(self, done: int) -> None:
        """It gets on."""


def _mapping(raw: object) -> Mapping[str, object]:
    assert isinstance(raw, Mapping)
    return {str(key): value for key, value in raw.items()}


def _variant(raw: object) -> Variant:
    given = _mapping(raw)
    records = given.get("records", ())
    assert isinstance(records, tuple)
    return Variant(
        name=str(given["name"]),
        why=str(given["why"]),
        expect={key: str(value) for key, value in _mapping(given["expect"]).items()},
        records=tuple(_mapping(record) for record in records),
        text=str(given.get("text", "")),
        encoding=str(given.get("encoding", "utf-8")),
    )


def _rows(file: str) -> tuple[object, ...]:
    (rows,) = raw_documents(HERE / file)
    assert isinstance(rows, tuple)
    return rows


VARIANTS = tuple(_variant(row) for row in _rows("broken.yaml"))


def _base() -> dict[str, Fields]:
    """The records of the base, new in each call, with lists that can be changed."""
    raws = [json.loads(_as_json(raw)) for raw in raw_documents(HERE / "base.yaml")]
    return {_name(raw): raw for raw in raws}


def _name(raw: Fields) -> str:
    return str(raw["record"] if raw["kind"] == "entity" else f"{raw['kind']}/{raw['record']}")


def _as_json(raw: object) -> str:
    def number(value: object) -> float:
        assert isinstance(value, Decimal)
        return float(value)

    return json.dumps(raw, default=number)


def _change(record: Fields, patch: Mapping[str, object]) -> None:
    for path, value in _mapping(patch.get("set", {})).items():
        within, last = _walk(record, path)
        within[last] = value
    for path, value in _mapping(patch.get("append", {})).items():
        within, last = _walk(record, path)
        known = within.setdefault(last, [])
        assert isinstance(known, list)
        assert isinstance(value, tuple)
        known.extend(value)
    removed = patch.get("remove", ())
    assert isinstance(removed, tuple)
    for path in removed:
        within, last = _walk(record, path)
        del within[last]


def _walk(record: Fields, path: str) -> tuple[Fields, str]:
    """Down to the place of a field; an entry of a list goes by its key."""
    *steps, last = path.split(".")
    here: object = record
    for step in steps:
        if isinstance(here, list):
            here = next(entry for entry in here if entry["key"] == step)
        else:
            assert isinstance(here, dict)
            here = here.setdefault(step, {})
    assert isinstance(here, dict), path
    return here, last


def _write(variant: Variant, folder: Path) -> Path:
    path = folder / f"{variant.name}.yaml"
    if variant.text:
        path.write_bytes(variant.text.encode(variant.encoding))
        return path
    texts = []
    for patch in variant.records:
        record = _base()[str(patch["of"])]
        _change(record, patch)
        texts.append(_as_json(record))
    path.write_text("\n---\n".join(texts), "utf-8")
    return path


def _add(home: Home, path: Path) -> tuple[Finding, ...]:
    try:
        added = add_records(home, read_files([path]), Silent(), PROJECT_BASE)
    except InvalidRecord as error:
        return tuple(violations(error.findings))
    except InvalidInput as error:
        return (Finding("", "", "file", "Violation", str(error).removeprefix(f"{path}: ")),)
    return added.warnings


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give a repository that holds the base and the leaflet's text."""
    settings = Settings(tmp_path_factory.mktemp("broken") / "home", "curator", None)
    home = create_home(settings, Region("Anytown"))
    home.shelf.hold(read_document(HERE / "leaflet.txt"))
    assert violations(_add(home, HERE / "base.yaml")) == []
    assert home.ledger.sequence == 1
    return home


@pytest.fixture(scope="module")
def refusals(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Refusal]:
    """Add each variant to the same repository: none may change it."""
    folder = tmp_path_factory.mktemp("variants")
    return {
        variant.name: Refusal(_add(home, _write(variant, folder)), home.ledger.refresh() - 1)
        for variant in VARIANTS
    }


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_refused(variant: Variant, refusals: Mapping[str, Refusal]) -> None:
    found, expect = refusals[variant.name], variant.expect
    rows = "\n".join(str(finding) for finding in found.findings)
    assert found.grown == 0, f"{variant.why} It was added all the same."
    meant = [finding for finding in found.findings if finding.rule == expect["rule"]]
    others = {finding.rule for finding in found.findings} - {expect["rule"], expect.get("also")}
    assert len(meant) == 1, f"{variant.why} One finding of this rule is wanted, not:\n{rows}"
    assert others == set(), f"{variant.why} No other rule is meant to be broken:\n{rows}"
    (finding,) = meant
    assert finding.field == expect.get("field", ""), rows
    assert expect["message"] in finding.message, rows
    assert not RAW.search(finding.message), rows
    assert FIX.search(finding.message), f"no fix is named: {rows}"


def test_each_has_its_own_message(refusals: Mapping[str, Refusal]) -> None:
    said = Counter(
        (finding.rule, finding.message)
        for variant in VARIANTS
        for finding in refusals[variant.name].findings
        if finding.rule == variant.expect["rule"]
    )
    assert [row for row, times in said.items() if times > 1] == []
    assert len(said) >= 60


def test_names_and_reasons_are_given_once() -> None:
    for part in (lambda variant: variant.name, lambda variant: variant.why):
        assert [text for text, times in Counter(map(part, VARIANTS)).items() if times > 1] == []


def test_every_rule_is_broken_or_out_of_reach() -> None:
    broken = {variant.expect["rule"] for variant in VARIANTS}
    beyond = {rule for row in _rows("out-of-reach.yaml") for rule in _rules(row)}
    shapes = Store()
    shapes.load(shapes_text().encode(), format=RdfFormat.TURTLE)
    found = shapes.query(JUDGED)
    assert isinstance(found, QuerySolutions)
    judged = {rule.name for rule in load_rules() if rule.severity == "Violation"}
    judged |= {_local(row["shape"]) for row in found}
    assert judged - broken - beyond == set(), "break these in broken.yaml, or say why no record can"
    assert beyond - judged == set(), "these are no rules: take them out of out-of-reach.yaml"
    assert broken & beyond == set(), "these are broken by a record: take them out there"


def _rules(row: object) -> tuple[str, ...]:
    rules = _mapping(row)["rules"]
    assert isinstance(rules, tuple)
    return rules


def _local(term: object) -> str:
    assert isinstance(term, NamedNode)
    return term.value.partition("#")[2]
