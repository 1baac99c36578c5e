"""Proposals: changes to records of our own that others' imports hold, for us to take or leave."""

from dataclasses import dataclass, replace

from api.exchange.approval import open_changes, tidy
from api.exchange.import_log import APPROVED, Import, find_import, quarantine_of
from api.exchange.import_plan import held_for
from api.home import Home
from graph.imports.arrival import Change
from graph.imports.plan import Plan, Proposal, propose
from graph.imports.staged import Staged, stage_plan
from graph.ledger import Appended
from graph.staging import Stage
from ontology.errors import NotFound
from ontology.report import InvalidRecord, violations


@dataclass(frozen=True)
class Waiting:
    """A proposal, and the import that it came with."""

    one: Import
    proposal: Proposal

    def as_json(self) -> dict[str, object]:
        """The proposal as programs get it: the statements it would add and remove."""
        return {
            "import": self.one.import_id,
            "publisher": self.one.origin.publisher,
            "record": self.proposal.record,
            "adds": list(self.proposal.adds),
            "removes": list(self.proposal.removes),
        }


def list_proposals(home: Home) -> list[Waiting]:
    """All proposals that wait, of imports that were approved."""
    kept = quarantine_of(home)
    found = [one for one in tidy(home) if one.state == APPROVED and kept.holds(one.import_id)]
    return [
        Waiting(one, propose(change, held_for(home, one.origin)))
        for one in found
        for change in open_changes(home, one)
    ]


def take_proposal(home: Home, name: str, record: str) -> Appended:
    """Make a proposal to a record ours: it becomes its version, by whoever takes it.

    Raises NotFound where none waits, InvalidRecord where our shapes refuse it.
    """
    one, change = _find(home, name, record)
    staged = _stage(home, one, change)
    if violations(staged.plan.findings):
        raise InvalidRecord(staged.plan.findings)
    done = staged.take_in(home.ledger, home.attribution)
    tidy(home)
    return done


def dismiss_proposal(home: Home, name: str, record: str, reason: str) -> None:
    """Leave a proposal for a reason: it does not come back with this import."""
    one, change = _find(home, name, record)
    left = [other for other in open_changes(home, one) if other != change]
    home.note("dismiss", change.record, reason)
    kept = quarantine_of(home)
    if left:
        kept.keep(one.import_id, left, ())
    else:
        kept.drop(one.import_id)


def _find(home: Home, name: str, record: str) -> tuple[Import, Change]:
    tidy(home)
    one = find_import(home, name)
    kept = one.state == APPROVED and quarantine_of(home).holds(one.import_id)
    for change in open_changes(home, one) if kept else ():
        if change.record == record or change.record.endswith(f"/{record}"):
            return one, change
    msg = f"{one.import_id} proposes nothing of {record}: see `whatworked proposals list`"
    raise NotFound(msg)


def _stage(home: Home, one: Import, change: Change) -> Staged:
    stage = Stage(home.ledger)
    arrival = quarantine_of(home).arrival(one.import_id, one.origin)
    only = replace(arrival, changes=lambda: iter([change]))
    return stage_plan(only, Plan(updated=(change.record,)), stage, lambda _: None)
