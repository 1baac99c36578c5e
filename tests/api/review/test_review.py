"""What readers decide by commands: who may make what of an item, what is published, and undone."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[..., Any]
TEXT = """Walking groups

The walking groups aim to help people meet.
This has enabled people to meet more often.
Volunteers in Anytown lead the walks.
"""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "walking-groups.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture(scope="module")
def prepared(enqueue: Callable[[str, str], Path]) -> Path:
    """A repository of two readers with a document in its queue."""
    return enqueue("walking-groups.txt", TEXT)


@pytest.fixture
def queue(nowhere: Path, prepared: Path, ask: Ask) -> list[str]:
    """The keys of what waits in a copy of it, by value."""
    shutil.copytree(prepared, nowhere)
    keys = [one["key"] for one in ask("list", "--as", "ann")["items"]]
    assert len(keys) > 3
    return keys


def state_of(ask: Ask, key: str, reader: str) -> tuple[str | None, str | None]:
    items = ask("list", "--all", "--as", reader)["items"]
    (one,) = (item for item in items if item["key"] == key)
    return one["status"], one["state"]


def test_the_state_has_as_many_readers_as_there_were(queue: list[str], ask: Ask) -> None:
    key = queue[0]
    assert state_of(ask, key, "ann") == ("open", "unread")
    ask("accept", key, "--as", "ann")
    ask("accept", key, "--as", "ann")
    assert state_of(ask, key, "ann") == ("accepted", "singleReader")
    ask("accept", key, "--as", "ben")
    assert state_of(ask, key, "ben") == ("accepted", "secondRead")
    ask("undo", key, "--as", "ben")
    assert state_of(ask, key, "ann") == ("accepted", "singleReader")


def test_the_second_reader_does_not_know_of_the_first(queue: list[str], ask: Ask) -> None:
    key = queue[0]
    ask("reject", key, "--reason", "it is a plan", "--as", "ann")
    (shown,) = (one for one in ask("list", "--as", "ben")["items"] if one["key"] == key)
    assert (shown["status"], shown["state"], shown["others"]) == (None, None, None)
    assert "it is a plan" not in json.dumps(shown)
    (after,) = ask("accept", key, "--as", "ben")["items"]
    assert after["status"] == "disputed"
    assert after["state"] == "singleReader"
    assert [one["reader"] for one in after["others"]] == ["ann"]


def test_a_rejection_has_a_reason(queue: list[str], call: Run) -> None:
    code, out, _ = call("review", "reject", queue[0], "--as", "ann", "--json")
    assert code == 2
    assert "why" in json.loads(out)["detail"]


def test_who_changes_an_item_cannot_make_it_second_read(queue: list[str], ask: Ask) -> None:
    key = queue[0]
    ask("accept", key, "--as", "ann")
    (edited,) = ask("edit", key, "--label", "more people came", "--as", "ben")["items"]
    assert edited["label"] == "more people came"
    assert state_of(ask, key, "ben") == ("accepted", "singleReader")
    ask("accept", key, "--as", "ben")
    assert state_of(ask, key, "ben") == ("accepted", "singleReader")
    ask("accept", key, "--as", "ann")
    assert state_of(ask, key, "ben") == ("accepted", "secondRead")
    (undone,) = ask("undo", key, "--as", "ben")["items"]
    assert undone["label"] != "more people came"


def test_a_team_of_two_publishes_what_two_have_read(queue: list[str], ask: Ask, call: Run) -> None:
    ask("accept", *queue, "--as", "ann")
    code, out, _ = call("review", "publish", "walking-groups", "--as", "ann", "--json")
    assert code == 4
    assert "second" in json.loads(out)["detail"]
    ask("accept", *queue[:-1], "--as", "ben")
    blind = ask("publish", "walking-groups", "--as", "ben")
    assert (blind["status"], blind["unseen"]) == ("created", 1)
    assert queue[-1] not in json.dumps(blind), "what ann thinks of it is not for ben to know yet"
    done = ask("publish", "walking-groups", "--as", "ann")
    assert done["status"] == "unchanged"
    assert done["reviewState"] == "secondRead"
    published = {one["key"] for one in done["published"]}
    assert published | {one["key"] for one in done["held"]} == set(queue)
    assert queue[-1] in {one["key"] for one in done["held"]}
    said = json.loads(call("ask", "said", "--given", f"document={done['record']}", "--json")[1])
    at = said["columns"].index("reviewState")
    assert {row[at] for row in said["rows"]} == {"secondRead"}


def test_publishing_again_updates_the_same_record_with_the_same_names(
    queue: list[str],
    ask: Ask,
    call: Run,
) -> None:
    for reader in ("ann", "ben"):
        ask("accept", *queue[1:], "--as", reader)
    first = ask("publish", "walking-groups", "--as", "ben")
    assert ask("publish", "walking-groups", "--as", "ben")["status"] == "unchanged"
    before = claims(call, first["record"])
    for reader in ("ann", "ben"):
        ask("accept", queue[0], "--as", reader)
    second = ask("publish", "walking-groups", "--as", "ann")
    assert (second["record"], second["status"]) == (first["record"], "updated")
    assert before < claims(call, first["record"])
    ask("undo", queue[0], "--as", "ann")
    ask("undo", queue[0], "--as", "ben")
    ask("publish", "walking-groups", "--as", "ann")
    assert claims(call, first["record"]) == before


def claims(call: Run, record: str) -> set[str]:
    found = json.loads(call("ask", "said", "--given", f"document={record}", "--json")[1])
    return {row[0] for row in found["rows"]}


def test_an_edited_text_moves_what_moved_and_keeps_what_was_decided(
    queue: list[str],
    ask: Ask,
    text: Path,
) -> None:
    items = {one["key"]: one for one in ask("list", "--all", "--as", "ann")["items"]}
    gone = [key for key, one in items.items() if "meet more" in (one["exact"] or "")]
    kept = [key for key in queue if key not in gone and items[key]["exact"]]
    ask("accept", *gone, "--as", "ann")
    ask("reject", *kept, "--reason", "not so", "--as", "ann")
    text.write_text(f"A word before.\n{TEXT.replace('meet more', 'meet less')}", "utf-8")
    (taken,) = ask("add", text, "--as", "ann")["documents"]
    assert taken["gone"] >= len(gone) > 0
    after = {one["key"]: one for one in ask("list", "--all", "--as", "ann")["items"]}
    for key in kept:
        moved = after[key]["start"] - items[key]["start"]
        assert (moved, after[key]["exact"]) == (15, items[key]["exact"])
        assert after[key]["status"] == "rejected"
    assert all(after[key]["status"] == "gone" for key in gone)
    assert not {one["exact"] for one in ask("list", "--as", "ann")["items"]} & {
        items[key]["exact"] for key in kept
    }
    text.write_text(TEXT, "utf-8")
    ask("add", text, "--as", "ann")
    for key in gone:
        assert state_of(ask, key, "ann") == ("accepted", "singleReader")


def test_a_split_gives_the_digest_back(queue: list[str], ask: Ask, call: Run) -> None:
    for reader in ("ann", "ben"):
        ask("accept", *queue, "--as", reader)
    things = [one for one in ask("list", "--all", "--as", "ann")["items"] if one["form"] == "thing"]
    one, other = [item["key"] for item in things if item["class"] != "CaseStudy"][:2]
    ask("publish", "walking-groups", "--as", "ann")
    before = json.loads(call("digest", "--json")[1])["digest"]
    assert call("review", "merge", one, other, "--as", "ann", "--json")[0] == 2
    ask("merge", one, other, "--reason", "one and the same", "--as", "ann")
    merged = ask("publish", "walking-groups", "--as", "ann")
    assert one in {item["key"] for item in merged["published"]}
    assert json.loads(call("digest", "--json")[1])["digest"] != before
    ask("split", one, "--reason", "two after all", "--as", "ben")
    ask("publish", "walking-groups", "--as", "ben")
    assert json.loads(call("digest", "--json")[1])["digest"] == before


def test_another_text_of_the_same_name_is_not_taken_for_a_version(
    queue: list[str],
    ask: Ask,
    text: Path,
    call: Run,
) -> None:
    assert queue
    text.write_text("A choir\n\nThe choir led to an increase in joy.\n", "utf-8")
    assert call("review", "add", text, "--as", "ann")[0] == 5
    assert call("review", "add", text, "--record", "My Choir", "--as", "ann")[0] == 2
    (taken,) = ask("add", text, "--record", "choir", "--as", "ann")["documents"]
    assert taken["document"] == "choir"


def test_agreement_is_told_with_its_n(queue: list[str], ask: Ask) -> None:
    assert ask("agreement")["n"] == 0
    half = len(queue) // 2
    ask("accept", *queue[:half], "--as", "ann")
    ask("reject", *queue[half:], "--reason", "no", "--as", "ann")
    ask("accept", *queue[:half], "--as", "ben")
    ask("reject", *queue[half:], "--reason", "no", "--as", "ben")
    found = ask("agreement")
    assert (found["n"], found["kappa"]) == (len(queue), 1)
    assert [one["n"] for one in found["pairs"]] == [len(queue)]


def test_a_record_that_came_another_way_is_not_written_over(
    queue: list[str], call: Run, tmp_path: Path, ask: Ask
) -> None:
    for reader in ("ann", "ben"):
        ask("accept", *queue, "--as", reader)
    other = tmp_path / "other.yaml"
    other.write_text(
        "kind: source\nrecord: walking-groups\ndocument: {title: A, coverage: whole, "
        "address: 'https://example.org/a'}\nsays: [{key: a, about: [area/a], gist: b}]\n",
        "utf-8",
    )
    assert call("add", other)[0] == 0
    assert call("review", "publish", "walking-groups", "--as", "ann")[0] == 5
