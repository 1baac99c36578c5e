"""Adding records: read, staged, judged, and appended in one transaction or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from api.home import Home
from graph.ledger import DEFAULT_SHARING, Appended
from graph.rdf import to_quads
from graph.staging import Stage
from ingest.anchor import anchor
from ontology.errors import Conflict, InvalidInput
from ontology.record import Record, Source
from ontology.report import Finding, InvalidRecord, violations

TRIES = 5


class Steps(Protocol):
    """Told how long work gets on: a step's name, then how many records it has done."""

    def step(self, name: str, total: int | None) -> None:
        """A new step begins."""
        ...

    def advance(self, done: int) -> None:
        """So many more are done."""
        ...


@dataclass(frozen=True)
class Added:
    """What became of each record, and what the gate noted without refusing it."""

    appended: Appended
    warnings: tuple[Finding, ...]

    def as_json(self) -> Mapping[str, object]:
        """The answer of `add` as the contract has it."""
        records = [
            {
                "record": one.record,
                "version": one.version,
                "sequence": self.appended.sequence,
                "status": one.status,
            }
            for one in self.appended.records
        ]
        return {"records": records, "violations": [found.as_json() for found in self.warnings]}


def add_records(
    home: Home, records: Iterable[Record], steps: Steps, base: str, level: str = DEFAULT_SHARING
) -> Added:
    """Add records in one transaction; new ones get this sharing level, others keep theirs.

    Raises InvalidRecord with all findings where one is a violation: nothing was added then.
    """
    given = list(records)
    for _ in range(TRIES):
        stage = Stage(home.ledger)
        steps.step("reading", len(given))
        _put_all(home, stage, given, steps, base)
        steps.step("judging", None)
        findings = stage.judge(steps.advance)
        if violations(findings):
            raise InvalidRecord(findings)
        steps.step("writing", len(given))
        by, after = home.attribution, stage.sequence
        try:
            levels = dict.fromkeys(stage.created, level) if level != DEFAULT_SHARING else {}
            appended = home.ledger.append(stage.puts(), levels=levels, by=by, after=after)
        except Conflict:
            if home.ledger.refresh() == after:
                raise
            continue  # another writer came between: what was judged is no longer what is there
        return Added(appended, tuple(findings))
    msg = f"others wrote {TRIES} times while this was judged: nothing was added, add it again"
    raise Conflict(msg)


def _put_all(home: Home, stage: Stage, records: Iterable[Record], steps: Steps, base: str) -> None:
    refused: list[Finding] = []
    for record in records:
        try:
            stage.put(record.iri(base), to_quads(anchored(home, record), base))
        except InvalidRecord as error:
            refused += error.findings
        except InvalidInput as error:
            refused.append(Finding(record.record, "record", "graph", "Violation", str(error)))
        steps.advance(1)
    if refused:
        raise InvalidRecord(refused)


def anchored(home: Home, record: Record) -> Record:
    """The record with the digests of its spans, where its document's text is held."""
    name = record.document.text_sha256 if isinstance(record, Source) else None
    if isinstance(record, Source) and name and (document := home.shelf.find(name)):
        return anchor(record, document.text)
    return record
