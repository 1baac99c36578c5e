"""What arrives is matched by its codes and proposed by its names; undo leaves nothing of it."""

from pathlib import Path

import pytest

from api.answers.asking import find_thing
from api.answers.clusters import together
from api.authoring.adding import add_records
from api.exchange.agreement import find_region, name_regions
from api.exchange.approval import approve, preview
from api.exchange.matching import Ruling, decide, list_identity, take_back
from api.exchange.undoing import undo
from api.home import Home
from ontology.errors import InvalidInput
from ontology.report import parse_record
from ontology.terms import WW
from tests.api.exchange.regions import (
    BY,
    STEPS,
    Sender,
    acting,
    bring,
    innovation,
    make_receiver,
)

OURS = "https://south.example/id/innovation/walks"


@pytest.fixture
def south(tmp_path: Path, north: Sender) -> Home:
    """A repository that has an innovation of its own, with the code of a guidance."""
    home = make_receiver(tmp_path / "south", [north])
    ours = {"kind": "entity", "record": "innovation/walks", "is": "Innovation"}
    named = {"label": "walking groups", "facts": {"niceId": "NG7"}, "source": "made up"}
    add_records(home, [parse_record(ours | named)], STEPS, home.region.base)
    return home


def united(home: Home, thing: str) -> set[object]:
    """The things under whose names an innovation is answered."""
    with home.engine() as engine:
        return {row[0] for row in together(engine)("innovations", innovation=thing).rows}


def test_one_code_is_one_thing_from_the_approval_to_the_undo(
    north: Sender, south: Home, tmp_path: Path
) -> None:
    theirs = north.iri("strolls")
    coded = f'{innovation(theirs, "strolling")}<{theirs}> <{WW}niceId> "NG7" <{theirs}> .\n'
    lines = "".join(f"{line}\n" for line in sorted(coded.splitlines()))
    north.ledger.append([(theirs, lines)], levels={theirs: "PUBLIC"}, by=BY)
    before = south.ledger.digest()
    one = bring(south, north.bundle(tmp_path / "one.zip"))
    told, _ = preview(south, one.import_id, STEPS)
    (proposed,) = told.identity
    assert (proposed["one"], proposed["other"], proposed["certain"]) == (theirs, OURS, True)
    approve(acting(south, "ben"), one.import_id, STEPS)
    south.ledger.refresh()
    assert united(south, OURS) == {min(OURS, theirs)}
    assert name_regions(south)[north.base] == "north"
    assert find_region(south, "north") == north.base
    undo(south, one.import_id)
    assert united(south, OURS) == {OURS}
    assert south.ledger.digest() == before


def test_one_name_is_only_proposed_and_a_decision_is_taken_back_to_the_byte(
    north: Sender, south: Home, tmp_path: Path
) -> None:
    theirs = north.iri("strolls")
    north.put(strolls="Walking Groups")
    one = bring(south, north.bundle(tmp_path / "one.zip"))
    (proposed,) = preview(south, one.import_id, STEPS)[0].identity
    assert (proposed["likeness"], proposed["certain"]) == (1, False)
    approve(acting(south, "ben"), one.import_id, STEPS)
    assert len(list_identity(south).proposals) == 1
    before = south.ledger.digest()
    with south.engine() as engine, pytest.raises(InvalidInput, match="several things"):
        find_thing("Walking groups", engine.ask)
    decide(south, (OURS, theirs), Ruling("accepted", "one programme"), STEPS)
    with south.engine() as engine:
        assert find_thing("Walking groups", engine.ask) == min(OURS, theirs)
    assert united(south, OURS) == {min(OURS, theirs)}
    take_back(south, (theirs, OURS), "they are two")
    assert south.ledger.digest() == before


def test_what_was_refused_is_not_proposed_when_it_arrives_again(
    north: Sender, south: Home, tmp_path: Path
) -> None:
    north.put(strolls="Walking Groups")
    first = bring(south, north.bundle(tmp_path / "one.zip"))
    approve(acting(south, "ben"), first.import_id, STEPS)
    decide(south, (OURS, north.iri("strolls")), Ruling("refused", "two"), STEPS)
    undo(south, first.import_id)
    north.put(strolls="walking groups")
    again = bring(south, north.bundle(tmp_path / "two.zip"))
    assert preview(south, again.import_id, STEPS)[0].identity == ()
    assert list_identity(south).proposals == ()
