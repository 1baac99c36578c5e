"""Agreement is Cohen's kappa, and says so where it cannot be told."""

import random
from fractions import Fraction

import pytest
from sklearn.metrics import cohen_kappa_score  # type: ignore[import-untyped] # has none

from bench.histories import RECORD, begin
from ingest.review.agreement import agree, agreements

READERS = ("ann", "ben")


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_kappa_of_others(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 — the trials are to be the same each time
    words = ("accept", "edit", "reject", "unsure")
    pairs = [(dice.choice(words), dice.choice(words)) for _ in range(dice.randrange(4, 60))]
    found = agree(READERS, pairs)
    expected = cohen_kappa_score(*zip(*pairs, strict=True))
    assert found.n == len(pairs)
    assert found.kappa == pytest.approx(expected)
    assert found.observed == pytest.approx(sum(a == b for a, b in pairs) / len(pairs))


def test_a_worked_example() -> None:
    """Fifty items, twenty accepted and fifteen rejected by both: 0.7 seen, 0.5 by chance."""
    counts = {("a", "a"): 20, ("a", "r"): 5, ("r", "a"): 10, ("r", "r"): 15}
    found = agree(READERS, [pair for pair, times in counts.items() for _ in range(times)])
    assert found.kappa == pytest.approx(float(Fraction(2, 5)))


def test_what_cannot_be_told_is_none() -> None:
    assert agree(READERS, []).observed is None
    assert agree(READERS, []).kappa is None
    assert agree(READERS, [("accept", "accept")] * 3).kappa is None


def test_only_what_a_reader_said_before_knowing_the_other_counts() -> None:
    """A decision that is taken back after the other's was seen stays what it was."""
    history = begin(1)
    item = history.items()[0]
    on = item.content.digest
    history.happen("decide", "ann", key=item.key, verdict="accept", on=on)
    history.happen("decide", "ben", key=item.key, verdict="reject", on=on, reason="no")
    history.happen("undo", "ben", key=item.key)
    history.happen("decide", "ben", key=item.key, verdict="accept", on=on)
    assert history.queue.of(RECORD)[0].state == "secondRead"
    whole, (pair,) = agreements(history.items())
    assert (whole.n, whole.observed) == (1, 0)
    assert pair.readers == ("ann", "ben")


def test_a_decision_on_what_another_changed_is_no_second_opinion() -> None:
    history = begin(2)
    item = history.items()[0]
    content = {"kind": item.content.kind, "label": "other words", "exact": item.content.exact}
    on = item.content.digest
    history.happen("decide", "ann", key=item.key, verdict="edit", on=on, content=content)
    changed = history.queue.items[item.key].content.digest
    history.happen("decide", "ben", key=item.key, verdict="accept", on=changed)
    assert history.queue.items[item.key].state == "secondRead"
    assert agreements(history.items())[0].n == 0
