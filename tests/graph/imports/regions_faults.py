"""Faults to plant in the program, one at a time: each would break a promise of sharing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from graph import log
from graph.exchange import feed
from graph.imports import feed_reading, freshness, history, plan, reversal
from graph.imports.arrival import Change, Origin
from graph.imports.feed_page import Sent
from graph.imports.feed_reading import Head
from graph.imports.quarantine import Quarantine
from graph.ledger import SHARING, Appended, Ledger
from queries.identity import proposals
from queries.identity.matches import cluster
from tests.graph.imports import regions_model
from tests.graph.imports.regions_histories import Crash

Patch = pytest.MonkeyPatch
Tell = Callable[[int], None]


def drop_tombstones(patch: Patch) -> None:
    remove = plan._Planning.remove

    def erasures_alone(made: plan._Planning, change: Change) -> None:
        if change.erased:
            remove(made, change)

    patch.setattr(plan._Planning, "remove", erasures_alone)


def withdraw_what_is_erased(patch: Patch) -> None:
    remove = plan._Planning._remove_theirs

    def withdraw(made: plan._Planning, record: str, **_: bool) -> None:
        remove(made, record, erased=False)

    patch.setattr(plan._Planning, "_remove_theirs", withdraw)


class FirstWords(dict[str, int]):
    """A dictionary in which the first value of a key stays."""

    def __setitem__(self, key: str, value: int) -> None:
        self.setdefault(key, value)


def put_old_over_new(patch: Patch) -> None:
    read = feed_reading._new

    def oldest(
        kept: Sequence[Path], head: Head, after: int, last: dict[str, int], tell: Tell
    ) -> Iterator[Sent]:
        first = FirstWords()
        yield from read(kept, head, after, first, tell)
        last.update(first)

    patch.setattr(feed_reading, "_new", oldest)


def ignore_narrowing(patch: Patch) -> None:
    apply = feed._Projection._apply

    def widen_alone(made: feed._Projection, change: log.Change, *, came: bool) -> None:
        known = SHARING.index(made.last_level.get(change.record, SHARING[0]))
        if change.level is None or SHARING.index(change.level) > known:
            apply(made, change, came=came)

    patch.setattr(feed._Projection, "_apply", widen_alone)


def share_what_has_no_level(patch: Patch) -> None:
    patch.setattr(feed, "DEFAULT_SHARING", "PUBLIC")


def publish_others(patch: Patch) -> None:
    def is_seen(made: feed._Projection, record: str) -> bool:
        return record in made.versions and made.last_level[record] in made.levels_shown

    patch.setattr(feed._Projection, "_is_seen", is_seen)


def ask_for_nothing_again(patch: Patch) -> None:
    patch.setattr(regions_model, "taken_away", lambda *_: 0)


def show_on_what_is_for_fewer(patch: Patch) -> None:
    put, remove = plan._Planning.put, plan._Planning.remove

    def widen_alone(does: Callable[[plan._Planning, Change], None]) -> Any:  # noqa: ANN401 — a method
        def do(made: plan._Planning, change: Change) -> None:
            does(made, change)
            known = made.held.standing.get(change.record)
            wanted = made.levels.get(change.record)
            if known and wanted and SHARING.index(wanted) < SHARING.index(known.level):
                del made.levels[change.record]

        return do

    patch.setattr(plan._Planning, "put", widen_alone(put))
    patch.setattr(plan._Planning, "remove", widen_alone(remove))


def undo_edits_too(patch: Patch) -> None:
    effective = history.effective

    def before(told: Iterable[Any], logged: Mapping[str, int], name: str) -> Iterator[Any]:
        kept = list(told)
        first = min((one.sequence for one in kept if one.import_id == name), default=0)
        return (one for one in effective(kept, logged, name) if one.sequence < first)

    patch.setattr(reversal, "effective", before)


def keep_erased_blobs(patch: Patch) -> None:
    patch.setattr("graph.ledger.remove_files", list)


def keep_in_quarantine(patch: Patch) -> None:
    patch.setattr(Quarantine, "drop", lambda *_: None)


def let_others_state_of_ours(patch: Patch) -> None:
    patch.setattr(plan, "owner_of", lambda *_: plan.Owner.PUBLISHER)


def propose_refused_matches(patch: Patch) -> None:
    nothing = proposals._Decided(cluster(()), frozenset(), frozenset())
    patch.setattr(proposals, "_read_decided", lambda _: nothing)


def accept_gaps(patch: Patch) -> None:
    patch.setattr(feed_reading, "_verify", lambda new, *_: list(new))


def accept_replays(patch: Patch) -> None:
    known = freshness.require_fresh

    def require(last: Origin | None, origin: Origin, links: Mapping[int, str]) -> None:
        if origin.after:  # a bundle is read whole, whatever came before
            known(last, origin, links)

    patch.setattr(regions_model, "require_fresh", require)


def trust_strangers(patch: Patch) -> None:
    patch.setattr(feed_reading, "verify", lambda _, __, keys: str(next(iter(keys))["kid"]))


def overwrite_conflicts(patch: Patch) -> None:
    def overwrite(made: plan._Planning, record: str, _: str) -> None:
        there = made.held.standing[record].version
        (made.updated if there else made.created).append(record)

    patch.setattr(plan._Planning, "_keep", overwrite)


def commit_half(patch: Patch) -> None:
    append = Ledger.append

    def append_what_came(
        ledger: Ledger,
        puts: Iterable[tuple[str, str]] = (),
        deletes: Iterable[str] = (),
        levels: Mapping[str, str] = MappingProxyType({}),
        **named: Any,  # noqa: ANN401 — handed on as it is
    ) -> Appended:
        came: dict[str, str] = {}
        try:
            for one in puts:
                came.update([one])
        except Crash:
            append(ledger, came.items(), **named)
            raise
        return append(ledger, came.items(), deletes, levels, **named)

    patch.setattr(Ledger, "append", append_what_came)


FAULTS: Mapping[str, Callable[[Patch], None]] = {
    "a tombstone is dropped": drop_tombstones,
    "an erasure is taken for a withdrawal": withdraw_what_is_erased,
    "an old version is put over a new one": put_old_over_new,
    "a narrower level is ignored": ignore_narrowing,
    "what has no level is shared": share_what_has_no_level,
    "a relay publishes what came from others": publish_others,
    "what another feed shares still is not asked for again": ask_for_nothing_again,
    "what is for fewer now is shown to more still": show_on_what_is_for_fewer,
    "undo takes back an edit by hand": undo_edits_too,
    "the blob of what was erased stays": keep_erased_blobs,
    "what was taken in stays in quarantine": keep_in_quarantine,
    "a stranger states of what is ours": let_others_state_of_ours,
    "a refused match comes back": propose_refused_matches,
    "a gap in the chain is accepted": accept_gaps,
    "an old sequence is accepted again": accept_replays,
    "a key of nobody is trusted": trust_strangers,
    "a conflict is overwritten": overwrite_conflicts,
    "a crash leaves half a transaction": commit_half,
}
