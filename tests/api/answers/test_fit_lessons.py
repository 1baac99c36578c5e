"""From a place to the lessons of places like it: one call, and the three steps it is made of."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from api.answers.gazetteer import folders_of
from api.answers.learning import ask_lessons, lessons_json
from api.answers.similarity import Wanted, compare_level
from api.home import Home
from graph.engine.port import SparqlEngine
from ontology.terms import PROJECT_BASE
from queries.fit.lessons import TOP
from queries.outcomes.case import Axis
from queries.outcomes.read import read_cases

DEVON = f"{PROJECT_BASE}id/area/E54000037"
ESSEX = f"{PROJECT_BASE}id/area/E54000026"


@pytest.mark.parametrize("place", [DEVON, ESSEX])
def test_one_call_is_the_chain_of_three(place: str, opened: Home, asked: SparqlEngine) -> None:
    where = folders_of(opened.settings)
    found = ask_lessons(asked, opened, where, place).learning
    similar = compare_level(where, Wanted(place, top=TOP)).similar
    codes = [hit.context.id for hit in similar.hits if hit.likeness.enough]
    assert [one.place.iri.rpartition("/")[2] for one in found.places] == codes
    axes: tuple[Axis, ...] = ("effect", "adoption")
    for one in found.places:
        chained = [read_cases(asked.ask, place=one.place.iri, axis=axis) for axis in axes]
        told = [[case for tried in one.tried if (case := getattr(tried, axis))] for axis in axes]
        assert [sorted(cases, key=lambda case: case.use) for cases in told] == [
            sorted(cases, key=lambda case: case.use) for cases in chained
        ]
        rows = {str(row[0]) for row in asked.ask("lessons", place=one.place.iri).rows}
        tried = {lesson.lesson.iri for use in one.tried for lesson in use.lessons}
        assert rows == tried | {lesson.lesson.iri for lesson in one.lessons}


def test_what_is_not_yet_here_was_tried_there(opened: Home, asked: SparqlEngine) -> None:
    found = ask_lessons(asked, opened, folders_of(opened.settings), ESSEX).learning
    untried = {one.innovation.iri for one in found.untried}
    assert f"{PROJECT_BASE}id/innovation/feno-testing" in untried
    here = {
        case.innovation.iri
        for axis in ("effect", "adoption")
        for case in read_cases(asked.ask, place=ESSEX, axis=axis)
    }
    assert untried.isdisjoint(here)


def test_what_is_new_are_records_that_changed_since(opened: Home, asked: SparqlEngine) -> None:
    where = folders_of(opened.settings)
    all_of_it = ask_lessons(asked, opened, where, ESSEX, since="0")
    told = {change.document.iri for change in all_of_it.changes}
    assert f"{PROJECT_BASE}id/source/feno-gloucestershire" in told
    assert {change.sequence for change in all_of_it.changes} == {1}
    assert ask_lessons(asked, opened, where, ESSEX, since="1").changes == ()


def test_each_thing_tried_says_where_it_is_told(opened: Home, asked: SparqlEngine) -> None:
    found = lessons_json(ask_lessons(asked, opened, folders_of(opened.settings), ESSEX))
    similar = found["similar"]
    assert isinstance(similar, list)
    tried = [use for one in similar for use in one["tried"]]
    assert tried
    for use in tried:
        cited = [
            cite for side in (use["effect"], use["adoption"]) if side for cite in side["citations"]
        ]
        assert cited or use["documents"]
        assert all(lesson["citations"] for lesson in use["lessons"])


def test_the_command_and_http_say_the_same(
    starter: Path,
    call: Callable[..., tuple[int, str, str]],
    serving: Callable[..., AbstractContextManager[str]],
) -> None:
    code, out, err = call("learn", "E54000026", "--since", "0", "--home", starter, "--json")
    assert (code, err) == (0, "")
    with serving(starter) as address:
        url = f"{address}/v1/contexts/E54000026/lessons"
        answer = httpx.get(url, params={"since": "0"}, timeout=60)
        nowhere = httpx.get(f"{address}/v1/contexts/Atlantis/lessons", timeout=60)
        page = httpx.get(f"{address}/places/E54000026", timeout=60)
    assert answer.json() == json.loads(out)
    assert nowhere.status_code == 404
    assert "What places like it tried and learnt" in page.text
    assert "FeNO testing in 17 practices of Gloucestershire" in page.text


def test_commands_tell_people(starter: Path, call: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = call("learn", "E54000026", "--home", starter)
    assert code == 0
    assert "not yet here" in " ".join(out.split())
    code, out, _ = call("fit", "feno-testing", "QH8", "--have", "staff training", "--home", starter)
    assert code == 0
    told = " ".join(out.split())
    assert "Cannot say" in told
    assert "staff training: there; the asker says there" in told
    assert call("fit", "feno-testing", "Atlantis", "--home", starter)[0] == 2
