"""The ledger: what is erased is in no byte."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.ledger import Ledger, create_ledger
from graph.ledger_check import check_ledger
from graph.log import Attribution
from ontology.errors import InvalidInput

BY = Attribution("a1")


def graph(record: str, value: str) -> str:
    return f'<{record}/node> <urn:says> "{value}" <{record}> .\n'


def graphs(values: Mapping[str, str]) -> dict[str, str]:
    return {record: graph(record, value) for record, value in values.items()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    create_ledger(tmp_path / "ledger")
    return tmp_path / "ledger"


def contents(ledger: Ledger, as_of: int | None = None) -> dict[str, str]:
    return {record: ledger.nquads(name) for record, name in ledger.records(as_of).items()}


def strings_in(folder: Path) -> str:
    return "".join(
        f"{path.name}\n{path.read_bytes().decode()}\n"
        for path in folder.rglob("*")
        if path.is_file()
    )


def test_an_erased_record_is_in_no_byte(home: Path) -> None:
    ledger = Ledger(home)
    secret, fine = graphs({"urn:secret": "secret words"}), graphs({"urn:fine": "1"})
    ledger.append((secret | fine).items(), by=BY)
    ledger.append(graphs({"urn:secret": "secret sentence"}).items(), by=BY)
    names = [ledger.records(sequence)["urn:secret"] for sequence in (1, 2)]
    # what a crashed add would have left
    (home / "blobs/00").mkdir(exist_ok=True)
    (home / "blobs/00/half.nq.tmp").write_text(secret["urn:secret"])
    (home / "blobs/00" / f"{'0' * 64}.nq").write_text(secret["urn:secret"])
    assert ledger.erase("urn:secret", by=BY) == 3

    for reader in (ledger, Ledger(home)):
        assert contents(reader) == contents(reader, 1) == fine
        with pytest.raises(InvalidInput, match="was erased; its content is gone for good"):
            reader.nquads(names[0])
    assert not list(check_ledger(home))
    left = strings_in(home)
    assert "secret w" not in left
    assert hashlib.sha256(secret["urn:secret"].encode()).hexdigest() not in left
    assert all(left.count(name) == 2 for name in names)
    assert [c.operation for c in list(ledger.transactions())[-1].changes] == [
        "delete", "erase", "erase",
    ]  # fmt: skip

    assert ledger.erase("urn:secret", by=BY) == 3
    [again] = ledger.append(secret.items(), by=BY).records
    assert again.version not in names
    assert contents(ledger) == secret | fine


def test_erasing_what_never_was_still_clears_what_a_crash_left(home: Path) -> None:
    (home / "blobs/00").mkdir()
    (home / "blobs/00/half.nq.tmp").write_text("content")
    with pytest.raises(InvalidInput, match="urn:a was never in the ledger"):
        Ledger(home).erase("urn:a", by=BY)
    assert not list((home / "blobs/00").iterdir())


def test_a_writer_unlinks_what_an_interrupted_erasure_left(home: Path) -> None:
    ledger = Ledger(home)
    ledger.append(graphs({"urn:a": "1"}).items(), by=BY)
    path = home / "blobs" / (name := ledger.records()["urn:a"])[:2] / f"{name}.nq"
    data = path.read_bytes()
    ledger.erase("urn:a", by=BY)
    path.write_bytes(data)
    [problem] = check_ledger(home)
    assert "was erased and is still there" in problem.message
    assert not problem.harmless
    Ledger(home).append(by=BY)
    assert not list(check_ledger(home))


def test_a_record_is_erased_and_begins_anew_at_once(home: Path) -> None:
    ledger = Ledger(home)
    ledger.append(graphs({"urn:r": "a secret"}).items(), levels={"urn:r": "PUBLIC"}, by=BY)
    now = graphs({"urn:r": "since"})
    ledger.append(now.items(), levels={"urn:r": "PUBLIC"}, erases=["urn:r"], by=BY)
    assert contents(Ledger(home)) == now
    assert Ledger(home).level("urn:r") == "PUBLIC"
    assert "a secret" not in strings_in(home)
    assert not list(check_ledger(home))
