"""What comes from outside: environment and options, read once at the edge and passed down."""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import InvalidInput
from ontology.terms import PROJECT_BASE, is_iri

DEFAULT_HOME = "whatworked-data"
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Settings:
    """Where the repository lies, who acts, and which texts may be looked up beside it.

    `shared` is a folder of data that did not come with the program; it need not be there.
    """

    home: Path
    actor: str
    documents: Path | None
    shared: Path = ROOT / "../shared"


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
    )


def read_region(environment: Mapping[str, str], team: int) -> Region:
    """The region that a new repository is made for."""
    return Region(
        name=environment.get("WHATWORKED_REGION") or "unnamed region",
        base=environment.get("WHATWORKED_BASE") or PROJECT_BASE,
        team=team,
    )
