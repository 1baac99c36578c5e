"""A plan put beside the ledger's own records, judged there by our shapes, and then taken in."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pyoxigraph import RdfFormat, parse

from graph.imports.arrival import Arrival
from graph.imports.plan import Plan
from graph.ledger import Appended, Ledger
from graph.log import Attribution
from graph.staging import Stage
from ontology.errors import InvalidInput
from ontology.report import Finding

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Staged:
    """A plan with all that is wrong with it, and the stage that it is taken in from."""

    plan: Plan
    stage: Stage

    def take_in(self, ledger: Ledger, by: Attribution) -> Appended:
        """Carry out the plan as one transaction.

        Raises Conflict where the ledger went on since it was staged, StorageFailure as `append`.
        """
        return ledger.append(
            self.stage.puts(),
            self.plan.deleted,
            self.plan.levels,
            by=by,
            erases=self.plan.erased,
            after=self.stage.sequence,
        )


def stage_plan(arrival: Arrival, plan: Plan, stage: Stage, progress: Progress) -> Staged:
    """Put what a plan adds and changes on a stage and judge it there.

    `progress` is called with the number of records put or judged since the last call.
    """
    wanted = {*plan.created, *plan.updated}
    refused = list(plan.findings)
    for record in (*plan.deleted, *plan.erased):
        stage.drop(record)
    for change in arrival.changes():
        if change.record in wanted and change.nquads is not None:
            refused += _put(stage, change.record, change.nquads)
            progress(1)
    foreign = arrival.origin.kind == "graph"  # no record of ours: our shapes say nothing of it
    found = [] if foreign else stage.judge(progress)
    return Staged(replace(plan, findings=tuple(sorted({*refused, *found}))), stage)


def _put(stage: Stage, record: str, text: str) -> list[Finding]:
    try:
        stage.put(record, list(parse(text.encode(), format=RdfFormat.N_QUADS)))
    except (InvalidInput, SyntaxError, ValueError) as error:
        return [Finding(record, "record", "import/graph", "Violation", str(error))]
    return []
