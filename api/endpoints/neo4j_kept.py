"""The Neo4j that a server keeps: reached when Cypher is first asked for, and brought up to date."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Timer

from api.home import Home
from graph.engine.answer import EngineFailed, refusal
from graph.neo4j.engine import CypherEngine
from graph.neo4j.load import Place, load_neo4j, open_engine
from graph.neo4j.server import alone, find_server, start_server, stop_server
from graph.neo4j.settings import Ports
from ontology.errors import LimitReached, NotAvailable, WhatworkedError

GRACE = 5.0  # seconds past its end in which Neo4j may still end a query itself
_KILLED = 1.0  # seconds that a server with a runaway query has to stop in good order


class KeptNeo4j:
    """An engine for Cypher that follows the ledger as those for SPARQL do; close it.

    A server of ours is started, and loaded, by the first call that needs it, and stopped at the
    end if it was started here. It may be used by several threads.
    """

    def __init__(self, home: Home, place: Place) -> None:
        """Nothing is done yet: not everybody asks in Cypher."""
        self._settings, self._place = home.settings, place
        self._home: Home | None = None
        self._engine: CypherEngine | None = None
        self._started = self._reached = False
        self._stopped: Ports | None = None  # of a server that is to be started again
        self._worker = ThreadPoolExecutor(1, "neo4j")

    @property
    def level(self) -> str:
        """The sharing level that it holds."""
        return self._place.level

    def engine(self, seconds: float = -1) -> CypherEngine:
        """The engine with all that is committed; NotAvailable says why there is none.

        Raises EngineBusy where it has to be started again, or loaded, for more than so many
        seconds. The first call waits as long as it takes.
        """
        following = self._worker.submit(self._follow)
        try:
            return following.result(seconds if self._reached and seconds >= 0 else None)
        except TimeoutError:
            raise refusal("busy") from None

    def mend(self, seconds: float) -> None:
        """Look some moments later whether a query that had so many seconds has ended.

        Neo4j ends none in the midst of an expression. A server of ours that still works on one is
        started again; with a server of the user's nothing can be done.
        """
        timer = Timer(GRACE, self._end_runaways, (seconds,))
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """Let go of it, and stop it if it was started here."""
        self._worker.shutdown(cancel_futures=True)
        self._forget()
        if self._started:
            with alone(self._place.folder, "stopping Neo4j"):
                stop_server(self._place.folder)

    def _follow(self) -> CypherEngine:
        engine, ledger = self._reach(), self._opened().ledger
        behind = engine.sequence < ledger.refresh()
        if behind if engine.is_whole else self._place.theirs is None:
            load_neo4j(self._place, ledger)
            engine.look()
        self._reached = True
        return engine

    def _opened(self) -> Home:
        """The repository, read on its own: what SPARQL follows is not waited for."""
        if self._home is None:
            self._home = Home(self._settings)
        return self._home

    def _reach(self) -> CypherEngine:
        if self._engine is not None:
            try:
                self._engine.look()
            except (NotAvailable, EngineFailed, LimitReached):
                self._forget()  # it has been stopped, or started anew: see what is there now
        if self._engine is None:
            self._engine = self._open()
        return self._engine

    def _open(self) -> CypherEngine:
        ledger = self._opened().ledger
        self._start_again()
        try:
            engine = open_engine(self._place, ledger)
        except (NotAvailable, EngineFailed, LimitReached):
            if self._place.theirs:
                raise
            engine = None  # it is on its way up, or down
        if engine is None:
            load_neo4j(self._place, ledger)
            self._started = True
            engine = open_engine(self._place, ledger)
        if engine is None:
            msg = "Cypher is not available here, because Neo4j was stopped: ask again"
            raise NotAvailable(msg)
        return engine

    def _forget(self) -> None:
        if self._engine is not None:
            self._engine.close()
        self._engine = None

    def _end_runaways(self, seconds: float) -> None:
        place, engine = self._place, self._engine
        server = None if place.theirs else find_server(place.folder)
        if engine is None or server is None or not engine.is_stuck(seconds + 1):
            return
        self._stopped = server.ports
        stop_server(place.folder, _KILLED)
        with suppress(RuntimeError):  # unless all is being closed
            self._worker.submit(self._start_again)

    def _start_again(self) -> None:
        """Start what was stopped for a runaway, where it was: whoever started it first stops it."""
        ports, self._stopped = self._stopped, None
        if ports is None:
            return
        with suppress(WhatworkedError), alone(self._place.folder, "starting Neo4j again"):
            start_server(self._place.folder, self._place.source, ports.bolt, ports.http)
