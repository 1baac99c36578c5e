"""Who may state what: publishers of their own, nobody of others, and what stands here is kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.authoring.removal import erase_record
from api.exchange.approval import approve, preview, reject
from api.exchange.import_log import find_import, list_imports, purge, quarantine_of
from api.exchange.proposals import dismiss_proposal, list_proposals, take_proposal
from api.exchange.undoing import undo
from api.home import Home
from graph.imports.arrival import Change
from graph.log import Attribution
from ontology.errors import Conflict, HeldByPolicy, WhatworkedError
from tests.api.exchange.regions import (
    BY,
    STEPS,
    Sender,
    acting,
    bring,
    innovation,
    make_receiver,
    take_in,
)


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def our_own(south: Home, name: str, label: str) -> str:
    iri = f"https://south.example/id/innovation/{name}"
    south.ledger.append([(iri, innovation(iri, label))], by=BY)
    return iri


def sent(north: Sender, iri: str, label: str) -> None:
    """Have north put a record that is not below its own base into its feed."""
    north.ledger.append([(iri, innovation(iri, label))], levels={iri: "PUBLIC"}, by=BY)


def test_what_is_approved_is_what_was_shown(south: Home, north: Sender, tmp_path: Path) -> None:
    north.put(walk="a walking group", garden="a garden")
    take_in(south, north.bundle(tmp_path / "1.zip"))
    north.put(walk="a walking club", bus="a bus")
    north.ledger.append(deletes=[north.iri("garden")], by=BY)
    one = bring(south, north.bundle(tmp_path / "2.zip"))
    shown, plan = preview(south, one.import_id, STEPS)
    assert shown.changes == one.changes
    assert (plan.created, plan.updated, plan.deleted) == (
        (north.iri("bus"),),
        (north.iri("walk"),),
        (north.iri("garden"),),
    )
    done = approve(acting(south, "ben"), one.import_id, STEPS)
    assert done.changes == shown.changes
    step = next(south.ledger.transactions(south.ledger.refresh() - 1))
    by = {one.record: one.operation for one in step.changes if one.operation != "level"}
    assert by == {
        north.iri("bus"): "create",
        north.iri("walk"): "update",
        north.iri("garden"): "delete",
    }
    assert (step.import_id, step.author == step.reviewer) == (one.import_id, False)
    assert south.ledger.digest() == north.ledger.digest()
    assert south.ledger.level(north.iri("bus")) == "PUBLIC"


def test_what_is_no_longer_as_it_was_shown_is_not_done(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    north.put(walk="a walking group")
    one = bring(south, north.bundle(tmp_path / "1.zip"))
    iri = north.iri("walk")
    south.ledger.append([(iri, innovation(iri, "put by hand"))], by=BY)
    with pytest.raises(Conflict, match="whatworked preview"):
        approve(acting(south, "ben"), one.import_id, STEPS)
    shown, _ = preview(south, one.import_id, STEPS)
    assert [it["record"] for it in shown.conflicts] == [iri]
    approve(acting(south, "ben"), one.import_id, STEPS)
    south.ledger.refresh()
    assert "put by hand" in south.ledger.nquads(south.ledger.records()[iri])


def test_what_was_withdrawn_here_by_hand_does_not_come_back(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    north.put(walk="a walking group")
    take_in(south, north.bundle(tmp_path / "1.zip"))
    south.ledger.append(deletes=[north.iri("walk")], by=BY)
    north.put(walk="a walking club")
    one = take_in(south, north.bundle(tmp_path / "2.zip"))
    assert "withdrawn here" in one.conflicts[0]["reason"]
    assert south.ledger.refresh() == 2  # nothing was done, so nothing was written
    assert not south.ledger.records()


@pytest.mark.parametrize("whose", ["ours", "a third", "a look-alike"])
def test_rows_62_and_66_nobody_states_of_others_or_withdraws_theirs(
    south: Home, north: Sender, tmp_path: Path, whose: str
) -> None:
    hosts = {"ours": "south", "a third": "east", "a look-alike": "north.example.evil"}
    iri = f"https://{hosts[whose]}.example/id/innovation/theirs"
    sent(north, iri, "a false statement")
    one = bring(south, north.bundle(tmp_path / "1.zip"))
    assert [found["rule"] for found in one.violations] == ["import/owner"]
    with pytest.raises(HeldByPolicy):
        approve(acting(south, "ben"), one.import_id, STEPS)
    reject(south, one.import_id, "not theirs to say")
    north.ledger.append(deletes=[iri], by=BY)
    two = bring(south, north.bundle(tmp_path / "2.zip"))
    assert [found["rule"] for found in two.violations] == ["import/owner"]
    assert south.ledger.refresh() == 0


def test_a_region_may_not_take_anothers_base(south: Home, north: Sender, tmp_path: Path) -> None:
    thief = replace(north, base="https://south.example/")
    thief.put(walk="a walking group")
    one = bring(south, thief.bundle(tmp_path / "1.zip"))
    assert "import/base" in {found["rule"] for found in one.violations}


def test_a_change_to_what_we_own_becomes_a_proposal_of_ours_to_take(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    one, two = our_own(south, "a", "a walk"), our_own(south, "b", "a bus")
    sent(north, one, "a better walk")
    sent(north, two, "a better bus")
    taken = take_in(south, north.bundle(tmp_path / "1.zip"))
    assert taken.changes["proposed"] == 2
    assert south.ledger.refresh() == 2
    first, second = list_proposals(south)
    assert first.proposal.record == one
    assert ["a better walk" in first.proposal.adds[0], "a walk" in first.proposal.removes[0]] == [
        True,
        True,
    ]
    take_proposal(south, taken.import_id, one)
    assert "a better walk" in south.ledger.nquads(south.ledger.records()[one])
    assert [it.proposal.record for it in list_proposals(south)] == [second.proposal.record]
    dismiss_proposal(south, taken.import_id, two, "not better")
    assert list_proposals(south) == []
    assert not list((south.folder / "imports").iterdir())


def test_what_breaks_our_shapes_is_held(south: Home, north: Sender, tmp_path: Path) -> None:
    iri = north.iri("walk")
    text = innovation(iri, "a walking group").replace("@en", "")
    north.ledger.append([(iri, text)], levels={iri: "PUBLIC"}, by=BY)
    one = bring(south, north.bundle(tmp_path / "1.zip"))
    assert {found["severity"] for found in one.violations} == {"Violation"}
    with pytest.raises(HeldByPolicy):
        approve(acting(south, "ben"), one.import_id, STEPS)
    assert south.ledger.refresh() == 0


def test_one_of_a_team_of_one_may_approve_alone(north: Sender, tmp_path: Path) -> None:
    alone = make_receiver(tmp_path / "alone", [north], team=1)
    north.put(walk="a walking group")
    one = bring(alone, north.bundle(tmp_path / "1.zip"))
    assert approve(alone, one.import_id, STEPS).state == "approved"


def test_an_erasure_leaves_no_byte(south: Home, north: Sender, tmp_path: Path) -> None:
    north.put(walk="a walking group of Wanda", bus="a bus")
    take_in(south, north.bundle(tmp_path / "1.zip"))
    north.put(walk="a walking club of Wanda")
    waits = bring(south, north.bundle(tmp_path / "2.zip"))
    assert b"Wanda" in bytes_below(south.folder)
    north.ledger.erase(north.iri("walk"), by=BY)
    one = take_in(south, north.bundle(tmp_path / "3.zip"))
    assert (one.changes["erased"], find_import(south, waits.import_id).state) == (1, "rejected")
    assert b"Wanda" not in bytes_below(south.folder)
    south.ledger.refresh()
    assert list(south.ledger.records()) == [north.iri("bus")]
    undo(south, one.import_id)
    south.ledger.refresh()
    assert b"Wanda" not in bytes_below(south.folder)


def test_what_is_erased_here_leaves_the_quarantine_too(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    north.put(walk="a walking group of Wanda")
    take_in(south, north.bundle(tmp_path / "1.zip"))
    north.put(walk="a walking club of Wanda")
    bring(south, north.bundle(tmp_path / "2.zip"))
    erase_record(south, north.iri("walk"), "asked to")
    assert b"Wanda" not in bytes_below(south.folder)
    assert [one.state for one in list_imports(south)] == ["approved", "rejected"]


def test_what_came_from_another_is_not_published_as_ours(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    north.put(walk="a walking group")
    take_in(south, north.bundle(tmp_path / "1.zip"))
    south.ledger.refresh()
    ours = Sender("south", south.region.base, south.ledger, north.key)
    assert ours.release().point.records == 0


def test_what_is_only_for_few_from_now_on_is_narrowed_where_few_still_get_it(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    north.put(walk="a walking group")
    take_in(south, north.bundle(tmp_path / "nhs.zip", audience="NHS"))
    take_in(south, north.bundle(tmp_path / "public.zip"))
    iri = north.iri("walk")
    assert south.ledger.level(iri) == "NHS"
    north.ledger.append(levels={iri: "NHS"}, by=BY)
    one = take_in(south, north.bundle(tmp_path / "2.zip"))
    assert (one.changes["deleted"], one.conflicts) == (0, ())
    south.ledger.refresh()
    assert iri in south.ledger.records()


def test_an_import_is_found_by_its_beginning_and_said_what_it_is(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    north.put(walk="a walking group")
    one = bring(south, north.bundle(tmp_path / "1.zip"))
    assert find_import(south, one.import_id[:6]).import_id == one.import_id
    for name in ("i-zz", ""):
        if name:
            with pytest.raises(WhatworkedError):
                find_import(south, name)
    with pytest.raises(WhatworkedError):
        reject(south, one.import_id, "  ")
    assert reject(south, one.import_id, "not now").state == "rejected"
    with pytest.raises(Conflict):
        undo(south, one.import_id)
    assert bring(south, tmp_path / "1.zip").state == "quarantined"


def test_an_undo_lists_what_still_points_to_its_records(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    north.put(walk="a walking group")
    one = take_in(south, north.bundle(tmp_path / "1.zip"))
    mine = our_own(south, "a", "a walk")
    text = innovation(mine, "a walk")
    link = f"<{mine}> <http://purl.org/dc/terms/isPartOf> <{north.iri('walk')}> <{mine}> .\n"
    lines = sorted([*text.splitlines(keepends=True), link])
    south.ledger.append([(mine, "".join(lines))], by=Attribution("a1"))
    done = undo(south, one.import_id)
    assert done.dependants == (mine,)
    south.ledger.refresh()
    assert list(south.ledger.records()) == [mine]


def test_what_was_erased_and_put_again_leaves_no_byte_of_before(
    south: Home, north: Sender, tmp_path: Path
) -> None:
    north.put(walk="Walking with a secret")
    take_in(south, north.bundle(tmp_path / "1.zip"))
    north.ledger.erase(north.iri("walk"), by=BY)
    north.put(walk="Walking anew")
    one = take_in(south, north.bundle(tmp_path / "2.zip"))
    assert (one.changes["erased"], one.changes["added"]) == (1, 1)
    assert b"Walking anew" in bytes_below(south.folder)
    assert b"a secret" not in bytes_below(south.folder)


def test_an_erasure_reaches_what_a_crash_left_in_quarantine(south: Home, north: Sender) -> None:
    record = north.iri("walk")
    quarantine_of(south).keep("i-1", [Change(record, innovation(record, "a secret"))], ())
    purge(south, [record])
    assert b"a secret" not in bytes_below(south.folder)
