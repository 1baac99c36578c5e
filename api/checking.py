"""Whether all that a repository keeps is what was written, and engines hold the same."""

from collections.abc import Callable
from dataclasses import dataclass, field

from api.home import Home
from graph.comparison import digest_engine
from graph.ledger_check import check_ledger


@dataclass
class Checked:
    """What was found; harmless notes are no problems."""

    ledger: dict[str, object]
    engines: list[dict[str, object]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The answer of `check` as the contract has it."""
        return {
            "ok": not self.problems,
            "ledger": self.ledger,
            "engines": self.engines,
            "problems": self.problems,
            "notes": self.notes,
        }


def check_home(home: Home, progress: Callable[[int], object]) -> Checked:
    """Verify log, blobs and texts, and compare an engine with the ledger."""
    checked = Checked({"sequence": home.ledger.sequence, "records": len(home.ledger.records())})
    for problem in check_ledger(home.folder / "ledger", progress):
        (checked.notes if problem.harmless else checked.problems).append(problem.message)
    checked.problems += home.shelf.check()
    if not checked.problems:
        _compare(home, checked)
    return checked


def _compare(home: Home, checked: Checked) -> None:
    """An engine stores what the gate let through as it is, so that its digest is the ledger's."""
    expected = home.ledger.digest()
    checked.ledger["digest"] = expected
    with home.engine() as engine:
        digest = digest_engine(engine, home.ledger.records().keys())
        found = {"name": engine.name, "sequence": engine.sequence, "digest": digest}
    checked.engines.append(found)
    if digest != expected:
        checked.problems.append(f"the engine {engine.name} does not hold what the ledger holds")
