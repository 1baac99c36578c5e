"""What is private leaves no trace: of two repositories that differ in it alone, all bytes that
leave are equal."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]

ACCOUNT = "Quentin-Quill"
PUBLIC_ACTS = [  # each is done at a moment of its own
    ("add", "first", "a thing to be seen"),
    ("level", "first", "PUBLIC"),
    ("add", "second", "a thing that goes again"),
    ("level", "second", "PUBLIC"),
    ("add", "first", "a thing to be seen, told anew"),
    ("withdraw", "second", ""),
    ("add", "third", "a thing for the service"),
    ("level", "third", "NHS"),
    ("add", "fourth", "a thing that is erased"),
    ("level", "fourth", "PUBLIC"),
    ("erase", "fourth", ""),
    ("add", "third", "a thing for the service, told anew"),
]
PRIVATE_ACTS = {  # before the public act of this number, and after the last
    0: [("add", "alpha", "our own affair")],
    3: [("add", "beta", "our own affair"), ("add", "alpha", "our own affair, told anew")],
    5: [("level", "beta", "PARTNERS"), ("level", "beta", "LOCAL")],
    9: [("add", "delta", "our own affair"), ("erase", "delta", "")],
    12: [("add", "gamma", "our own affair>first"), ("add", "beta", "our own affair, told anew")],
}


class Clock(datetime):
    """A clock that shows what the test set it to."""

    shown = datetime(2026, 3, 4, 5, 6, 7, 890, UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        return cls.fromisoformat(cls.shown.astimezone(tz).isoformat())


@pytest.fixture
def two(
    nowhere: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """Two repositories of one region, with one key, of somebody with an account of this name."""
    monkeypatch.setenv("LOGNAME", ACCOUNT)
    assert call("init")[0] == 0
    shutil.copytree(nowhere, tmp_path / "other")
    return nowhere, tmp_path / "other"


def do(call: Call, home: Path, operation: str, name: str, told: str) -> None:
    words = [f"innovation/{name}", told]
    if operation == "add":
        label, _, whole = told.partition(">")
        text = f"kind: entity\nrecord: innovation/{name}\nis: Innovation\nlabel: {label}\n"
        text += f"facts: {{partOf: innovation/{whole}}}\n" if whole else ""
        (home.parent / "it.yaml").write_text(text, "utf-8")
        words = [str(home.parent / "it.yaml")]
    elif operation != "level":
        words[1:] = ["--reason", "asked for"]
    assert call(operation, *words, "--home", home)[0] == 0


def fill(call: Call, home: Path, *, private: bool) -> None:
    """Do the public acts, each at its moment, and the private ones at moments between them."""
    start = datetime(2026, 3, 4, 5, 6, 7, 890, UTC)
    for number in range(len(PUBLIC_ACTS) + 1):
        Clock.shown = start + timedelta(seconds=number)
        for act in PRIVATE_ACTS.get(number, []) if private else []:
            do(call, home, *act)
            Clock.shown += timedelta(milliseconds=1)
        Clock.shown = start + timedelta(seconds=number, milliseconds=500)
        for act in PUBLIC_ACTS[number : number + 1]:
            do(call, home, *act)


def left(call: Call, home: Path, out: Path, audience: str) -> dict[str, bytes]:
    """Every file that an audience gets from a repository: its feed, and a bundle."""
    chosen = ("--sharing", audience, "--home", home)
    assert call("publish", out / "site", *chosen)[0] == 0
    assert call("export", out / "bundle.zip", *chosen)[0] == 0
    files = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def unpacked(files: dict[str, bytes]) -> Iterator[bytes]:
    """All bytes there are to read: names and contents, those within archives too."""
    for name, data in files.items():
        yield name.encode()
        yield data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield archive.comment
                for entry in archive.infolist():
                    yield entry.comment + entry.extra
                yield from unpacked({one: archive.read(one) for one in archive.namelist()})


def test_two_repositories_that_differ_in_private_records_send_the_same_bytes(
    two: tuple[Path, Path], call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.log.datetime", Clock)
    plain, fuller = two
    fill(call, plain, private=False)
    fill(call, fuller, private=True)
    assert ACCOUNT.encode() in (fuller / "local.db").read_bytes()
    for audience in ("PUBLIC", "NHS"):
        out = [tmp_path / f"{audience}-{number}" for number in (1, 2)]
        for folder in out:
            folder.mkdir()
        one, other = (left(call, home, to, audience) for home, to in zip(two, out, strict=True))
        differing = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
        assert not differing
        assert b"told anew" in one["site/1/000001.nq"]  # what was public has left
        whole = b"\n".join(unpacked(other)).lower()
        for word in (ACCOUNT, "quentin", "our own affair", "innovation/alpha"):
            assert word.lower().encode() not in whole, word
