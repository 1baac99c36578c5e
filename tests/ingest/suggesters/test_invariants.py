"""On any text: the words are the text's own, and nothing is invented.

What looks for inventions (`bench.extraction.inventions`) knows nothing of the rules it judges.
"""

import random
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.extraction.alone import run_alone
from bench.extraction.gold import MARKED, read_gold
from bench.extraction.inventions import list_inventions
from bench.extraction.swapping import swap_all
from ingest.suggesters.names import shipped_names
from ingest.suggesters.suggest import suggest
from ingest.suggesters.suggestion import Relation, Section, Suggestion, Suggestions

PIECES = (
    "Kent", "the South West", "Devon ICS", "Cornwall, and the Isles of Scilly", "NHS England",
    "Accelerated Access Collaborative (AAC)", "PERIPrem", "Dr Ada Brook, Chief Nurse,", "26%",
    "7.5 percentage points", "from 12 to 9", "n = 340", "£1.2 million", "p < 0.05", "three wards",
    "a bundle of 11 steps", "\u20188 steps for change\u2018", "in 2020", "recently",
    "the last two years",
    "has reduced", "aims to reduce", "will be rolled out", "did not", "eg", "could be", "falls",
    "attendances", "because of", "thanks to", "\n\n", "\n  • ", "\n1. ", "Results", "# Lessons\n",
    "What were the results?\n", "Next steps\n", ". ", ", ", "; ", ": ", " – ", "(", ")", "“", "”",
    "\u00a0", "\u202f", "\u200b", "\u202e", "\u2066", "\ufeff", "🏥", "e\u0301", "\t", "\r\n",
    "\x0b", "\u2028", "\uff10\uff11", "\u0663\u0664\u066a", "½",
    "1,000,000", "1.2.3", "000", "%", "and", "the",
)  # fmt: skip


def find(text: str) -> Suggestions:
    return suggest(text, shipped_names())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map(" ".join))
def test_no_text_makes_suggestions_invent(text: str) -> None:
    assert list_inventions(text, find(text)) == []


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400))
def test_no_letters_make_suggestions_invent(text: str) -> None:
    assert list_inventions(text, find(text)) == []


def test_no_shared_text_makes_suggestions_invent(shared: Path) -> None:
    for path in sorted((shared / "data/case-studies").glob("*.txt")):
        text = path.read_bytes().decode()
        assert list_inventions(text, find(text)) == [], path.name


@pytest.mark.parametrize("seed", range(2))
def test_no_swapped_text_makes_suggestions_invent(shared: Path, seed: int) -> None:
    text = swap_all(read_gold(shared / "data"), seed).text
    assert list_inventions(text, find(text)) == []


def _cut(text: str, draw: random.Random) -> str:
    start = draw.randrange(len(text))
    return text[:start] + text[start + draw.randrange(1, 400) :]


def _repeat(text: str, draw: random.Random) -> str:
    start = draw.randrange(len(text))
    return text[:start] + text[start : start + 300] * 2 + text[start + 300 :]


def _strew(text: str, draw: random.Random) -> str:
    for _ in range(40):
        at = draw.randrange(len(text))
        text = text[:at] + draw.choice(PIECES) + text[at:]
    return text


def _shuffle(text: str, draw: random.Random) -> str:
    words = text.split(" ")
    draw.shuffle(words)
    return " ".join(words)


def _one_line(text: str, draw: random.Random) -> str:
    return re.sub(r"\s", draw.choice((" ", "\u00a0")), text)


MUTATIONS = (_cut, _repeat, _strew, _shuffle, _one_line)


@pytest.mark.parametrize("number", range(13))
def test_no_mutated_text_makes_suggestions_invent(shared: Path, number: int) -> None:
    """Each shared text in one of the mutations."""
    paths = sorted((shared / "data/case-studies").glob("*.txt"))
    path, mutate = paths[number % len(paths)], MUTATIONS[number % len(MUTATIONS)]
    text = mutate(path.read_bytes().decode(), random.Random(number))  # noqa: S311 — of a test
    assert list_inventions(text, find(text)) == [], path.name


HOSTILE = (
    "ward ", "1", "1, ", "Kent and ", "((((", "• ", "to reduce the ", "\u00a0", "A", "”", "The ",
    "26% ", "a.b ", "“", "\n• a", "# ", "NHS ", "\u202e", "e\u0301",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_run_of_one_piece_is_read(piece: str) -> None:
    text = piece * (5_000 // len(piece))
    assert list_inventions(text, find(text)) == []


def test_a_line_of_200_kilobytes_is_read() -> None:
    text = "ward " * 40_000
    assert list_inventions(text, find(text)) == []


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PIECES), st.sampled_from(PIECES), st.integers(1, 200))
def test_no_repetition_makes_suggestions_invent(one: str, other: str, times: int) -> None:
    text = f"{one}{other} " * times
    assert list_inventions(text, find(text)) == []


def test_the_same_text_gives_the_same_under_any_hash_seed_and_without_a_network(
    shared: Path,
) -> None:
    path = shared / "data/case-studies" / f"{MARKED}.txt"
    assert len({run_alone(path, seed).digest for seed in (1, 2, 3)}) == 1


TEXT = "Falls fell by 26% in Kent.\n\nA set of 8 steps.\n\nThe first step is a lamp."
FELL = Suggestion(
    "OutcomeObservation", "Falls", 0, 17, TEXT[:17], "r", attributes={"value": Decimal(26)}
)
STEPS = Suggestion("NamedSet", "8 steps", 37, 44, "8 steps", "r")
LAMP = Suggestion("Innovation", "lamp", 67, 71, "lamp", "r")


def test_what_is_borne_out_is_no_invention() -> None:
    found = Suggestions((Section("other", 0, len(TEXT)),), (FELL, STEPS, LAMP), ())
    assert list_inventions(TEXT, found) == []


@pytest.mark.parametrize(
    "one",
    [
        replace(FELL, start=1),
        replace(FELL, end=999),
        replace(FELL, label="Falls in Essex"),
        replace(FELL, attributes={"value": Decimal(27)}),
        replace(FELL, attributes={"period": "since 2019"}),
        replace(FELL, attributes={"trust": "Kent Falls"}),
        replace(FELL, label="Kent Falls"),
        replace(FELL, kind="Wonder"),
        replace(FELL, modality="certain"),
    ],
)
def test_an_invention_is_found_out(one: Suggestion) -> None:
    assert list_inventions(TEXT, Suggestions((), (one,), ()))


def test_an_invented_member_is_found_out() -> None:
    member = Relation(STEPS, "hasMember", LAMP, 37, 73, "r")
    unknown = Relation(STEPS, "uses", replace(LAMP, label="a lamp"), 37, 73, "r")
    assert list_inventions(TEXT, Suggestions((), (STEPS, LAMP), (member,)))
    assert list_inventions(TEXT, Suggestions((), (STEPS, LAMP), (unknown,)))
