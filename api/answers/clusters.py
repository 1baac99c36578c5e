"""Engines asked for what is one together: the matches they hold, read once for each transaction."""

from weakref import WeakKeyDictionary

from graph.engine.port import Engine
from queries.catalogue import Ask
from queries.identity.matches import Match, read_matches
from queries.identity.together import Together

_READ: WeakKeyDictionary[Engine, tuple[int, tuple[Match, ...]]] = WeakKeyDictionary()


def matches_of(engine: Engine) -> tuple[Match, ...]:
    """The matches of what an engine holds."""
    known = _READ.get(engine)
    if known is None or known[0] != engine.sequence:
        known = _READ[engine] = engine.sequence, read_matches(engine.ask)
    return known[1]


def together(engine: Engine, *prefer: str | None) -> Ask:
    """An `Ask` for analyses: what is one is counted once, under the name that is preferred."""
    return Together(engine.ask, matches_of(engine), prefer)


def widened(engine: Engine) -> Ask:
    """An `Ask` for rows: what is one is asked for together, and each row keeps its own names."""
    return Together(engine.ask, matches_of(engine), rename=False)
