"""Where this repository's Neo4j is, as options and the environment say."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from api.home import Home
from graph.neo4j.bolt import Address
from graph.neo4j.engine import CypherEngine
from graph.neo4j.install import VERSION, JarSource
from graph.neo4j.load import Place, load_neo4j, open_engine
from ontology.errors import InvalidInput, NotAvailable


def read_place(environment: Mapping[str, str], home: Path) -> Place:
    """The place of Neo4j for a repository; InvalidInput where an address lacks its password."""
    return Place(
        folder=(home / "neo4j").resolve(),
        source=_source(environment),
        theirs=_theirs(environment),
        level=environment.get("WHATWORKED_NEO4J_LEVEL") or "LOCAL",
    )


def _source(environment: Mapping[str, str]) -> JarSource:
    """All repositories of a user share the jars that are fetched."""
    if folder := environment.get("WHATWORKED_NEO4J_JARS"):
        return JarSource(Path(folder).resolve(), closed=True)
    cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache").resolve()
    mirror = environment.get("WHATWORKED_MAVEN")
    return JarSource(cache / "whatworked" / f"neo4j-{VERSION}", mirror or None)


def _theirs(environment: Mapping[str, str]) -> Address | None:
    uri = environment.get("WHATWORKED_NEO4J_URI")
    if not uri:
        return None
    password = environment.get("WHATWORKED_NEO4J_PASSWORD")
    if not password:
        msg = "WHATWORKED_NEO4J_URI is set: set WHATWORKED_NEO4J_PASSWORD too"
        raise InvalidInput(msg)
    return Address(uri, password, environment.get("WHATWORKED_NEO4J_USER") or "neo4j")


@contextmanager
def cypher_engine(home: Home, place: Place) -> Iterator[CypherEngine]:
    """An engine for questions in Cypher; NotAvailable says what is to be done first.

    A database that holds this ledger is brought up to date first; any other is left alone.
    """
    engine = open_engine(place, home.ledger)
    if engine is None:
        msg = (
            "Cypher is not available here, because Neo4j does not run: start and load it "
            "(whatworked neo4j load), or ask in sparql"
        )
        raise NotAvailable(msg)
    with engine:
        if engine.is_whole and engine.sequence < home.ledger.sequence:
            load_neo4j(place, home.ledger)
            engine.look()
        yield engine
