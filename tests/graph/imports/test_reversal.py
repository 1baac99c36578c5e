"""Undo: an import, edits by hand, and the import taken back leave the edits alone."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.imports.history import UNDO
from graph.imports.reversal import reverse
from graph.ledger import SHARING, Ledger, create_ledger
from graph.log import Attribution

CASES = int(os.environ.get("WHATWORKED_CASES", "25"))
NAMES = [f"urn:r{number}" for number in range(5)]
BY, REVIEWER = "a1", "a2"

records = st.sampled_from(NAMES)
by_hand = st.tuples(st.just("put"), records, st.integers(1, 3))
sent = st.tuples(st.just("put"), records, st.integers(4, 6))  # the same by hand changes nothing
others = st.one_of(
    st.tuples(st.just("delete"), records, st.none()),
    st.tuples(st.just("level"), records, st.sampled_from(SHARING)),
)
Edit = tuple[str, str, object]


def text(record: str, words: object) -> str:
    return f'<{record}> <urn:says> "{words}" <{record}> .\n'


def do(ledger: Ledger, done: Sequence[Edit], import_id: str | None = None) -> None:
    """Do some edits as one transaction, those that cannot be done left out."""
    standing = set(ledger.records())
    put = {one: text(one, words) for kind, one, words in done if kind == "put"}
    gone = {one for kind, one, _ in done if kind == "delete"} & standing - put.keys()
    levels = {
        one: str(level)
        for kind, one, level in done
        if kind == "level" and one in (standing | put.keys()) - gone
    }
    by = Attribution(BY, REVIEWER if import_id else None, import_id)
    ledger.append(put.items(), gone, levels, by=by)


def state(ledger: Ledger) -> Mapping[str, tuple[str, str]]:
    return {
        record: (ledger.nquads(version), ledger.level(record))
        for record, version in ledger.records().items()
    }


def undo(ledger: Ledger, name: str, undone: dict[str, int]) -> None:
    planned = reverse(ledger.transactions(), name, undone)
    restored = [(record, ledger.nquads(version)) for record, version in planned.restored]
    by = Attribution(BY, None, f"{UNDO}{name}")
    done = ledger.append(restored, planned.deleted, dict(planned.levels), by=by)
    undone[name] = done.sequence


@settings(max_examples=CASES, deadline=None)
@given(
    before=st.lists(by_hand | others, max_size=6),
    brought=st.lists(sent | others, min_size=1, max_size=6),
    since=st.lists(by_hand, max_size=4),
)
def test_an_import_then_edits_then_undo_leave_the_edits_alone(
    before: list[Edit], brought: list[Edit], since: list[Edit]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = (create_ledger(Path(folder) / name) for name in ("one", "other"))
        for ledger in (one, other):
            do(ledger, before)
        do(one, brought, "i-1")
        for ledger in (one, other):
            for edit in since:
                do(ledger, [edit])
        undo(one, "i-1", {})
        assert state(one) == state(other)
        assert one.digest() == other.digest()


@settings(max_examples=CASES, deadline=None)
@given(
    brought=st.lists(st.lists(sent, min_size=1, max_size=4), min_size=2, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_imports_undone_in_any_order_leave_nothing(
    brought: list[list[Edit]], order: object
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = create_ledger(Path(folder) / "one")
        names = [f"i-{number}" for number in range(len(brought))]
        for name, done in zip(names, brought, strict=True):
            do(ledger, done, name)
        order.shuffle(names)  # type: ignore[attr-defined]
        undone: dict[str, int] = {}
        for name in names:
            undo(ledger, name, undone)
        assert state(ledger) == {}


def test_an_import_that_comes_again_after_its_undo_can_be_undone_again(tmp_path: Path) -> None:
    ledger = create_ledger(tmp_path / "one")
    undone: dict[str, int] = {}
    for _ in range(2):
        do(ledger, [("put", NAMES[0], 1)], "i-1")
        assert len(state(ledger)) == 1
        undo(ledger, "i-1", undone)
        assert state(ledger) == {}


def test_what_was_withdrawn_by_an_import_comes_back_with_its_level(tmp_path: Path) -> None:
    ledger = create_ledger(tmp_path / "one")
    do(ledger, [("put", NAMES[0], 1), ("level", NAMES[0], "NHS")])
    before = state(ledger)
    do(ledger, [("delete", NAMES[0], None)], "i-1")
    undo(ledger, "i-1", {})
    assert state(ledger) == before


def test_what_was_erased_since_stays_away(tmp_path: Path) -> None:
    ledger = create_ledger(tmp_path / "one")
    do(ledger, [("put", NAMES[0], 1)])
    do(ledger, [("put", NAMES[0], 2)], "i-1")
    ledger.erase(NAMES[0], by=Attribution(BY))
    undo(ledger, "i-1", {})
    assert state(ledger) == {}
