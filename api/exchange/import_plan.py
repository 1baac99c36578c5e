"""What an import would do to this repository: planned, judged by our shapes, and told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from api.authoring.adding import Steps
from api.exchange.import_log import Import, done_imports, quarantine_of, undone_in
from api.exchange.shipped import shipped_text
from api.home import Home
from graph.imports.arrival import Origin
from graph.imports.history import Standing, known_standings
from graph.imports.migrating import Migration, load_migrations, migrate, migrations_from
from graph.imports.overlap import narrower_than
from graph.imports.plan import Held, Plan, held_finding, make_plan
from graph.imports.staged import Staged, stage_plan
from graph.ledger import Ledger
from graph.staging import Stage
from ontology.errors import WhatworkedError
from ontology.report import Finding


def stage_import(home: Home, one: Import, steps: Steps) -> Staged:
    """Plan an import as the ledger stands, and judge it by our shapes."""
    stage = Stage(home.ledger)
    arrival = quarantine_of(home).arrival(one.import_id, one.origin)
    refused = [Finding(**found) for found in one.held]  # type: ignore[arg-type] # as it was logged
    try:
        arrival = migrate(arrival, migrations_of(one.origin))
    except WhatworkedError as error:
        refused.append(held_finding(one.import_id, error.code, str(error)))
    steps.step("comparing", None)
    plan = make_plan(arrival, held_for(home, one.origin))
    steps.step("judging", None)
    return stage_plan(
        arrival, replace(plan, findings=(*plan.findings, *refused)), stage, steps.advance
    )


def migrations_of(origin: Origin) -> Sequence[Migration]:
    """The migrations that something goes through; UpgradeFirst where none lead to our terms."""
    return migrations_from(origin.ontology, load_migrations()) if origin.ontology else ()


def held_for(home: Home, origin: Origin) -> Held:
    """What this repository has, as the plan of an arrival needs to know it."""
    done = done_imports(home)
    taken = [one.origin for one in done if not one.is_undone]
    return Held(
        base=home.region.base,
        standing=_standings(home.ledger, home.ledger.sequence, frozenset(undone_in(home).items())),
        read=home.ledger.nquads,
        shipped=lambda record: shipped_text(home, record),
        bases={one.publisher or "": one.base for one in taken if one.base},
        narrower=narrower_than(done, origin),
    )


@lru_cache(maxsize=1)
def _standings(
    ledger: Ledger, sequence: int, undone: frozenset[tuple[str, int]]
) -> Mapping[str, Standing]:
    """The standing of each record at a sequence; the log is read once for many looks at it."""
    return known_standings(ledger.transactions(0, sequence), dict(undone))


def show(one: Import, plan: Plan) -> Import:
    """An import with what its plan says."""
    counts = {
        "added": len(plan.created),
        "updated": len(plan.updated),
        "deleted": len(plan.deleted),
        "erased": len(plan.erased),
        "unchanged": plan.unchanged,
        "proposed": len(plan.proposals),
    }
    if plan.narrowed:
        counts["narrowed"] = len(plan.narrowed)
    return replace(
        one,
        plan=plan.digest(),
        changes=counts,
        violations=tuple(found.as_json() for found in plan.findings),
        conflicts=tuple({"record": it.record, "reason": it.reason} for it in plan.conflicts),
    )
