"""Whether something that arrives comes after what was taken in before, and goes on from it.

Source: The Update Framework, rollback and freeze attacks (theupdateframework.io, section 1.5.2).
"""

from collections.abc import Mapping

from graph.exchange.feed import START
from graph.imports.arrival import Origin
from ontology.errors import Conflict


class StaleSequence(Conflict):
    """What arrives is older than what was taken in already."""

    code = "staleSequence"


class BrokenChain(Conflict):
    """What arrives does not go on from what was taken in before."""

    code = "chainBroken"


def require_fresh(last: Origin | None, origin: Origin, links: Mapping[int, str]) -> None:
    """Refuse what is not newer than the last that was taken in, or of another history.

    `last` is of the same publisher and audience; `links` are the chain of what arrives, from
    sequence to link. After an erasure the chain begins anew, in a higher epoch. Raises
    StaleSequence and BrokenChain.
    """
    if last is None:
        if origin.after:
            msg = f"{origin.source}: what came up to sequence {origin.after} was never taken in"
            raise BrokenChain(msg)
        return
    here, there = (origin.epoch, origin.sequence), (last.epoch, last.sequence)
    more = origin.like != last.like or origin.again  # of the same is wanted
    if here < there or (here == there and not more):
        msg = (
            f"{origin.source}: it is at sequence {origin.sequence}, and {last.sequence} was taken "
            "in already: ask for a newer one"
        )
        raise StaleSequence(msg)
    if origin.after > last.sequence:
        msg = f"{origin.source}: what came between {last.sequence} and {origin.after} is missing"
        raise BrokenChain(msg)
    link = links.get(last.sequence) if last.sequence else START
    if origin.epoch == last.epoch and link != last.chain:
        msg = (
            f"{origin.source}: its history is not the one that was taken in up to sequence "
            f"{last.sequence}: ask {origin.publisher} what happened"
        )
        raise BrokenChain(msg)


def read_links(chain: bytes) -> dict[int, str]:
    """Read a chain as it is written, from sequence to link; lines that are none are left out."""
    rows = (line.split(" ") for line in chain.decode("utf-8", errors="replace").split("\n"))
    return {int(row[0]): row[1] for row in rows if len(row) == 2 and row[0].isdecimal()}  # noqa: PLR2004
