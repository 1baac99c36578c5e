"""Agreement of two readers beyond chance, on what both have read without knowing of each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.review.item import Item

Pair = tuple[str, str]


@dataclass(frozen=True)
class Agreement:
    """How often two readers decided alike: `n` items, the share observed, and Cohen's kappa.

    kappa = (po - pe) / (1 - pe) with pe the agreement by chance from each reader's own shares
    (Cohen 1960); None where nothing was read twice, or both always say the same one word.
    """

    readers: Pair
    n: int
    observed: float | None
    kappa: float | None


def agree(readers: Pair, pairs: Sequence[Pair]) -> Agreement:
    """The agreement in pairs of verdicts, one pair for each item."""
    n = len(pairs)
    if n == 0:
        return Agreement(readers, 0, None, None)
    observed = sum(one == other for one, other in pairs) / n
    first, second = (Counter(pair[at] for pair in pairs) for at in (0, 1))
    chance = sum(first[word] * second[word] for word in first) / n**2
    kappa = (observed - chance) / (1 - chance) if chance < 1 else None
    return Agreement(readers, n, observed, kappa)


def read_twice(items: Iterable[Item]) -> list[tuple[Pair, Pair]]:
    """Of each item that two have read: who they are, and their first verdicts on one content.

    The verdicts are those on the content that the first of all readers saw, in their order.
    """
    found: list[tuple[Pair, Pair]] = []
    for item in items:
        first = _first_verdicts(item)
        if len(first) > 1:
            (one, said), (other, replied) = first[:2]
            found.append(((one, other), (said, replied)))
    return found


def _first_verdicts(item: Item) -> list[tuple[str, str]]:
    firsts = sorted(item.firsts.items(), key=lambda pair: pair[1].number)
    return [(who, one.verdict) for who, one in firsts if one.on == firsts[0][1].on]


def agreements(items: Iterable[Item]) -> tuple[Agreement, list[Agreement]]:
    """The agreement of first with second readers over all, and that of each pair of readers."""
    twice = read_twice(items)
    whole = agree(("first", "second"), [verdicts for _, verdicts in twice])
    by_pair = sorted((_sorted(readers, verdicts) for readers, verdicts in twice))
    pairs = [
        agree(readers, [verdicts for _, verdicts in found])
        for readers, found in groupby(by_pair, key=lambda one: one[0])
    ]
    return whole, pairs


def _sorted(readers: Pair, verdicts: Pair) -> tuple[Pair, Pair]:
    """Readers by name, so that one pair of people is one pair whoever came first."""
    (one, said), (other, replied) = sorted(zip(readers, verdicts, strict=True))
    return (one, other), (said, replied)
