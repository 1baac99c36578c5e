"""Profiles: numbers with their source, unknown where nobody knows, challenges apart."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.rdf import to_quads
from ingest.contexts.editions import (
    compared_editions,
    describe_table,
    merge_editions,
    read_editions,
)
from ingest.contexts.profiles import (
    SHIPPED,
    challenges_of,
    indicators_of,
    profiles_of,
    shipped_profiles,
)
from ingest.tables import Row, read_table, write_table
from ontology.errors import InvalidInput, StorageFailure
from ontology.figure import ChallengeFigure, Edition, Figure
from ontology.record import Entity, Profile
from ontology.terms import WW
from queries.similarity.profile import profiles

PLACE = {"ons_code": "E54000037", "ods_code": "QJK", "name": "Devon"}
EDITION = Edition(
    name="ages",
    source="https://example.org/ages",
    version="Ages",
    year="2020",
    unit="share",
    features={"share_old": "older people"},
)
WAITS = EDITION.model_copy(update={"worse": "increase", "features": {"waits": "long waits"}})
SCORES = EDITION.model_copy(update={"worse": "decrease", "features": {"score": "a score"}})
LEVELS = {"subIcb": ("sub_icb_context.csv", 106), "district": ("lad_context.csv", 296)}


@pytest.fixture(scope="module")
def shipped() -> list[Profile]:
    return [record for record in shipped_profiles() if isinstance(record, Profile)]


def profile_of(cell: str) -> Profile:
    (found,) = profiles_of([{**PLACE, "share_old": cell}], [EDITION], "icb")
    assert isinstance(found, Profile)
    return found


def waits(value: str, code: str, indicator: str = "waits") -> Row:
    first = {"first_year": "2020", "first_value": "0.25"}
    return {"level": "icb", "ons_code": code, "ods_code": "", "name": code,
            "indicator": indicator, "year": "2021", "value": value, **first}  # fmt: skip


def ranks(values: list[str], edition: Edition) -> Mapping[str, tuple[int | None, int | None]]:
    (name,) = edition.features
    table = [waits(value, f"E{n:08}", name) for n, value in enumerate(values)]
    found = [one for one in challenges_of(table, [edition]) if isinstance(one, Profile)]
    figures = {one.of: one.challenges[0] for one in found}
    return {place: (figure.rank, figure.ranked) for place, figure in figures.items()}


def test_a_number_stands_with_its_source_year_and_unit() -> None:
    profile = profile_of("0.25")
    assert (profile.path, profile.of) == ("profile/icb-qjk-ages", "area/E54000037")
    assert (profile.source, profile.year, profile.level) == (EDITION.source, "2020", "icb")
    (figure,) = profile.figures
    assert (figure.feature, figure.value, figure.unit) == ("share_old", Decimal("0.25"), "share")


@pytest.mark.parametrize("cell", ["", "NA", "  "])
def test_what_is_missing_is_unknown_and_never_nought(cell: str) -> None:
    (figure,) = profile_of(cell).figures
    assert figure.value is None
    predicates = {quad.predicate.value for quad in to_quads(profile_of(cell))}
    assert WW + "figureValue" not in predicates


@pytest.mark.parametrize("cell", ["*", "n/a", "NaN", "inf", "1,5", "10 %"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(InvalidInput, match=r"E54000037: .* under share_old is no number: write"):
        profile_of(cell)


def test_a_column_that_a_table_lacks_makes_no_profile() -> None:
    assert list(profiles_of([PLACE], [EDITION], "icb")) == []


def test_the_first_is_the_worst() -> None:
    places = [f"area/E{n:08}" for n in range(4)]
    assert ranks(["0.1", "0.3", "", "0.2"], WAITS) == dict(
        zip(places, [(3, 3), (1, 3), (None, None), (2, 3)], strict=True)
    )
    assert ranks(["90", "110", "90", "100"], SCORES) == dict(
        zip(places, [(1, 4), (4, 4), (1, 4), (3, 4)], strict=True)
    )


@given(st.lists(st.one_of(st.just(""), st.decimals(-99, 99, places=1).map(str)), max_size=20))
def test_ranks_go_by_what_is_known_alone(values: list[str]) -> None:
    known = [Decimal(value) for value in values if value]
    for (rank, ranked), value in zip(ranks(values, WAITS).values(), values, strict=True):
        assert ranked == (len(known) if value else None)
        assert rank == (1 + sum(one > Decimal(value) for one in known) if value else None)


def test_a_change_is_the_last_less_the_first() -> None:
    (record,) = challenges_of([waits("0.1", "E54000037")], [WAITS])
    (change,) = (quad for quad in to_quads(record) if quad.predicate.value == WW + "figureChange")
    assert str(change.object).startswith('"-0.15"')
    (record,) = challenges_of([waits("", "E54000037")], [WAITS])
    assert WW + "figureChange" not in {quad.predicate.value for quad in to_quads(record)}


def test_editions_of_one_source_version_and_year_are_put_together() -> None:
    other = EDITION.model_copy(update={"name": "more", "unit": "years", "features": {"b": "B"}})
    later = EDITION.model_copy(update={"year": "2021"})
    first, second = merge_editions([EDITION, other, later])
    units = {name: one.unit for name, one in first.described().items()}
    assert (first.name, units) == ("ages", {"share_old": "share", "b": "years"})
    assert second == later.model_copy(update={"features": second.features})


def test_a_table_of_somebodys_own_has_no_units() -> None:
    table = [{**PLACE, "kind": "town", "beds": "12", "share": ""}]
    edition = describe_table(table, "https://example.org/beds", "Beds 2024", "2024")
    (profile,) = profiles_of(table, [edition], "mine")
    assert isinstance(profile, Profile)
    assert [(one.feature, one.value, one.unit) for one in profile.figures] == [
        ("beds", Decimal(12), "not stated")
    ]
    with pytest.raises(InvalidInput, match="no column of the table holds numbers"):
        describe_table([PLACE], "https://example.org/beds", "Beds", "2024")


def test_all_boards_have_all_their_figures(shipped: list[Profile]) -> None:
    boards = {row["ons_code"]: row for row in read_table(SHIPPED / "icb.csv")}
    assert len(boards) == 42
    seen: dict[str, dict[str, Decimal | None]] = {f"area/{code}": {} for code in boards}
    for profile in shipped:
        for figure in profile.figures:
            assert figure.feature not in seen[profile.of]
            seen[profile.of][figure.feature] = figure.value
    for code, row in boards.items():
        values = seen[f"area/{code}"]
        assert len(values) == 27
        assert values == {name: Decimal(row[name]) for name in values}


def test_every_shipped_figure_says_where_it_is_from_and_how_it_was_computed(
    shipped: list[Profile],
) -> None:
    assert len({profile.path for profile in shipped}) == len(shipped)
    for profile in shipped:
        assert profile.source.startswith("https://")
        assert "as in humaniverse/" in profile.source_version
        figures: list[Figure | ChallengeFigure] = [*profile.figures, *profile.variation]
        for figure in [*figures, *profile.challenges]:
            assert figure.computed
            assert figure.unit != "not stated"


def test_every_challenge_is_of_an_indicator_that_is_shipped(shipped: list[Profile]) -> None:
    known = {one.path for one in shipped_profiles() if isinstance(one, Entity)}
    named = {figure.indicator for profile in shipped for figure in profile.challenges}
    assert named == known
    counts = dict.fromkeys(("icb", "subIcb", "district"), 0)
    for profile in shipped:
        counts[str(profile.level)] += len(profile.challenges)
    assert counts == {"icb": 42 * 6, "subIcb": 104 * 3, "district": 296}


def test_challenges_are_kept_out_of_similarity(shipped: list[Profile]) -> None:
    challenges = {one.path.rpartition("/")[2] for one in shipped_profiles() if one.kind == "entity"}
    columns = {
        column
        for profile in profiles().values()
        for feature in profile.features
        for column in (feature.name, *feature.columns)
    }
    assert columns
    assert not any(
        word in column for column in columns for word in ("health_index", "over_4", "gp")
    )
    assert columns.isdisjoint(challenges | {name.replace("-", "_") for name in challenges})
    assert columns.isdisjoint(read_table(SHIPPED / "challenges.csv")[0].keys() - {"name"})
    said = [quad.triple for profile in shipped for quad in to_quads(profile)]
    of_class = {
        name: {str(one.subject) for one in said if str(one.object) == f"<{WW}{name}>"}
        for name in ("ChallengeFigure", "ContextFigure", "VariationFigure")
    }
    featured = {str(one.subject) for one in said if one.predicate.value == WW + "feature"}
    assert featured == of_class["ContextFigure"] | of_class["VariationFigure"]
    assert featured.isdisjoint(of_class["ChallengeFigure"])


@pytest.mark.parametrize("level", LEVELS)
def test_other_levels_are_read_where_they_lie(level: str, shared: Path) -> None:
    name, count = LEVELS[level]
    table = read_table(shared / "data" / "context" / name)
    editions = list(merge_editions(compared_editions()))
    found = [one for one in profiles_of(table, editions, level) if isinstance(one, Profile)]
    assert len({one.of for one in found}) == count == len(table)
    assert len({one.path for one in found}) == len(found)


def test_editions_describe_what_their_tables_hold() -> None:
    columns = set(read_table(SHIPPED / "icb_variation.csv")[0])
    described = {name for one in read_editions(SHIPPED / "variation.yaml") for name in one.features}
    assert described == columns - {"ons_code", "ods_code", "name"}
    indicators = {row["indicator"] for row in read_table(SHIPPED / "challenges.csv")}
    editions = read_editions(SHIPPED / "challenges.yaml")
    assert {name for one in editions for name in one.features} == indicators
    assert {one.path for one in indicators_of(editions)} == {f"indicator/{n}" for n in indicators}


def test_a_table_is_read_as_it_is_written(tmp_path: Path) -> None:
    rows = [{"a": "1", "b": 'x, "y"\nz'}, {"a": "", "b": "é"}]
    (tmp_path / "table.csv").write_bytes(write_table(rows))
    assert read_table(tmp_path / "table.csv") == rows


@pytest.mark.parametrize("data", [b"a,b\n1\n", b"a,b\n1,2,3\n", b"\xff\xfe", b'a,b\n"1,2\n'])
def test_what_is_no_table_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(InvalidInput, match=r"table\.csv: "):
        read_table(path)
    with pytest.raises(InvalidInput, match=r"table\.csv\.gz: "):
        read_table(path.rename(tmp_path / "table.csv.gz"))
    with pytest.raises(StorageFailure, match="cannot be read"):
        read_table(path)
