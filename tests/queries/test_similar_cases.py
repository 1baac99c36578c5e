"""Likeness worked out by hand, the edges of each kind of feature, and profiles."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.places import PROFILE, as_places, draw_rows
from ingest.contexts.places import LEVELS, SHIPPED, read_level
from ontology.errors import InvalidInput, NotFound
from queries.similarity.contexts import Places, Table, describe
from queries.similarity.kinds import Line, Mix, Raw, Steps
from queries.similarity.likeness import compare
from queries.similarity.profile import find_profile, plain_profile, profiles, read_profile
from queries.similarity.similar import find_similar
from queries.similarity.weighings import draw_weights
from queries.similarity.words import Bag, Name, Tree

HAND = read_profile(
    """
name: hand
version: 1
summary: the worked check
groups: {density: 2, imd: 2, coastal: 1, over65: 1.5}
sources: {}
features:
  density: {kind: log, lo: 20, hi: 16000}
  imd: {kind: ordinal, levels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}
  coastal: {kind: nominal, levels: ["true", "false"]}
  over65: {kind: share, lo: 0, hi: 1}
""",
    {},
)
RUC = {"all": (), "rural": ("all",), "urban": ("all",), "village": ("rural",), "town": ("rural",)}


def test_the_worked_check() -> None:
    a = describe(HAND, {"density": 140.0, "imd": 3.0, "coastal": "true", "over65": 0.2})
    b = describe(HAND, {"density": 4300.0, "imd": 5.0, "coastal": "true"})
    found = compare(HAND, HAND.weigh(), (a, b))
    assert found.similarity is not None
    figures = (found.similarity, found.coverage, found.low, found.high)
    assert [round(figure, 3) for figure in figures] == [0.705, 0.769, 0.542, 0.773]
    assert [round(part.contribution, 3) for part in found.parts] == [0.206, 0.089, 0]
    assert found.unknown == ("over65",)


@pytest.mark.parametrize(
    ("measure", "a", "b", "apart"),
    [
        (Line(0, 10), 2.0, 4.0, 0.2),
        (Line(0, 10), -5.0, 15.0, 1.0),
        (Line(-10, -5), -10.0, -7.5, 0.5),
        (Line(0, 3, "log"), 0.0, 1.0, 0.5),
        (Line(0, 0.25, "sqrt", share=True), 0.0, 0.0625, 0.5),
        (Steps(("1", "2", "3", "4", "5")), 2.0, "3", 0.25),
        (Name(), "yes", "yes", 0.0),
        (Name(), "yes", "no", 1.0),
        (Bag(), ("a", "b"), ("b", "c"), 2 / 3),
        (Bag(), (), ("a",), 1.0),
        (Bag(), (), (), None),
        (Bag(RUC), ("village",), ("town",), 0.5),
        (Tree(RUC), "village", "town", 0.5),
        (Tree(RUC), "village", "rural", 1 / 3),
        (Tree(RUC), "rural", "urban", 1.0),
        (Tree(RUC), "all", "all", 0.0),
        (Tree(RUC), "all", "town", 1.0),
        (Tree({"a": (), "b": ()}), "a", "b", None),
        (Tree({"r": (), "x": ("r",), "y": ("x",), "z": ("r", "x")}), "y", "z", 0.5),
        (Mix(3), (0.2, 0.3, 0.5), (0.5, 0.3, 0.2), 0.3),
        (Mix(3, ordered=True), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.5),
        (Mix(3, ordered=True), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), 1.0),
    ],
)
def test_distances(
    measure: Line | Steps | Name | Bag | Tree | Mix, a: Raw, b: Raw, apart: float | None
) -> None:
    one, other = measure.encode(a), measure.encode(b)
    assert one is not None
    assert other is not None
    assert measure.distance(one, other) == (apart if apart is None else pytest.approx(apart))
    assert measure.distance(other, one) == measure.distance(one, other)
    assert apart is None or measure.far(one) >= apart - 1e-12


@pytest.mark.parametrize(
    ("measure", "raw", "told"),
    [
        (Line(0, 10), "much", "a number"),
        (Line(0, 10), math.inf, "finite"),
        (Line(0, 10), math.nan, "a number"),
        (Line(1, 10, "log"), -1.0, "0 or more"),
        (Line(0, 1, share=True), 43.0, "a share, 0 to 1"),
        (Steps(("1", "2")), 3.0, "one of 1, 2"),
        (Name(("yes", "no")), "maybe", "one of yes, no"),
        (Tree(RUC), "sea", "one of all, rural"),
        (Bag(RUC), ("sea",), "some of all, rural"),
        (Mix(3), (0.5, 0.5), "3 shares"),
        (Mix(2), (1.5, -0.5), "2 shares"),
    ],
)
def test_what_is_no_value_is_refused(
    measure: Line | Steps | Name | Bag | Tree | Mix, raw: Raw, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        measure.encode(raw)


def test_parts_that_make_no_whole_are_unknown() -> None:
    assert Mix(2).encode((0.5, 0.4)) is None
    assert Mix(2, rounding=0.2).encode((0.5, 0.4)) is not None


def test_what_all_places_share_is_left_out() -> None:
    assert plain_profile({"a": (1, 2), "same": (4, 4)}).names == ("a",)
    assert HAND.weigh([("imd", 0)]) == (2, 0, 1, 1.5)


@pytest.mark.parametrize(
    ("weights", "error", "told"),
    [
        ([("imdd", 1)], NotFound, "did you mean imd"),
        ([("imd", -1)], InvalidInput, "give a number"),
        ([("imd", math.inf)], InvalidInput, "give a number"),
        ([("imd", 1), ("imd", 1)], InvalidInput, "twice"),
        ([(name, 0) for name in HAND.names], InvalidInput, "at least one"),
    ],
)
def test_weights_that_do_not_fit(
    weights: list[tuple[str, float]], error: type[InvalidInput], told: str
) -> None:
    with pytest.raises(error, match=told):
        HAND.weigh(weights)


def test_the_weight_of_a_group_is_shared() -> None:
    profile = find_profile("all")
    by_group: dict[str, float] = {}
    for feature, weight in zip(profile.features, profile.weigh(), strict=True):
        by_group[feature.group] = by_group.get(feature.group, 0) + weight
    assert by_group == pytest.approx(dict(profile.groups))


@pytest.mark.parametrize("name", ["all", "rurality", "deprivation", "age"])
def test_every_feature_says_where_its_numbers_are_from(name: str) -> None:
    for feature in find_profile(name).features:
        assert {"source", "version", "year", "unit", "computed", "licence"} <= feature.about.keys()


def test_profiles_share_one_frame() -> None:
    features = {one.name: one.frame for one in find_profile("all").features}
    for profile in profiles().values():
        assert all(one.frame == features[one.name] for one in profile.features)


@pytest.mark.parametrize("level", LEVELS)
def test_the_default_profile_serves_every_level(level: str, shared: Path) -> None:
    places = read_level(level, [SHIPPED, shared / "data" / "context"])
    table = Table(find_profile("all"), places)
    known = table.patterns[table.pattern_of].mean(axis=0)
    assert set(known.tolist()) <= {0.0, 1.0}
    assert (known == 1).all() == (level != "lsoa")
    found = find_similar(table, table.context(0), table.profile.weigh(), 5)
    assert all(hit.likeness.enough for hit in found.hits)


def test_the_frames_are_those_of_the_districts(shared: Path) -> None:
    places = read_level("district", [shared / "data" / "context"])
    for feature in find_profile("all").features:
        if isinstance(feature.measure, Line):
            column = places.columns[feature.columns[0]]
            assert isinstance(column, np.ndarray)
            assert feature.measure.lo == pytest.approx(column.min(), abs=5e-5)
            assert feature.measure.hi == pytest.approx(column.max(), abs=5e-5)


def test_places_below_the_line_come_last_and_those_with_nothing_at_the_end() -> None:
    columns = {
        "a": np.array([0, 0.5, np.nan, np.nan]),
        "b": np.array([0, 1, np.nan, 0]),
        "c": np.array([0, 1, np.nan, np.nan]),
    }
    profile = plain_profile({"a": (0, 1), "b": (0, 1), "c": (0, 1)})
    table = Table(profile, Places(("s", "far", "nothing", "little"), ("",) * 4, columns))
    hits = find_similar(table, table.context(0), profile.weigh(), 3).hits
    assert [hit.context.id for hit in hits] == ["far", "little", "nothing"]
    assert [hit.likeness.similarity for hit in hits] == [pytest.approx(1 / 6), 1.0, None]
    assert [hit.likeness.enough for hit in hits] == [True, False, False]
    assert [(hit.best, hit.worst) for hit in hits] == [(2, 3), (1, 2), (1, 3)]


def test_ties_go_by_id_and_stay_together() -> None:
    chance = np.random.default_rng(0)
    rows = draw_rows(chance, 2, missing=0)
    table = Table(PROFILE, as_places([rows[0], *[rows[1]] * 6]))
    weights = PROFILE.weigh()
    hits = find_similar(table, table.context(0), weights, 3).hits
    assert [hit.context.id for hit in hits] == ["p01", "p02", "p03"]
    assert [(hit.best, hit.worst) for hit in hits] == [(1, 1), (2, 2), (3, 3)]
    assert {hit.stability for hit in hits} == {1.0}


def test_stability_is_drawn_around_the_weights() -> None:
    weights = (1.0, 3.0, 0.0)
    drawn = draw_weights(weights)
    assert drawn.shape == (200, 3)
    assert drawn.sum(axis=1) == pytest.approx(np.ones(200), abs=1e-5)
    assert drawn.mean(axis=0) == pytest.approx([0.25, 0.75, 0], abs=0.05)
    assert (drawn == draw_weights(weights)).all()


def test_a_place_that_leads_in_everything_always_stays() -> None:
    profile = plain_profile({"a": (0, 1), "b": (0, 1)})
    columns = {"a": np.array([0, 0.1, 0.2, 0.9]), "b": np.array([0, 0.1, 0.9, 0.2])}
    table = Table(profile, Places(tuple("swxy"), tuple("swxy"), columns))
    first, second = find_similar(table, table.context(0), profile.weigh(), 2).hits
    assert (first.context.id, first.stability) == ("w", 1.0)
    assert 0.3 < second.stability < 0.7


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ({"score": 1.0}, {"score": 5.0}, ("more score: 5 against 1",)),
        ({"score": 5.0}, {"score": 1.0}, ("less score: 1 against 5",)),
        ({"score": 5.0}, {"score": 5.1}, ("none known",)),
        ({"coastal": "yes_"}, {"coastal": "no_"}, ("coastal: no_ against yes_",)),
        ({"settings": ()}, {"settings": ("ward",)}, ("settings: ward against none",)),
        (
            {"bands": (1.0, 0.0, 0.0)},
            {"bands": (0.4, 0.6, 0.0)},
            ("bands: fewer young, 40% against 100%",),
        ),
        ({}, {"score": 1.0}, ("none known",)),
    ],
)
def test_differences_in_words(a: dict[str, Raw], b: dict[str, Raw], told: tuple[str, ...]) -> None:
    rows = [{name: row.get(name) for name in PROFILE.names} for row in (a, b)]
    table = Table(PROFILE, as_places(rows))
    (hit,) = find_similar(table, table.context(0), PROFILE.weigh(), 1).hits
    assert hit.differences == told


def test_a_description_is_like_the_place_that_it_describes() -> None:
    places = read_level("icb", [SHIPPED])
    profile = find_profile("all")
    table = Table(profile, places)
    told = dict(zip(profile.names, table.context(3).told, strict=True))
    found = find_similar(table, describe(profile, told), profile.weigh(), 1)
    assert (found.hits[0].context.id, found.hits[0].likeness.similarity) == (places.ids[3], 1.0)
    assert found.compared == len(places.ids)


def test_a_cell_that_is_no_number_is_named() -> None:
    places = as_places(draw_rows(np.random.default_rng(1), 2, missing=0))
    broken = replace(places, columns={**places.columns, "score": ("1", "much")})
    with pytest.raises(InvalidInput, match="row p00: score is '1'"):
        Table(PROFILE, broken)


def test_the_documentation_has_every_feature_as_it_is() -> None:
    text = (Path(__file__).parents[2] / "docs" / "similarity.md").read_text("utf-8")
    profile = find_profile("all")
    for feature, weight in zip(profile.features, profile.weigh(), strict=True):
        (row,) = (line for line in text.splitlines() if line.startswith(f"| {feature.name} |"))
        assert feature.label in row
        assert f"| {feature.group} | {weight:.2f} |" in row
