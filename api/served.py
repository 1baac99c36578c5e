"""What a server keeps open: the repository, and one engine for each sharing level switched on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from api.asking import Answered, put_question
from api.home import Home
from graph.engine import SparqlEngine
from graph.ledger import SHARING
from ingest.documents import digest
from ontology.errors import InvalidInput, NotAvailable

AS_OF = "asOf"


@dataclass(frozen=True)
class Served:
    """A repository with its engines, by the level that each holds; the first is the default.

    A level is chosen by asking another engine, never by a filter on rows.
    """

    home: Home
    engines: Mapping[str, SparqlEngine]
    _loading: Lock = field(default_factory=Lock)

    @property
    def level(self) -> str:
        """The level that is answered from unless another is asked for."""
        return next(iter(self.engines))

    def engine(self, level: str | None = None) -> SparqlEngine:
        """The engine of a level, with all that is committed.

        InvalidInput where there is no such level, NotAvailable where it is not switched on.
        """
        chosen = self.level if level is None else level
        if chosen not in SHARING:
            msg = f"there is no level {chosen!r}: choose from {', '.join(SHARING)}"
            raise InvalidInput(msg)
        if chosen not in self.engines:
            msg = f"the level {chosen} is not switched on here: ask in {', '.join(self.engines)}"
            raise NotAvailable(msg)
        engine = self.engines[chosen]
        with self._loading:
            self.home.follow(engine, chosen)
        return engine

    def state(self, sequence: int) -> str:
        """What an answer that quotes depends on: the sequence, and the texts that are held."""
        texts = self.home.shelf.names()
        return f"{sequence}-{digest(' '.join(texts))[:8]}" if texts else str(sequence)

    def ask(
        self, name: str, given: Mapping[str, str] | None = None, level: str | None = None
    ) -> Answered:
        """Put a question to the engine of a level, or to the past where `asOf` is given."""
        engine = self.engine(level)
        terms = dict(given or {})
        as_of = self.home.sequence_of(terms.pop(AS_OF, None))
        if as_of is None:
            return put_question(engine, self.home.shelf, name, terms)
        with self.home.engine(as_of, level or self.level) as past:
            return put_question(past, self.home.shelf, name, terms)


def served_of(request: Request) -> Served:
    """What the application of this request serves."""
    served = request.app.state.served
    assert isinstance(served, Served)  # noqa: S101 — a type: create_app has set it
    return served


Serving = Annotated[Served, Depends(served_of)]
