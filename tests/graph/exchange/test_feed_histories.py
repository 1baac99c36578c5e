"""Random histories: who follows a feed holds what it stands for, and nothing private shows."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from graph.canonical import dataset_digest, graph_digest
from graph.exchange.feed import AUDIENCES, Feed, chain_of, project_feed
from graph.log import Change, Transaction
from tests.graph.exchange.innovations import graph, iri

NAMES = [f"n{number}" for number in range(6)]
SHOWN = {"PUBLIC": {"PUBLIC"}, "NHS": {"NHS", "PUBLIC"}, "PARTNERS": {"PARTNERS", "NHS", "PUBLIC"}}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class History:
    """A ledger in memory, changed at random; `texts` are what versions hold, erased ones not."""

    chosen: random.Random
    transactions: list[Transaction] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    current: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)

    def read(self, version: str) -> str:
        return self.texts[version]

    def commit(self, changes: list[Change]) -> None:
        number = len(self.transactions) + 1
        time = EPOCH + timedelta(minutes=number)
        made = Transaction(number, time, "quentin", None, None, tuple(changes))
        self.transactions.append(made)

    def step(self) -> None:
        names = self.chosen.sample(NAMES, self.chosen.randint(1, 3))
        self.commit([change for name in names for change in self._change(name)])

    def private(self) -> None:
        """Make, change or withdraw records that nobody else hears of."""
        name = self.chosen.choice(["p1", "p2", "p3"])
        version = f"{name}-{len(self.texts)}"
        operation = "update" if name in self.current else "create"
        self.texts[version] = graph(name, "a secret", self.chosen.choice(NAMES))
        self.current[name] = version
        self.commit([Change(operation, iri(name), version)])  # type: ignore[arg-type]

    def _change(self, name: str) -> Iterator[Change]:
        kind = self.chosen.choice(["put", "put", "put", "level", "level", "delete", "erase"])
        held = [version for version in self.texts if version.startswith(f"{name}-")]
        match kind:
            case "put":
                yield self._put(name)
            case "level" if name in self.current:
                level = self.chosen.choice(["LOCAL", "PARTNERS", "NHS", "PUBLIC", "PUBLIC"])
                if level != self.levels.get(name, "LOCAL"):
                    self.levels[name] = level
                    yield Change("level", iri(name), level=level)
            case "delete" if name in self.current:
                yield self._delete(name)
            case "erase" if held:
                if name in self.current:
                    yield self._delete(name)
                for version in held:
                    del self.texts[version]
                    yield Change("erase", iri(name), version)

    def _put(self, name: str) -> Change:
        version = f"{name}-{len(self.transactions)}-{self.chosen.random()}"
        label = self.chosen.choice(["a thing", "another", "write to ada@example.org"])
        self.texts[version] = graph(name, label, self.chosen.choice([*NAMES, None]))
        operation = "update" if name in self.current else "create"
        self.current[name] = version
        return Change(operation, iri(name), version)  # type: ignore[arg-type]

    def _delete(self, name: str) -> Change:
        del self.current[name]
        self.levels.pop(name, None)
        return Change("delete", iri(name))


def follow(feed: Feed, history: History) -> str:
    """The digest that somebody comes to who applies the members one by one."""
    held: dict[str, str] = {}
    for step in feed.steps:
        for member in step.members:
            if member.version:
                assert (member.record in held) == (member.activity == "Update")
                held[member.record] = graph_digest(history.read(member.version))
            else:
                held.pop(member.record, None)
    return dataset_digest(held.items())


@pytest.mark.parametrize("seed", range(300))
def test_a_follower_holds_what_stands_and_what_is_private_shows_nowhere(seed: int) -> None:
    history = History(random.Random(seed))  # noqa: S311 — histories, no secrets
    before: dict[str, Feed] = {}
    for turn in range(30):
        history.step()
        if turn % 10 == 9:
            before = {
                one: project_feed(history.transactions, history.read, one) for one in AUDIENCES
            }
            history.private()
    for audience, feed in before.items():
        assert project_feed(history.transactions, history.read, audience) == feed
        assert follow(feed, history) == feed.digest(history.read)
        shown = {
            iri(name) for name in history.current if history.levels.get(name) in SHOWN[audience]
        }
        assert feed.records.keys() | feed.held.keys() == shown
        assert not feed.records.keys() & feed.held.keys()
        assert "p1" not in repr(feed.records)


@pytest.mark.parametrize("seed", range(50))
def test_what_was_told_stays_until_something_is_erased(seed: int) -> None:
    history = History(random.Random(seed))  # noqa: S311 — histories, no secrets
    told: list[tuple[int, str]] = []
    epoch = 0
    for _ in range(20):
        history.step()
        feed = project_feed(history.transactions, history.read, "PUBLIC")
        chain = chain_of(feed, history.read)
        if feed.epoch == epoch:
            assert chain[: len(told)] == told
        told, epoch = chain, feed.epoch
