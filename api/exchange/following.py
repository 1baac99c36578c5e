"""Following: what is new in another region's feed is brought into quarantine."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from api.answers.gazetteer import folders_of
from api.authoring.adding import Steps
from api.exchange.import_log import (
    APPROVED,
    QUARANTINED,
    Import,
    done_imports,
    last_accepted,
    list_imports,
    quarantine_of,
)
from api.exchange.importing import receive
from api.exchange.keys import load_trust
from api.exchange.similar_places import SimilarPlaces, find_similar_places
from api.home import Home
from graph.imports.arrival import Change, Origin
from graph.imports.feed_reading import Head, read_changes, read_head
from graph.imports.feed_source import open_source
from graph.imports.fetching import fetch_file
from graph.imports.freshness import require_fresh
from graph.imports.overlap import taken_away
from graph.locations import copy_file, is_web, path_of

LARGEST = 2**31  # bytes of a bundle that is fetched


@dataclass(frozen=True)
class LeftOut:
    """A record that was not taken, and the places that it is about."""

    record: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Followed:
    """How far a feed has come, the import that waits or None where nothing is new, what was left.

    `is_new` says that this call brought the import in.
    """

    head: Head
    found: Import | None
    is_new: bool = False
    left_out: tuple[LeftOut, ...] = ()


def follow(home: Home, location: str, steps: Steps, like: str | None = None) -> Followed:
    """Bring what is new in a feed into quarantine; where an import of it waits, nothing is done.

    Where another feed of the publisher took something away, this one is read anew, from its start.
    With `like`, only what is about places like that one, or about no place that is compared.
    Raises Untrusted, BrokenChain, StaleSequence, InvalidArrival and what fetching raises.
    """
    chosen = find_similar_places(like, folders_of(home.settings)) if like else None
    with open_source(location) as source:
        steps.step("asking", None)
        head = read_head(source, load_trust(home.folder))
        last = last_accepted(home, head.publisher, head.point.audience)
        origin = _origin(home, location, head, last, chosen)
        if last and _is_same(last, origin):
            return Followed(head, None)
        require_fresh(last, origin, head.links)
        if waiting := _waiting(home, origin):
            return Followed(head, waiting)
        left_out: list[LeftOut] = []
        with quarantine_of(home).workshop() as workshop:
            steps.step("fetching", None)
            seen = last.sequence if last else 0
            changes = read_changes(source, head, origin.after, workshop, steps.advance, seen)
            taken = _chosen(home, changes, chosen, left_out)
            found = receive(home, origin, taken, steps)
        return Followed(head, found, is_new=True, left_out=tuple(left_out))


@contextmanager
def fetched(home: Home, location: str) -> Iterator[Path]:
    """The file that is meant: fetched for as long as it is needed, where it is an address."""
    if (there := path_of(location)) is not None:
        yield there
        return
    with quarantine_of(home).workshop() as workshop:
        path = workshop / (Path(location).name or "bundle.zip")
        (fetch_file if is_web(location) else copy_file)(location, path, LARGEST)
        yield path


def _origin(
    home: Home, location: str, head: Head, last: Origin | None, chosen: SimilarPlaces | None
) -> Origin:
    """What is asked for: what came after the last, or all where more is wanted than before."""
    whole = Origin.of("feed", location, head.publisher, head.point)
    again = taken_away(done_imports(home), last) if last else 0
    return replace(whole, like=chosen.place if chosen else "", again=again).going_on(last)


def _is_same(last: Origin, origin: Origin) -> bool:
    """Whether nothing is new, and no more of it is wanted than was taken in."""
    stands = (last.epoch, last.sequence, last.chain) == (
        origin.epoch,
        origin.sequence,
        origin.chain,
    )
    return stands and last.like in {"", origin.like} and not origin.again


def _waiting(home: Home, origin: Origin) -> Import | None:
    name = origin.name()
    kept = quarantine_of(home)
    for one in list_imports(home):
        if one.import_id == name and one.state in {QUARANTINED, APPROVED}:
            return one if one.state == APPROVED or kept.holds(name) else None
    return None


def _chosen(
    home: Home, changes: Iterable[Change], chosen: SimilarPlaces | None, left_out: list[LeftOut]
) -> Iterator[Change]:
    """The changes that are wanted; what was taken in once is followed for ever."""
    held = home.ledger.records()
    for change in changes:
        others: tuple[str, ...] = ()
        if chosen and change.nquads is not None and change.record not in held:
            others = chosen.others(change.record, change.nquads)
        if others:
            left_out.append(LeftOut(change.record, others))
        else:
            yield change
