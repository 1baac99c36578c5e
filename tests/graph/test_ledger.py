"""The ledger: laws of replay, refusals, erasing, and two writers."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.canonical import dataset_digest, graph_digest
from graph.ledger import Ledger, create_ledger
from graph.ledger_check import check_ledger
from graph.log import Attribution
from ontology.errors import Conflict, InvalidInput, StorageFailure

BY = Attribution("a1")
RECORDS = [f"urn:record:{name}" for name in ("a", "b", "é")]
Model = dict[str, str]

puts = st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(["1", "2", "3"]), max_size=3)
deletes = st.sets(st.sampled_from(RECORDS), max_size=2)
steps = st.lists(
    st.tuples(st.just("append"), puts, deletes) | st.tuples(st.just("erase"), puts, deletes),
    max_size=8,
)


def graph(record: str, value: str) -> str:
    return f'<{record}/node> <urn:says> "{value}" <{record}> .\n'


def graphs(values: Mapping[str, str]) -> dict[str, str]:
    return {record: graph(record, value) for record, value in values.items()}


def contents(ledger: Ledger, as_of: int | None = None) -> dict[str, str]:
    return {record: ledger.nquads(name) for record, name in ledger.records(as_of).items()}


def digest(values: Mapping[str, str]) -> str:
    return dataset_digest((record, graph_digest(text)) for record, text in graphs(values).items())


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    create_ledger(tmp_path / "ledger")
    return tmp_path / "ledger"


def apply(ledger: Ledger, model: Model, step: tuple[str, Model, set[str]]) -> Iterator[Model]:
    """Do a step to the ledger and to the model; give the model after each transaction."""
    kind, given_puts, given_deletes = step
    if kind == "append":
        gone = [record for record in given_deletes if record in model and record not in given_puts]
        ledger.append(graphs(given_puts).items(), gone, by=BY)
        after = {r: v for r, v in (model | given_puts).items() if r not in gone}
        if after != model:
            yield after
        return
    for record in sorted(given_deletes):
        if any(record in change.record for t in ledger.transactions() for change in t.changes):
            before = ledger.sequence
            if ledger.erase(record, by=BY) > before:
                model = {r: v for r, v in model.items() if r != record}
                yield model


@given(steps)
@settings(deadline=None, max_examples=60)
def test_replay_gives_every_state_there_was(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[str, Model, set[str]]]
) -> None:
    home = tmp_path_factory.mktemp("home") / "ledger"
    ledger, states = create_ledger(home), [Model()]
    follower = Ledger(home)
    for step in done:
        states += apply(ledger, states[-1], step)
    erased = {
        change.record: t.sequence
        for t in ledger.transactions()
        for change in t.changes
        if change.operation == "erase"
    }
    follower.refresh()
    for reader in (ledger, follower, Ledger(home)):
        assert reader.sequence == len(states) - 1
        assert contents(reader) == graphs(states[-1])
        for sequence, state in enumerate(states):
            left = {r: v for r, v in state.items() if erased.get(r, 0) <= sequence}
            assert contents(reader, sequence) == graphs(left)
            assert reader.digest(sequence) == digest(left)
    assert not [problem for problem in check_ledger(home) if not problem.harmless]


def test_adding_twice_adds_nothing(home: Path) -> None:
    ledger = Ledger(home)
    first = ledger.append(
        graphs({"urn:a": "1", "urn:b": "1"}).items(), levels={"urn:a": "NHS"}, by=BY
    )
    files = files_of(home)
    again = ledger.append(
        graphs({"urn:a": "1", "urn:b": "1"}).items(), levels={"urn:a": "NHS"}, by=BY
    )
    assert [one.status for one in first.records] == ["created", "created"]
    assert [one.status for one in again.records] == ["unchanged", "unchanged"]
    assert [one.version for one in first.records] == [one.version for one in again.records]
    assert (first.sequence, again.sequence, ledger.sequence) == (1, 1, 1)
    assert files_of(home) == files


def test_an_edit_undone_gives_the_digest_of_before(home: Path) -> None:
    ledger = Ledger(home)
    ledger.append(graphs({"urn:a": "1", "urn:b": "1"}).items(), by=BY)
    before = ledger.digest()
    version = ledger.records()["urn:a"]
    edited = ledger.append(graphs({"urn:a": "2", "urn:c": "1"}).items(), by=BY)
    assert [one.status for one in edited.records] == ["updated", "created"]
    assert ledger.digest() != before
    ledger.append([("urn:a", ledger.nquads(version))], ["urn:c"], by=BY)
    assert ledger.digest() == before == ledger.digest(as_of=1)


def test_a_record_withdrawn_and_added_again_is_a_new_version(home: Path) -> None:
    ledger = Ledger(home)
    [first] = ledger.append(
        graphs({"urn:a": "1"}).items(), levels={"urn:a": "PUBLIC"}, by=BY
    ).records
    ledger.append(deletes=["urn:a"], by=BY)
    assert not ledger.records()
    [again] = ledger.append(graphs({"urn:a": "1"}).items(), by=BY).records
    assert again.status == "created"
    assert again.version != first.version
    assert ledger.nquads(first.version) == ledger.nquads(again.version)
    assert ledger.digest() == ledger.digest(as_of=1)
    # who shared the record before did not share it now
    assert [ledger.level("urn:a", sequence) for sequence in range(4)] == [
        "LOCAL", "PUBLIC", "LOCAL", "LOCAL",
    ]  # fmt: skip


def test_net_changes_are_what_an_engine_loads(home: Path) -> None:
    ledger = Ledger(home)
    ledger.append(graphs({"urn:a": "1", "urn:b": "1"}).items(), by=BY)
    ledger.append(graphs({"urn:a": "2", "urn:c": "1"}).items(), ["urn:b"], by=BY)
    ledger.append(levels={"urn:c": "PARTNERS"}, by=BY)
    now = ledger.records()
    assert ledger.net_changes(0) == {**now, "urn:b": None}
    assert ledger.net_changes(1) == {**now, "urn:b": None}
    assert ledger.net_changes(2) == {"urn:c": now["urn:c"]}
    assert ledger.net_changes(3) == {}
    assert ledger.net_changes(0, 1) == ledger.records(1)
    assert ledger.sequence_at(date(2000, 1, 1)) == 0
    assert ledger.sequence_at(datetime.now(UTC)) == 3


def test_a_transaction_says_who_when_and_why(home: Path) -> None:
    ledger = Ledger(home)
    ledger.append(graphs({"urn:a": "1"}).items(), by=Attribution("a1", "r2", "import-3"))
    [only] = ledger.transactions()
    assert (only.author, only.reviewer, only.import_id) == ("a1", "r2", "import-3")
    assert [change.operation for change in only.changes] == ["create"]


def test_records_stream(home: Path) -> None:
    pairs = ((f"urn:{number}", graph(f"urn:{number}", "1")) for number in range(300))
    assert len(Ledger(home).append(pairs, by=BY).records) == 300
    assert len(Ledger(home).records()) == 300


def test_what_was_judged_at_another_sequence_is_not_appended(home: Path) -> None:
    ledger, other = Ledger(home), Ledger(home)
    other.append(graphs({"urn:a": "1"}).items(), by=BY)
    with pytest.raises(Conflict, match="the ledger went from 0 to 1; judge it again"):
        ledger.append(graphs({"urn:b": "1"}).items(), by=BY, after=0)
    assert ledger.append(graphs({"urn:b": "1"}).items(), by=BY, after=1).sequence == 2


@pytest.mark.parametrize(
    ("given_puts", "given_deletes", "given_levels", "message"),
    [
        ([("urn:a", graph("urn:b", "1"))], [], {}, "urn:a, line 1: not a statement of"),
        ([("urn:c", graph("urn:c", "1"))] * 2, [], {}, "urn:c is given twice"),
        ([("urn:a", graph("urn:a", "2"))], ["urn:a"], {}, "urn:a cannot be withdrawn"),
        ([], ["urn:c"], {}, "urn:c cannot be withdrawn"),
        ([], ["urn:a"], {"urn:a": "NHS"}, "urn:a cannot be shared"),
        ([], [], {"urn:c": "NHS"}, "urn:c cannot be shared"),
        ([], [], {"urn:a": "WORLD"}, "urn:a: no level 'WORLD'; give one of LOCAL, PARTNERS"),
    ],
)
def test_a_refusal_names_the_record_and_changes_nothing(
    home: Path,
    given_puts: list[tuple[str, str]],
    given_deletes: list[str],
    given_levels: dict[str, str],
    message: str,
) -> None:
    ledger = Ledger(home)
    ledger.append(graphs({"urn:a": "1"}).items(), by=BY)
    files = files_of(home)
    fine = [(f"urn:x{number}", graph(f"urn:x{number}", "1")) for number in range(5)]
    with pytest.raises(InvalidInput, match=message):
        ledger.append([*fine, *given_puts], given_deletes, given_levels, by=BY)
    assert files_of(home) == files


def test_a_disk_that_fails_is_named_and_changes_nothing(home: Path) -> None:
    ledger = Ledger(home)
    (home / "blobs").rmdir()
    with pytest.raises(StorageFailure, match=r"blobs.*: No such file or directory; check the disk"):
        ledger.append(graphs({"urn:a": "1"}).items(), by=BY)
    assert not (home / "log").read_bytes()
    assert ledger.sequence == 0


def test_there_is_one_ledger_in_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="holds no ledger; make one with `whatworked init`"):
        Ledger(tmp_path)
    create_ledger(tmp_path)
    with pytest.raises(Conflict, match="holds a ledger already"):
        create_ledger(tmp_path)
