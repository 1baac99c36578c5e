"""What comes from outside: environment and options, read once at the edge and passed down."""

import getpass
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.engine.port import Limits
from graph.ledger import DEFAULT_SHARING, SHARING
from graph.remote.endpoint import Endpoint
from ontology.errors import InvalidInput
from ontology.terms import PROJECT_BASE, is_iri

DEFAULT_HOME = "whatworked-data"
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Remote:
    """A dataset of a SPARQL server that holds what one sharing level shows, in place of memory."""

    endpoint: Endpoint
    level: str = DEFAULT_SHARING

    def __post_init__(self) -> None:
        if self.level not in SHARING:
            msg = f"WHATWORKED_SPARQL_LEVEL {self.level!r}: give one of {', '.join(SHARING)}"
            raise InvalidInput(msg)


@dataclass(frozen=True)
class Settings:
    """Where the repository lies, who acts, and which texts may be looked up beside it.

    `shared` is a folder of data that did not come with the program; it need not be there.
    `remote` is the engine of a server of the user's, where there is one.
    """

    home: Path
    actor: str
    documents: Path | None
    shared: Path = ROOT / "../shared"
    remote: Remote | None = None


OUTSIDE = Limits(seconds=10, size=50 * 2**20)  # of one query of somebody's own


@dataclass(frozen=True)
class Region:
    """Whose repository it is; `base` is the base IRI of records made here, `team` its readers."""

    name: str
    base: str = PROJECT_BASE
    team: int = 2

    def __post_init__(self) -> None:
        whole = self.base.startswith(("http://", "https://")) and self.base.endswith("/")
        if not whole or not is_iri(self.base):
            msg = f"{self.base!r} is no base IRI: write https://…/ with a slash at its end"
            raise InvalidInput(msg)
        if self.team < 1:
            msg = f"a team has at least one reader, not {self.team}"
            raise InvalidInput(msg)


def read_settings(
    environment: Mapping[str, str], home: Path | None = None, actor: str | None = None
) -> Settings:
    """The settings of one call: options win over the environment, the environment over defaults."""
    documents = environment.get("WHATWORKED_DOCUMENTS")
    return Settings(
        home=home or Path(environment.get("WHATWORKED_HOME") or DEFAULT_HOME),
        actor=actor or environment.get("WHATWORKED_ACTOR") or getpass.getuser(),
        documents=Path(documents) if documents else None,
        shared=ROOT / (environment.get("WHATWORKED_SHARED") or "../shared"),
        remote=_read_remote(environment),
    )


def _read_remote(environment: Mapping[str, str]) -> Remote | None:
    address = environment.get("WHATWORKED_SPARQL_URI")
    if not address:
        return None
    update = re.sub(r"/(query|sparql)$", "/update", address)  # as Fuseki and others have it
    endpoint = Endpoint(
        query=address,
        update=environment.get("WHATWORKED_SPARQL_UPDATE_URI") or update,
        user=environment.get("WHATWORKED_SPARQL_USER") or "",
        password=environment.get("WHATWORKED_SPARQL_PASSWORD") or "",
        token=environment.get("WHATWORKED_SPARQL_TOKEN") or "",
    )
    return Remote(endpoint, environment.get("WHATWORKED_SPARQL_LEVEL") or DEFAULT_SHARING)


def read_limits(environment: Mapping[str, str]) -> Limits:
    """What one query from outside may use: the defaults, or what the environment says."""

    def read(name: str, default: float) -> int:
        text = environment.get(f"WHATWORKED_QUERY_{name}") or str(int(default))
        if not re.fullmatch(r"[1-9][0-9]{0,11}", text):
            msg = f"WHATWORKED_QUERY_{name} {text!r}: give a whole number"
            raise InvalidInput(msg)
        return int(text)

    return Limits(
        seconds=read("SECONDS", OUTSIDE.seconds),
        rows=read("ROWS", OUTSIDE.rows),
        size=read("BYTES", OUTSIDE.size),
        memory=read("MEMORY", OUTSIDE.memory),
    )


def read_region(environment: Mapping[str, str], team: int) -> Region:
    """The region that a new repository is made for."""
    return Region(
        name=environment.get("WHATWORKED_REGION") or "unnamed region",
        base=environment.get("WHATWORKED_BASE") or PROJECT_BASE,
        team=team,
    )
