"""How an innovation spread, at the edge: its name made into an IRI, and the words behind it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from api.answers.asking import Citation, cite, find_thing
from api.answers.clusters import together
from graph.engine.port import Engine
from ingest.documents import Shelf
from queries.spread.answer import Spread, trace_spread


@dataclass(frozen=True)
class Traced:
    """How an innovation spread, with the citation of each claim that it stands on."""

    spread: Spread
    sequence: int
    citations: Mapping[str, Citation]

    def as_json(self) -> dict[str, object]:
        """The answer as programs get it."""
        cited = {claim: asdict(found) for claim, found in self.citations.items()}
        return {"sequence": self.sequence, **self.spread.as_json(), "citations": cited}


def ask_spread(engine: Engine, shelf: Shelf, innovation: str) -> Traced:
    """How an innovation spread; NotFound where nothing is called so."""
    found = find_thing(innovation, engine.ask, kind="innovation")
    spread = trace_spread(together(engine, found), found)
    return Traced(spread, engine.sequence, cite(engine.ask, shelf, spread.claims))
