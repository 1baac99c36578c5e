"""Releases side by side: bundles, or the repository at two moments, and what differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from api.exchange.sharing import trusted_keys
from api.home import Home
from graph.canonical import dataset_digest, graph_digest
from graph.exchange.bundle import read_graphs
from graph.exchange.difference import Altered, compare_releases, tell_statement
from graph.exchange.verifying import verify_bundle
from ontology.errors import InvalidInput

KINDS = ("added", "changed", "withdrawn")


@dataclass(frozen=True)
class Release:
    """The records of a bundle or of a moment; `doubt` says why nobody vouches for them."""

    name: str
    graphs: Mapping[str, str]
    doubt: str | None = None

    def as_json(self) -> dict[str, object]:
        """What it is, with its dataset digest."""
        digests = ((record, graph_digest(text)) for record, text in self.graphs.items())
        return {
            "name": self.name,
            "records": len(self.graphs),
            "digest": dataset_digest(digests),
            "doubt": self.doubt,
        }


@dataclass(frozen=True)
class Difference:
    """What differs between two releases."""

    before: Release
    after: Release
    altered: tuple[Altered, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many records were added, changed and withdrawn, and how many statements."""
        kinds = {kind: sum(one.kind == kind for one in self.altered) for kind in KINDS}
        return {
            **kinds,
            "statementsAdded": sum(len(one.added) for one in self.altered),
            "statementsRemoved": sum(len(one.removed) for one in self.altered),
        }

    def as_json(self) -> dict[str, object]:
        """The answer as programs get it; statements are lines of N-Quads."""
        return {
            "from": self.before.as_json(),
            "to": self.after.as_json(),
            "counts": self.counts,
            "records": [
                {
                    "record": one.record,
                    "label": one.label,
                    "change": one.kind,
                    "added": list(one.added),
                    "removed": list(one.removed),
                }
                for one in self.altered
            ],
        }


def compare(home: Home, before: str, after: str, day: date) -> Difference:
    """Compare two releases: files of bundles, or sequences and days of this repository.

    Raises InvalidInput where a bundle is not whole; one of a region that is not trusted is compared
    all the same, and said to be so.
    """
    one, other = (read_release(home, name, day) for name in (before, after))
    return Difference(one, other, tuple(compare_releases(one.graphs, other.graphs)))


def read_release(home: Home, name: str, day: date) -> Release:
    """Read a bundle by its path, or this repository as of a sequence or a day."""
    if not name.endswith(".zip"):
        return Release(name, home.ledger.graphs(home.sequence_of(name)))
    archive = Path(name)
    found = verify_bundle(archive, trusted_keys(home), day)
    if found.exit_code == InvalidInput.exit_code:
        problem = found.problems[0]
        msg = f"{name}: {problem.code}: {problem.detail}"
        raise InvalidInput(msg)
    doubt = found.problems[0].detail if found.problems else None
    return Release(name, read_graphs(archive), doubt)


def tell(found: Difference) -> str:
    """A difference as a page in Markdown."""
    counts = found.counts
    lines = [
        f"# What changed from {found.before.name} to {found.after.name}",
        "",
        *(f"- {kind}: {counts[kind]} records" for kind in KINDS),
        f"- statements: {counts['statementsAdded']} more, {counts['statementsRemoved']} gone",
    ]
    for kind, some in groupby(sorted(found.altered, key=_order), lambda one: one.kind):
        lines += ["", f"## {kind.capitalize()}"]
        for one in some:
            lines += ["", f"### {escape(one.label or one.record)}", "", f"<{one.record}>"]
            lines += ["", *_table(one)] if kind == "changed" else []
    return "\n".join([*lines, ""])


def _order(one: Altered) -> tuple[int, str]:
    return KINDS.index(one.kind), one.record


def _table(one: Altered) -> Iterator[str]:
    """Each statement in a row: of what, which property, and the value before or after."""
    yield "| of | property | before | after |"
    yield "|---|---|---|---|"
    for row in list_statements(one):
        yield f"| {' | '.join(map(escape, row))} |"


def list_statements(one: Altered) -> list[tuple[str, str, str, str]]:
    """The statements that differ, those of one subject and property in one row, side by side."""
    told: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for side, lines in enumerate((one.removed, one.added)):
        for line in lines:
            said = tell_statement(line)
            of = said.subject.removeprefix(one.record).strip("/")
            told.setdefault((of, said.predicate), ([], []))[side].append(said.value)
    return [(*key, ", ".join(gone), ", ".join(come)) for key, (gone, come) in sorted(told.items())]


def escape(text: str) -> str:
    """A text that is a cell of Markdown and nothing else."""
    flat = " ".join(text.split())
    for sign in "\\`*_[]<>#|":
        flat = flat.replace(sign, f"\\{sign}")
    return flat
