"""The feeds of one publisher overlap: what one took away another may share still.

What is shared with few has in it all that is shared with more. A region that follows both holds
what either shares; so where one took a record away, the others are read anew, from their start.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.imports.arrival import Origin
from graph.ledger import DEFAULT_SHARING, SHARING


@dataclass(frozen=True)
class Done:
    """An import that was approved, or undone since.

    `sequence` is the ledger's when that was done; `took` says that records went with it.
    """

    origin: Origin
    sequence: int
    is_undone: bool
    took: bool


def taken_away(done: Iterable[Done], origin: Origin) -> int:
    """Where another feed of a publisher took something away since this one was read whole.

    Gives the sequence of the receiver's ledger, or 0 where there is nothing to be read anew.
    """
    same = [one for one in done if one.origin.publisher == origin.publisher]
    own = [it for it in same if it.origin.audience == origin.audience and not it.is_undone]
    if not origin.publisher or not own:
        return 0
    whole = max((one.sequence for one in own if one.origin.after == 0), default=0)
    others = (one for one in same if one.origin.audience != origin.audience)
    away = max((one.sequence for one in others if one.is_undone or one.took), default=0)
    return away if away > whole else 0


def narrower_than(done: Iterable[Done], origin: Origin) -> Mapping[str, int]:
    """The audiences of a publisher that see more than this one, the widest of them first.

    With each goes the ledger's sequence when something for it was taken in last.
    """
    found = {
        one.origin.audience: one.sequence
        for one in sorted(done, key=lambda one: one.sequence)
        if one.origin.publisher == origin.publisher and not one.is_undone
    }
    shown = SHARING.index(origin.audience or DEFAULT_SHARING)
    return {one: found[one] for one in reversed(SHARING[:shown]) if one in found}
