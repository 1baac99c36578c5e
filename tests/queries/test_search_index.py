"""The index finds what people mean: by any name, in any case, with a slip."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.search.index import KINDS, Entry, Index, Kind, Name, make_index
from queries.search.words import find_initials, list_words, slipped, split_words, stem

LETTERS = st.text(string.ascii_lowercase, min_size=1, max_size=9)


def entry(iri: str, kind: Kind, label: str, *names: Name) -> Entry:
    return Entry(iri, kind, label, (Name(label, "label"), *names))


NETWORK = "South West Academic Health Science Network"
ENTRIES = [
    entry("peri", "innovation", "PERIPrem"),
    entry("part", "innovation", "caffeine (element of PERIPrem)"),
    entry("pain", "innovation", "ESCAPE-pain"),
    entry("acute", "innovation", "virtual ward of acute care", Name("virtual wards", "other")),
    entry("old", "organisation", NETWORK, Name("South West AHSN", "other")),
    entry("new", "organisation", "Health Innovation South West", Name(NETWORK, "former"),
          Name("South West AHSN", "former"), Name("health innovation network", "class")),
    entry("board", "organisation", "NHS Devon Integrated Care Board", Name("QJK", "code"),
          Name("integrated care board", "class")),
    entry("devon", "place", "Devon", Name("E54000037", "code")),
    entry("east", "place", "East Devon"),
    entry("teignbridge", "place", "Café-Teignbridge"),
    entry("shared", "condition", "shared priority"),
    entry("begin", "lesson", "begin from priorities of the place"),
    entry("talk", "document", "A report", Name("staff were asked what they need", "said", "c")),
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    return make_index(ENTRIES)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("periprem", "peri"),
        ("PERIPREM", "peri"),
        ("peri", "peri"),
        ("perprem", "peri"),  # a letter left out
        ("peripremm", "peri"),  # one too many
        ("peripram", "peri"),  # another
        ("peirprem", "peri"),  # two swapped
        ("escape pain", "pain"),
        ("escapepain", "pain"),
        ("virtual ward", "acute"),
        ("virtual wards", "acute"),
        ("AHSN", "old"),
        ("ahsn south west", "old"),
        ("HIN", "new"),
        ("ICB", "board"),
        ("qjk", "board"),
        ("e54000037", "devon"),
        ("devon", "devon"),
        ("Devón", "devon"),
        ("cafe", "teignbridge"),
        ("priorities", "shared"),
        ("staff need", "talk"),
    ],
)
def test_what_people_type_finds_what_they_mean(index: Index, text: str, first: str) -> None:
    assert index.find(text).hits[0].entry.iri == first


def test_a_former_name_finds_the_successor_too(index: Index) -> None:
    assert {hit.entry.iri for hit in index.find("South West AHSN").hits} == {"old", "new"}


def test_a_part_of_a_code_or_of_initials_means_nothing(index: Index) -> None:
    assert index.find("QJ").hits == ()
    assert index.find("E5400003").hits == ()


def test_kinds_narrow_the_hits(index: Index) -> None:
    only: tuple[Kind, ...] = ("organisation",)
    found = index.find("devon", only).hits
    assert [hit.entry.iri for hit in found] == ["board"]


def test_what_is_lacking_is_said(index: Index) -> None:
    found = index.find("devon zebra")
    assert found.lacking == ("zebra",)
    assert found.hits
    assert index.find("devon").lacking == ()
    assert index.find("zebra").hits == ()


def test_the_order_does_not_hang_on_the_order_of_making() -> None:
    chance = random.Random(3)  # noqa: S311 — the same shuffles every time
    for text in ("devon", "south west", "periprem", "network"):
        orders = set()
        for _ in range(5):
            some = chance.sample(ENTRIES, len(ENTRIES))
            orders.add(tuple(hit.entry.iri for hit in make_index(some).find(text).hits))
        assert len(orders) == 1


@given(st.lists(LETTERS, min_size=1, max_size=8, unique=True), st.data())
def test_every_name_is_found_by_itself_and_by_its_beginning(
    names: list[str], data: st.DataObject
) -> None:
    entries = [entry(str(n), "innovation", name) for n, name in enumerate(names)]
    index = make_index(entries)
    wanted = data.draw(st.sampled_from(entries))
    assert wanted.iri in {hit.entry.iri for hit in index.find(wanted.label).hits}
    start = stem(wanted.label)[: data.draw(st.integers(2, 9))]
    assert wanted.iri in {hit.entry.iri for hit in index.find(start).hits} or stem(start) != start


@given(LETTERS, st.data())
def test_slips_are_found_and_mutual(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word)))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    added = word[:at] + letter + word[at:]
    changed = word[:at] + letter + word[at + 1 :] if at < len(word) else word
    assert slipped(word, added)
    assert slipped(added, word)
    assert slipped(word, changed)
    assert not slipped(word, added + letter + letter)


@given(st.text(max_size=60))
def test_any_text_can_be_searched_for(text: str) -> None:
    assert isinstance(make_index(ENTRIES).find(text).hits, tuple)
    assert split_words(text.upper().lower()) is not None


def test_words_are_cut_with_care() -> None:
    assert list_words("The priorities of Bath’s wards") == ["priority", "bath", "ward"]
    assert [stem(word) for word in ("status", "process", "series", "icbs")] == [
        "status",
        "process",
        "sery",
        "icb",
    ]
    assert find_initials("NHS Bath and North East Somerset") == {"nbnes", "bnes"}
    assert find_initials("East Devon") == set()


def test_there_is_a_rank_for_every_kind() -> None:
    assert len(set(KINDS)) == len(KINDS)
    assert {one.kind for one in ENTRIES} <= set(KINDS)
