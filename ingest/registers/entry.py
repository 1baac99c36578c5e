"""An entry of a register, and the YAML that it is kept as."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.record import Entity
from ontology.report import parse_record

Facts = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Entry:
    """One body, area or succession: an entity record to be. Facts that are empty are not known."""

    record: str
    is_: str
    label: str
    facts: Facts
    source: str

    def entity(self) -> Entity:
        """The record, checked; InvalidRecord says what is wrong with it."""
        found = parse_record(
            {
                "kind": "entity",
                "record": self.record,
                "is": self.is_,
                "label": self.label,
                "facts": self._known(),
                "source": self.source,
            }
        )
        assert isinstance(found, Entity)  # noqa: S101 - types: kind says so
        return found

    def yaml(self) -> str:
        """The record as a curator would write it; JSON quotes texts as YAML does."""
        self.entity()
        facts = ", ".join(f"{key}: {_write(value)}" for key, value in self._known().items())
        return (
            f"kind: entity\nrecord: {self.record}\nis: {self.is_}\nlabel: {_write(self.label)}\n"
            f"facts: {{{facts}}}\nsource: {_write(self.source)}\n"
        )

    def _known(self) -> dict[str, str | tuple[str, ...]]:
        return {key: _simply(value) for key, value in self.facts.items() if value}


def _simply(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return value[0] if len(value) == 1 else value


def _write(value: str | tuple[str, ...]) -> str:
    return json.dumps(value, ensure_ascii=False)


def write_entries(entries: Iterable[Entry]) -> str:
    """The text of one file of a register."""
    return "---\n".join(entry.yaml() for entry in entries)


def read_concepts(data: Path, name: str) -> list[Mapping[str, str]]:
    """The members of a published list in `vocabularies/`, in the list's order."""
    found: list[Mapping[str, str]] = read_list(data, name)["concepts"]
    return found


def read_list(data: Path, name: str) -> dict[str, list[Mapping[str, str]]]:
    """A published list in `vocabularies/`, whole."""
    path = data / "vocabularies" / f"{name}.json"
    found: dict[str, list[Mapping[str, str]]] = json.loads(path.read_text("utf-8"))
    return found
