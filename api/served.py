"""What a server keeps open: the repository, and one engine for each sharing level switched on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from api.answers.asking import Answered, put_question
from api.endpoints.neo4j_kept import KeptNeo4j
from api.endpoints.queries import Examined
from api.exchange.offering import offer_bundle
from api.exchange.sharing import release
from api.home import Home
from api.settings import OUTSIDE
from graph.engine.port import Limits, SparqlEngine
from graph.exchange.publishing import Release
from graph.ledger import SHARING
from graph.neo4j.engine import CypherEngine
from ingest.documents import digest
from ontology.errors import InvalidInput, LimitReached, NotAvailable
from queries.search.index import Index
from queries.search.read import read_index

AS_OF, REVIEWED = "asOf", "reviewState"
PRESENT = "Neo4j holds the present as a whole: ask in sparql for what was, or what was read"


@dataclass(frozen=True)
class Served:
    """A repository with its engines, by the level that each holds; the first is the default.

    A level is chosen by asking another engine, never by a filter on rows.
    """

    home: Home
    engines: Mapping[str, SparqlEngine]
    outside: Limits = OUTSIDE
    examined: Examined = field(default_factory=Examined)
    neo4j: KeptNeo4j | None = None
    _loading: Lock = field(default_factory=Lock)
    _indexing: Lock = field(default_factory=Lock)
    _made: dict[str, tuple[Index, int]] = field(default_factory=dict)
    _sealing: Lock = field(default_factory=Lock)
    _sealed: dict[str, tuple[Release, int]] = field(default_factory=dict)
    _bundling: Lock = field(default_factory=Lock)

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

    def cypher(self, level: str | None = None, seconds: float = -1) -> CypherEngine:
        """The engine for Cypher, with all that is committed; NotAvailable says why there is none.

        Neo4j holds one sharing level, which has to be the one asked for; see `KeptNeo4j.engine`.
        """
        chosen = self.level if level is None else level
        if self.neo4j is None:
            msg = "Cypher is not available here, because this server runs without it: ask in sparql"
            raise NotAvailable(msg)
        if self.neo4j.level != chosen:
            msg = (
                f"Cypher is not available here, because Neo4j holds the level {self.neo4j.level} "
                f"and not {chosen}: ask in sparql"
            )
            raise NotAvailable(msg)
        return self.neo4j.engine(seconds)

    def index(self) -> tuple[Index, int]:
        """What the default level can be searched by, and the sequence that it was made at."""
        engine = self.engine()
        with self._indexing:
            made = self._made.get(self.level)
            if made is None or made[1] != engine.sequence:
                sequence = engine.sequence  # before the reading: what is loaded meanwhile is new
                made = self._made[self.level] = read_index(engine.ask), sequence
        return made

    def release(self, audience: str) -> Release:
        """What an audience gets, sealed anew once the ledger has moved on.

        The public gets it always, others where their level is switched on; else NotAvailable.
        """
        if audience not in {SHARING[-1], *self.engines}:
            msg = f"what {audience} may see is not switched on here (serve --sharing {audience})"
            raise NotAvailable(msg)
        with self._sealing:
            sequence = self.home.ledger.refresh()
            made = self._sealed.get(audience)
            if made is None or made[1] != sequence:
                made = self._sealed[audience] = release(self.home, audience), sequence
        return made[0]

    def bundle(self, audience: str, day: date) -> Path:
        """The bundle of what an audience gets as the ledger stands; raises what `release` does.

        LimitReached while one is made: that takes long, and others are not to wait for it.
        """
        if not self._bundling.acquire(blocking=False):
            msg = "a bundle is being made: try again in a moment"
            raise LimitReached(msg)
        try:
            made, path = self.release(audience), None
            while path is None or made is not self.release(audience):  # erased meanwhile, maybe
                made = self.release(audience)
                path = offer_bundle(self.home, made, day)
        finally:
            self._bundling.release()
        return path

    def state(self, sequence: int) -> str:
        """What an answer that quotes depends on: the sequence, and the texts that are held."""
        texts = self.home.shelf.names()
        return f"{sequence}-{digest(' '.join(texts))[:8]}" if texts else str(sequence)

    def ask(
        self,
        name: str,
        given: Mapping[str, str] | None = None,
        level: str | None = None,
        language: str = "sparql",
    ) -> Answered:
        """Put a question to the engine of a level; to the past with `asOf`, or to what was read."""
        terms = dict(given or {})
        as_of = self.home.sequence_of(terms.pop(AS_OF, None))
        reviewed = terms.pop(REVIEWED, None)
        if language == "cypher" and (as_of is not None or reviewed):
            raise NotAvailable(PRESENT)
        engine = self.cypher(level) if language == "cypher" else self.engine(level)
        if reviewed:
            with self.home.reviewed_engine(reviewed, as_of, level or self.level) as read:
                return put_question(read, self.home.shelf, name, terms)
        if as_of is None:
            return put_question(engine, self.home.shelf, name, terms)
        with self.home.engine(as_of, level or self.level) as past:
            return put_question(past, self.home.shelf, name, terms)


async def served_of(request: Request) -> Served:
    """What the application of this request serves."""
    served = request.app.state.served
    assert isinstance(served, Served)  # noqa: S101 — a type: create_app has set it
    return served


Serving = Annotated[Served, Depends(served_of)]
