"""The page about the corpus says what is so, and the agreement of readers is counted rightly."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import DOCS, find_kappa, read_rows, renew
from graph.claims import claims_of
from ingest.read import corpus_files, read_files
from ontology.record import Source

SOURCES = {
    record.record: record for record in read_files(corpus_files()) if isinstance(record, Source)
}
codes = st.sampled_from(["present", "partly", "notAssessed"])
pairs = st.lists(st.tuples(codes, codes), min_size=1)


def test_the_figures_are_those_of_the_records() -> None:
    page = (DOCS / "corpus.md").read_text("utf-8")
    assert renew(page) == page, "the corpus has changed: python -m bench.corpus, and read the page"


def test_what_was_read_again_is_there() -> None:
    rows = read_rows("reread.csv")
    missing = [row for row in rows if not _stands(row["record"], row["claim"])]
    assert missing == [], "these were changed since: read them again, and correct reread.csv"
    assert {row["verdict"] for row in rows} <= {"stands", "corrected"}
    assert all(row["remark"] for row in rows if row["verdict"] != "stands")
    assert len(rows) >= 60


def _stands(record: str, claim: str) -> bool:
    """Whether a claim of a record has this name, or begins with it."""
    names = {found.iri.rpartition("/")[2] for found in claims_of(SOURCES[record])}
    return any(name == claim or name.startswith(f"{claim}-") for name in names)


def test_both_readers_coded_the_same_units() -> None:
    rows = read_rows("double-coding.csv")
    units = Counter((row["record"], row["condition"]) for row in rows)
    assert set(units.values()) == {1}
    assert {row["record"] for row in rows} <= SOURCES.keys()
    assert len({row["record"] for row in rows}) == 10
    states = {"present", "partly", "absent", "conflicting", "recommended", "notAssessed"}
    assert {row[reader] for row in rows for reader in ("first", "second")} <= states


def test_kappa_of_a_table_worked_by_hand() -> None:
    """35 of 50 agree, 25 would by chance: (0.7 - 0.5) / (1 - 0.5)."""
    table = {("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}
    found = find_kappa([pair for pair, times in table.items() for _ in range(times)])
    assert found == pytest.approx(0.4)


@given(pairs)
def test_kappa_is_one_where_all_agree_and_never_more(found: list[tuple[str, str]]) -> None:
    assert find_kappa(found) <= 1
    assert find_kappa([(one, one) for one, _ in found]) == 1


@given(pairs)
def test_kappa_does_not_ask_who_was_first(found: list[tuple[str, str]]) -> None:
    assert find_kappa(found) == pytest.approx(find_kappa([(two, one) for one, two in found]))
