"""Approving: a second person looks at what waits, and takes it in as one transaction or refuses."""

from collections.abc import Mapping
from dataclasses import replace

from api.authoring.adding import TRIES, Steps
from api.authoring.removal import drop_texts, drop_traces
from api.exchange.import_log import (
    APPROVED,
    QUARANTINED,
    REJECTED,
    Import,
    find_import,
    list_imports,
    note,
    purge,
    quarantine_of,
)
from api.exchange.import_plan import held_for, show, stage_import
from api.exchange.matching import propose_identity
from api.home import Home
from graph.imports.arrival import Change
from graph.imports.plan import Plan, is_below, is_proposal
from graph.imports.refusal import FourEyes
from graph.imports.staged import Staged
from graph.log import Attribution
from ingest.documents import Document
from ontology.errors import Conflict, HeldByPolicy, InvalidInput
from ontology.report import violations

SHOWN = 3  # violations that an error tells


def preview(home: Home, name: str, steps: Steps) -> tuple[Import, Plan]:
    """Show what approving an import would do as the ledger stands, record by record."""
    one = _require_waiting(home, name)
    plan = stage_import(home, one, steps).plan
    shown = show(one, plan)
    if shown.plan != one.plan:
        note(home, shown)
    return replace(shown, identity=_propose_identity(home, one, plan)), plan


def _propose_identity(home: Home, one: Import, plan: Plan) -> tuple[Mapping[str, object], ...]:
    """What of that which arrives may be one with what is held."""
    wanted = {*plan.created, *plan.updated}
    changes = quarantine_of(home).arrival(one.import_id, one.origin).changes()
    arriving = {it.record: it.nquads for it in changes if it.record in wanted and it.nquads}
    held = {record: text for record, text in home.ledger.graphs().items() if record not in arriving}
    found = propose_identity(arriving, held) if arriving else ()
    return tuple({**it.as_json(), "certain": it.certain} for it in found)


def approve(home: Home, name: str, steps: Steps, *, rule: str | None = None) -> Import:
    """Take an import in, as one transaction, just as it was shown last.

    Whoever brought it in may not, save alone in a team of one, or where a standing `rule` lets it.
    Raises FourEyes, HeldByPolicy where something in it is refused, and Conflict where it would now
    do something else than what was shown.
    """
    one = _require_waiting(home, name)
    _require_second(home, one, rule)
    for _ in range(TRIES):
        staged = stage_import(home, one, steps)
        _require_shown(one, staged.plan)
        steps.step("writing", None)
        try:
            return _take_in(home, replace(one, reason=rule or ""), staged)
        except Conflict:
            if home.ledger.refresh() == staged.stage.sequence:
                raise
    msg = f"others wrote {TRIES} times while {one.import_id} was judged: approve it again"
    raise Conflict(msg)


def reject(home: Home, name: str, reason: str) -> Import:
    """Refuse an import for a reason; nothing of it is kept."""
    if not reason.strip():
        msg = "say why it is rejected (--reason)"
        raise InvalidInput(msg)
    one = _require_waiting(home, name)
    done = note(home, replace(one, state=REJECTED, reason=reason.strip()))
    quarantine_of(home).drop(one.import_id)
    return done


def tidy(home: Home) -> list[Import]:
    """All imports, each with what a crash left undone of it done now."""
    found, kept = list_imports(home), quarantine_of(home)
    for one in found:
        if one.state != QUARANTINED and kept.holds(one.import_id):
            if one.state == APPROVED:
                _finish(home, one)
            else:
                kept.drop(one.import_id)
    return found


def _require_waiting(home: Home, name: str) -> Import:
    tidy(home)
    one = find_import(home, name)
    if one.state != QUARANTINED:
        msg = f"{one.import_id} is {one.state} already"
        raise Conflict(msg)
    return one


def _require_second(home: Home, one: Import, rule: str | None) -> None:
    alone = home.region.team == 1
    if rule is None and not alone and home.attribution.author == one.by:
        msg = f"{one.import_id}: you brought it in: a second person approves it (--as NAME)"
        raise FourEyes(msg)


def _require_shown(one: Import, plan: Plan) -> None:
    wrong = violations(plan.findings)
    if wrong:
        told = "; ".join(str(found) for found in wrong[:SHOWN])
        msg = f"{one.import_id} cannot be taken in, {len(wrong)} violations: {told}"
        raise HeldByPolicy(msg)
    if plan.digest() != one.plan:
        msg = (
            f"{one.import_id}: what it would do is no longer what was shown: look at it again "
            f"(whatworked preview {one.import_id})"
        )
        raise Conflict(msg)


def _take_in(home: Home, one: Import, staged: Staged) -> Import:
    plan = staged.plan
    if plan.erased:
        drop_traces(home, plan.erased, one.import_id)
    purge(home, _erased(home, one), one.import_id)
    by = Attribution(one.by, home.attribution.author, one.import_id)
    done = staged.take_in(home.ledger, by)
    approved = replace(show(one, plan), state=APPROVED, sequence=done.sequence)
    note(home, approved)
    _finish(home, approved)
    return approved


def _erased(home: Home, one: Import) -> set[str]:
    """All that an import says is erased, be it held here or only waiting in another import."""
    changes = quarantine_of(home).arrival(one.import_id, one.origin).changes()
    return {change.record for change in changes if change.erased}


def _finish(home: Home, one: Import) -> None:
    """Hold the texts that came with an import; of its changes keep what waits as a proposal."""
    kept = quarantine_of(home)
    home.ledger.refresh()
    fresh = set()
    for name, text in kept.texts(one.import_id):
        if home.shelf.find(name) is None:
            home.shelf.hold(Document(f"{name}.txt", "text/plain", name, text, "import"))
            fresh.add(name)
    drop_texts(home, fresh)
    waiting = open_changes(home, one)
    if waiting:
        kept.keep(one.import_id, waiting, ())
    else:
        kept.drop(one.import_id)


def open_changes(home: Home, one: Import) -> list[Change]:
    """The changes of an import to records of ours that differ from what stands here."""
    changes = quarantine_of(home).arrival(one.import_id, one.origin).changes()
    ours = [change for change in changes if is_below(change.record, home.region.base)]
    held = held_for(home, one.origin) if ours else None
    return [change for change in ours if held and is_proposal(change, one.origin, held)]
