"""The log: what is written is read, what is damaged is named, what is unfinished is left alone."""

import hashlib
import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.log import Attribution, Change, Log, Transaction, held_versions
from ontology.errors import InvalidInput, StorageFailure

BY = Attribution("a1", "r2", "import-3")
KINDS = [
    [Change("create", "urn:é", "11"), Change("create", "urn:b", "22")],
    [Change("update", "urn:é", "33"), Change("level", "urn:é", level="PUBLIC")],
    [Change("delete", "urn:b"), Change("erase", "urn:b", "22")],
    [Change("create", "urn:b", "44")],
]
changes = st.builds(
    Change,
    st.sampled_from(["create", "update", "delete", "level", "erase"]),
    st.text(st.characters(codec="utf-8")),
    st.none() | st.sampled_from(["11", "22"]),
    st.none() | st.sampled_from(["LOCAL", "PUBLIC"]),
)


def write(path: Path, kinds: list[list[Change]]) -> list[Transaction]:
    path.write_bytes(b"")
    log = Log(path)
    for kind in kinds:
        log.append(kind, BY)
        assert [list(read.changes) for read in log.follow()] == [kind]
    return list(log.history())


def follow(path: Path) -> list[Transaction]:
    return list(Log(path).follow())


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@given(st.lists(st.lists(changes, min_size=1, max_size=4), max_size=5))
@settings(deadline=None)
def test_what_is_appended_is_read_by_another(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[list[Change]]
) -> None:
    path = tmp_path_factory.mktemp("log") / "log"
    written = write(path, kinds)
    assert follow(path) == written
    assert [list(one.changes) for one in written] == kinds
    assert [one.sequence for one in written] == list(range(1, len(kinds) + 1))
    assert all(
        (one.author, one.reviewer, one.import_id) == ("a1", "r2", "import-3") for one in written
    )
    assert sorted(one.time for one in written) == [one.time for one in written]


def test_a_commit_seals_all_bytes_before_its_line(tmp_path: Path) -> None:
    write(tmp_path / "log", KINDS)
    before = b""
    for line in (tmp_path / "log").read_bytes().splitlines(keepends=True):
        entry = json.loads(line)
        assert list(entry) == sorted(entry)
        if entry["op"] == "commit":
            assert entry["before"] == hashlib.sha256(before).hexdigest()
        before += line


def test_any_byte_changed_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "log"
    write(path, KINDS)
    data = path.read_bytes()
    sealed = data.rindex(b'{"author"')
    for position in [*range(sealed), len(data) - 1]:
        damaged = bytearray(data)
        damaged[position] ^= 1
        path.write_bytes(damaged)
        with pytest.raises(StorageFailure, match=r"log, line \d+: .* restore a backup") as raised:
            follow(path)
        # a change line is sealed by the next commit line
        line = data[:position].count(b"\n") + 1
        named = int(str(raised.value).split("line ")[1].split(":")[0])
        assert line <= named <= line + 3
        assert path.read_bytes() == damaged


@pytest.mark.parametrize(
    ("found", "put", "message"),
    [
        (b'"sequence":4', b'"sequence":5', "line 11: its number is not the next"),
        (b'"count":1', b'"count":2', "line 11: its count is not that of the lines above"),
        (b'"before":"', b'"before":"0', "line 11: the lines above are not what was written"),
        (b'"op":"commit"', b'"op":"permit"', "line 11: it cannot be read"),
        (b"Z", b"", "line 11: it cannot be read"),
        (b'"author"', b'"other"', "line 11: it cannot be read"),
    ],
)
def test_the_last_commit_line_must_agree_with_the_log(
    tmp_path: Path, found: bytes, put: bytes, message: str
) -> None:
    path = tmp_path / "log"
    write(path, KINDS)
    *head, last = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(head) + last.replace(found, put))
    with pytest.raises(StorageFailure, match=message):
        follow(path)


def test_a_tail_cut_anywhere_is_left_alone_until_the_next_append(tmp_path: Path) -> None:
    path = tmp_path / "log"
    written = write(path, KINDS)
    data = path.read_bytes()
    start = data.rindex(b'{"op":"create"')
    for length in range(start, len(data)):
        path.write_bytes(data[:length])
        log = Log(path)
        assert list(log.follow()) == written[:-1]
        assert log.unfinished() == length - start
        assert path.read_bytes() == data[:length]
        log.append(KINDS[1], BY)
        assert [list(one.changes) for one in log.follow()] == [KINDS[1]]
        assert follow(path) == list(log.history())
        assert log.unfinished() == 0


def test_a_log_that_lost_bytes_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "log", KINDS)
    log = Log(tmp_path / "log")
    list(log.follow())
    with (tmp_path / "log").open("r+b") as file:
        file.truncate(10)
    with pytest.raises(StorageFailure, match="bytes shorter"):
        list(log.follow())


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "log"
    write(path, KINDS)
    data, log = path.read_bytes(), Log(path)
    list(log.follow())
    with (
        files_no_longer_than(len(data) + 50),
        pytest.raises(StorageFailure, match="File too large"),
    ):
        log.append(KINDS[0], BY)
    assert path.read_bytes() == data
    log.append(KINDS[0], BY)
    assert log.sequence + 1 == len(follow(path))


def test_history_is_read_between_two_numbers(tmp_path: Path) -> None:
    written = write(tmp_path / "log", KINDS)
    log = Log(tmp_path / "log")
    list(log.follow())
    for since in range(5):
        for until in range(5):
            assert list(log.history(since, until)) == written[since:until]
    assert list(log.history(2)) == written[2:]
    with pytest.raises(InvalidInput, match="no transaction 5; give a number from 0 to 4"):
        list(log.history(0, 5))


def test_a_moment_is_the_last_transaction_at_or_before_it(tmp_path: Path) -> None:
    first, *_, last = write(tmp_path / "log", KINDS)
    log = Log(tmp_path / "log")
    list(log.follow())
    assert log.sequence_at(first.time - timedelta(microseconds=1)) == 0
    assert log.sequence_at(first.time) >= 1
    assert log.sequence_at(last.time) == 4
    assert log.sequence_at(last.time.replace(tzinfo=None)) == 4
    assert log.sequence_at(last.time.date()) == 4
    assert log.sequence_at(first.time.date() - timedelta(1)) == 0
    assert log.sequence_at(date(2999, 1, 1)) == 4


def test_time_never_goes_back(tmp_path: Path) -> None:
    path, later = tmp_path / "log", "2999-01-01T00:00:00.000000Z"
    [only] = write(path, [KINDS[0]])
    stamp = f"{only.time:%Y-%m-%dT%H:%M:%S.%fZ}"
    path.write_bytes(path.read_bytes().replace(stamp.encode(), later.encode()))
    log = Log(path)
    list(log.follow())
    log.append(KINDS[1], BY)
    assert [one.time for one in log.follow()] == [datetime(2999, 1, 1, tzinfo=UTC)]


def test_versions_are_held_until_erased(tmp_path: Path) -> None:
    written = write(tmp_path / "log", KINDS)
    assert held_versions(written) == {"11": True, "22": False, "33": True, "44": True}
