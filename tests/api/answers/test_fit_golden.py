"""Readiness cards written by hand from the records of the starter corpus, and the generated ones.

Who wrote them read the records and the rules, and had not seen an answer.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from api.answers.fit import Question, ask_fit
from api.answers.fit_answer import answer_json
from api.answers.gazetteer import folders_of
from api.home import Home
from graph.engine.port import SparqlEngine
from ontology.terms import PROJECT_BASE

CARDS = Path(__file__).parents[2] / "golden" / "fit"
BASE = f"{PROJECT_BASE}id/"
Json = Mapping[str, Any]
Line = list[object]


def sources(found: Json, *documents: str) -> list[str]:
    """The claims that a line cites, or the documents behind it where it cites none."""
    claims = sorted(one["claim"] for one in found["citations"])
    return [one.removeprefix(BASE).removeprefix("source/") for one in claims or sorted(documents)]


def use_line(part: str, one: Json, *, cited: bool) -> Line:
    near = one["likeness"]
    like = "not known"
    if near:
        similar = ", similar" if near["similar"] else ""
        like = f"{near['similarity']:.3f}, {near['rank']} of {near['of']}{similar}"
    origin = (
        sources(one, *one["documents"]) if cited else sources({"citations": []}, *one["documents"])
    )
    return [part, f"{one['result']}: {one['useLabel']} ({like})", origin]


def gap_lines(gap: Json) -> Iterator[Line]:
    recorded = gap["recorded"]["state"] if gap["recorded"] else "not recorded"
    share = f"{gap['successesWith']} of {gap['successes']}"
    text = f"{gap['state']}: {gap['conditionLabel']} ({recorded}; {gap['weight']}; {share})"
    yield ["condition", text, sources(gap)]
    yield ["needed", gap["conditionLabel"], sources({"citations": gap["neededBy"]})]


def lines(card: Json) -> Iterator[Line]:
    """The lines of a card, each with its sources."""
    for one in card["unknowns"]:
        origin = sources(one, *one["documents"]) if one["basis"] == "documents" else [one["basis"]]
        yield ["unknown", one["what"], origin]
    for part, uses in (("here", card["own"]), ("elsewhere", card["precedents"])):
        yield from (use_line(part, one, cited=True) for one in uses)
    taken = card["adoption"]
    for part, uses in (("adoptionHere", taken["own"]), ("adoption", taken["precedents"])):
        yield from (use_line(part, one, cited=False) for one in uses)
    for gap in card["gaps"]:
        yield from gap_lines(gap)
    for one in card["adaptations"]:
        ends = f"{one['fromContext'] or 'not stated'} to {one['toContext'] or 'not stated'}"
        here = " (here)" if one["own"] else ""
        text = f"{one['adaptationLabel']}: {ends}, in {one['useLabel']}{here}"
        yield ["adaptation", text, sources(one)]
    for one in card["ask"]:
        whom = ", ".join(filter(None, (one["post"], one["organisation"])))
        yield ["ask", f"{one['question']} {whom} ({one['role']})", sources(one, one["source"])]


def reduce(card: Json) -> dict[str, object]:
    return {
        "innovation": card["innovationLabel"],
        "place": card["placeLabel"],
        "verdict": [card["verdict"], card["rule"], card["reason"]],
        "counts": card["counts"],
        "adoption": card["adoption"]["counts"],
        "lines": list(lines(card)),
    }


@pytest.mark.parametrize("path", sorted(CARDS.glob("*.json")), ids=lambda path: path.stem)
def test_a_card_is_as_written_by_hand(path: Path, opened: Home, asked: SparqlEngine) -> None:
    innovation, _, place = path.stem.rpartition("-")
    question = Question(innovation, place)
    answer = ask_fit(asked, opened.shelf, folders_of(opened.settings), question)
    expected = json.loads(path.read_text("utf-8"))
    found = reduce(answer_json(answer))
    told: Sequence[object] = found["lines"]  # type: ignore[assignment]
    for one, other in zip(told, expected["lines"], strict=False):
        assert one == other
    assert found == expected
    assert all(line[2] or line[0] == "condition" for line in lines(answer_json(answer)))
