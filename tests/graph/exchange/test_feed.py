"""The feed of an audience: what leaves, when, and what never shows."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graph.exchange.feed import Feed, chain_of, project_feed
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from ontology.errors import InvalidInput
from tests.graph.exchange.innovations import graph, iri

BY = Attribution("quentin")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return create_ledger(tmp_path / "ledger")


Put = Callable[..., object]


@pytest.fixture
def put(ledger: Ledger) -> Put:
    def act(levels: Mapping[str, str] | None = None, deletes: str = "", **labels: str) -> None:
        """Put records by name and label, `label>other` points to another; say their levels."""
        ledger.append(
            [(iri(name), graph(name, *text.split(">"))) for name, text in labels.items()],
            [iri(name) for name in deletes.split()],
            {iri(name): level for name, level in (levels or {}).items()},
            by=BY,
        )

    return act


def feed_of(ledger: Ledger, audience: str = "PUBLIC") -> Feed:
    return project_feed(ledger.transactions(), ledger.nquads, audience)


def told(feed: Feed) -> list[list[str]]:
    return [
        [f"{one.activity} {one.record.rpartition('/')[2]}" for one in step.members]
        for step in feed.steps
    ]


def test_versions_from_before_publication_never_appear(ledger: Ledger, put: Put) -> None:
    put(a="first")
    put(a="second")
    put({"a": "PUBLIC"})
    put(a="third")
    feed = feed_of(ledger)
    assert told(feed) == [["Create a"], ["Update a"]]
    texts = [ledger.nquads(one.version or "") for step in feed.steps for one in step.members]
    assert ['"second"' in texts[0], '"third"' in texts[1]] == [True, True]
    assert "first" not in "".join(texts)


@pytest.mark.parametrize(
    "away", [{"deletes": "a"}, {"levels": {"a": "LOCAL"}}, {"a": "x@example.org"}]
)
def test_withdrawn_narrowed_and_held_are_one_tombstone(
    ledger: Ledger, put: Put, away: dict[str, object]
) -> None:
    put({"a": "PUBLIC"}, a="first")
    put(**away)
    feed = feed_of(ledger)
    assert told(feed) == [["Create a"], ["Delete a"]]
    assert (list(feed.records), list(feed.withdrawn())) == ([], [iri("a")])


def test_what_is_more_private_changes_nothing(ledger: Ledger, put: Put) -> None:
    put({"a": "PUBLIC"}, a="first")
    put(b="secret")
    put({"b": "NHS"})
    put(a="second")
    put(b="other")
    public, nhs, partners = (feed_of(ledger, one) for one in ("PUBLIC", "NHS", "PARTNERS"))
    assert told(public) == [["Create a"], ["Update a"]]
    assert [step.number for step in public.steps] == [1, 2]
    assert told(nhs) == told(partners) == [["Create a"], ["Create b"], ["Update a"], ["Update b"]]


def test_a_record_waits_for_what_it_points_to(ledger: Ledger, put: Put) -> None:
    put({"a": "PUBLIC"}, b="secret", a="first>b")
    feed = feed_of(ledger)
    assert (told(feed), list(feed.held)) == ([[]], [iri("a")])
    assert iri("b") in feed.held[iri("a")][0].detail
    put({"b": "PUBLIC"})
    assert told(feed_of(ledger))[1:] == [["Create a", "Create b"]]
    put({"b": "LOCAL"})
    assert told(feed_of(ledger))[2:] == [["Delete a", "Delete b"]]


def test_the_name_of_a_private_record_does_not_leave_when_it_is_gone(
    ledger: Ledger, put: Put
) -> None:
    put(b="secret")
    put(deletes="b")
    put({"a": "PUBLIC"}, a="first>b")
    assert told(feed_of(ledger)) == [[]]


def test_a_reference_to_what_was_withdrawn_may_dangle(ledger: Ledger, put: Put) -> None:
    put({"a": "PUBLIC", "b": "PUBLIC"}, a="first>b", b="second")
    put(deletes="b")
    assert told(feed_of(ledger)) == [["Create a", "Create b"], ["Delete b"]]


def test_a_private_record_under_a_published_name_shows_nowhere(ledger: Ledger, put: Put) -> None:
    put({"a": "PUBLIC"}, a="first>b")
    before = feed_of(ledger)
    put(b="secret")
    assert feed_of(ledger) == before


def test_erasure_travels_and_moves_no_number(ledger: Ledger, put: Put) -> None:
    put({"a": "PUBLIC"}, a="first")
    put({"c": "PUBLIC"}, c="kept")
    put(a="second")
    before = chain_of(feed_of(ledger), ledger.nquads)
    ledger.erase(iri("a"), by=BY)
    put(c="kept still")
    feed = feed_of(ledger)
    assert told(feed) == [[], ["Create c"], [], ["Delete a"], ["Update c"]]
    assert (feed.epoch, feed.withdrawn()[iri("a")].erased) == (1, True)
    assert [step.number for step in feed.steps] == [1, 2, 3, 4, 5]
    assert chain_of(feed, ledger.nquads)[:3] != before


def test_the_erasure_of_what_was_always_private_shows_nowhere(ledger: Ledger, put: Put) -> None:
    put({"a": "PUBLIC"}, a="first", b="secret")
    before = feed_of(ledger)
    ledger.erase(iri("b"), by=BY)
    assert feed_of(ledger) == before


def test_a_chain_grows_and_never_changes(ledger: Ledger, put: Put) -> None:
    put({"a": "PUBLIC"}, a="first")
    before = chain_of(feed_of(ledger), ledger.nquads)
    put(a="second")
    after = chain_of(feed_of(ledger), ledger.nquads)
    assert (after[:1], len(after)) == (before, 2)


def test_the_digest_is_that_of_the_records_that_left(ledger: Ledger, put: Put) -> None:
    put({"a": "PUBLIC", "b": "PUBLIC"}, a="first", b="second")
    assert feed_of(ledger).digest(ledger.nquads) == ledger.digest()
    put(c="secret")
    assert feed_of(ledger).digest(ledger.nquads) != ledger.digest()


@pytest.mark.parametrize("audience", ["LOCAL", "public", ""])
def test_only_audiences_have_feeds(ledger: Ledger, audience: str) -> None:
    with pytest.raises(InvalidInput, match="no audience"):
        feed_of(ledger, audience)
