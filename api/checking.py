"""Whether all that a repository keeps is what was written, and engines hold the same."""

from collections.abc import Callable
from dataclasses import dataclass, field

from api.home import Home
from graph.comparison import digest_engine, holds_strays
from graph.ledger import DEFAULT_SHARING
from graph.ledger_check import check_ledger
from graph.neo4j.load import Place, compare_neo4j, visible_digest
from graph.neo4j.server import holds_database
from ontology.errors import NotAvailable


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


def check_home(home: Home, place: Place, progress: Callable[[int], object]) -> Checked:
    """Verify log, blobs and texts, and compare an engine, and Neo4j, with the ledger."""
    checked = Checked({"sequence": home.ledger.sequence, "records": len(home.ledger.records())})
    for problem in check_ledger(home.folder / "ledger", progress):
        (checked.notes if problem.harmless else checked.problems).append(problem.message)
    checked.problems += home.shelf.check()
    if not checked.problems:
        _compare(home, checked)
        _compare_neo4j(home, place, checked)
    return checked


def _compare(home: Home, checked: Checked) -> None:
    """An engine stores what the gate let through as it is, so that its digest is the ledger's."""
    checked.ledger["digest"] = home.ledger.digest()
    remote = home.settings.remote
    for level in {DEFAULT_SHARING, remote.level if remote else DEFAULT_SHARING}:
        try:
            _compare_level(home, level, checked)
        except NotAvailable as error:
            checked.notes.append(f"the SPARQL server was not compared: {error}")


def _compare_level(home: Home, level: str, checked: Checked) -> None:
    with home.engine(level=level) as engine:
        digest = digest_engine(engine, home.ledger.records().keys())
        strays = holds_strays(engine)
        found = {"name": engine.name, "sequence": engine.sequence, "digest": digest}
    checked.engines.append(found)
    if strays or digest != visible_digest(home.ledger, level):
        msg = f"the engine {engine.name} does not hold what the ledger holds"
        fix = ": empty its dataset, and it is loaded anew" if engine.name == "remote" else ""
        checked.problems.append(msg + fix)


def _compare_neo4j(home: Home, place: Place, checked: Checked) -> None:
    """A server of ours that does not run, and one of the user's that does not answer, hold on."""
    try:
        held = compare_neo4j(place, home.ledger)
    except NotAvailable as error:
        checked.notes.append(f"Neo4j was not compared: {error}")
        return
    if held is None:
        if holds_database(place.folder):
            checked.notes.append("Neo4j was not compared: it does not run (whatworked neo4j start)")
        return
    found = {"name": "neo4j", "sequence": held.sequence, "digest": held.digest}
    checked.engines.append(found)
    if held.problem:
        checked.problems.append(held.problem)
