"""What holds of likeness whatever is compared: 10,000 cases of each law, of features of all kinds.

Each example draws some rows from a seed and looks at all pairs of them.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.places import PROFILE, ROWS, WEIGHTS, Row, as_places, complete, draw_rows
from queries.similarity.contexts import Context, Table, describe
from queries.similarity.kinds import Raw
from queries.similarity.likeness import Likeness, compare
from queries.similarity.similar import Hit, find_similar, order_key

EXAMPLES = 130
CASES = EXAMPLES * ROWS * (ROWS - 1)
METRIC = tuple(name for name in PROFILE.names if name != "settings")
seeds = given(seed=st.integers(0, 2**63 - 1))
often = settings(max_examples=EXAMPLES, deadline=None)


@lru_cache(maxsize=4096)
def read(told: tuple[tuple[str, Raw | None], ...]) -> Context:
    return describe(PROFILE, dict(told))


def alike(a: Row, b: Row, weights: Sequence[float] = WEIGHTS) -> Likeness:
    return compare(PROFILE, weights, (read(tuple(a.items())), read(tuple(b.items()))))


def pairs(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    return [(a, b) for a, b in product(rows, rows) if a is not b]


def nearly(a: float | None, b: float | None) -> bool:
    return a is b is None or (a is not None and b is not None and math.isclose(a, b, abs_tol=1e-10))


def test_there_are_cases_enough() -> None:
    assert 0.8 * CASES >= 10_000  # some laws look only at pairs with a value of both


@often
@seeds
def test_likeness_is_the_same_both_ways(seed: int) -> None:
    for a, b in pairs(draw_rows(np.random.default_rng(seed))):
        assert alike(a, b).similarity == alike(b, a).similarity


@often
@seeds
def test_likeness_and_its_parts_have_their_bounds(seed: int) -> None:
    for a, b in pairs(draw_rows(np.random.default_rng(seed))):
        found = alike(a, b)
        if found.similarity is None:
            assert (found.parts, found.coverage, found.low, found.high) == ((), 0, 0, 1)
            continue
        assert all(part.contribution >= 0 and 0 <= part.distance <= 1 for part in found.parts)
        assert math.fsum(part.contribution for part in found.parts) == 1 - found.similarity
        assert 0 <= found.low <= found.similarity <= found.high <= 1 + 1e-12
        assert {part.feature for part in found.parts}.isdisjoint(found.unknown)
        assert len(found.parts) + len(found.unknown) == len(PROFILE.features)


@often
@seeds
def test_a_place_is_like_itself(seed: int) -> None:
    for row in draw_rows(np.random.default_rng(seed), ROWS * ROWS, missing=0.6):
        found = alike(row, row)
        assert found.similarity in {1.0, None}
        assert (found.similarity is None) == all(raw in {None, ()} for raw in row.values())


@often
@seeds
def test_what_becomes_known_stays_within_the_range(seed: int) -> None:
    chance = np.random.default_rng(seed)
    for a, b in pairs(draw_rows(chance)):
        before, after = alike(a, b), alike(complete(chance, a), complete(chance, b))
        assert after.similarity is not None
        assert before.low - 1e-10 <= after.similarity <= before.high + 1e-10


@often
@seeds
def test_a_value_that_is_blanked_never_flatters_in_silence(seed: int) -> None:
    chance = np.random.default_rng(seed)
    for a, b in pairs(draw_rows(chance)):
        told = [
            name
            for name, raw in b.items()
            if raw is not None and name in METRIC and a[name] is not None
        ]
        if not told:
            continue
        name = told[chance.integers(len(told))]
        before, after = alike(a, b), alike(a, {**b, name: None})
        assert name in after.unknown
        assert after.coverage < before.coverage
        assert after.low <= before.low + 1e-10
        assert after.high >= before.high - 1e-10


@often
@seeds
def test_what_moves_nearer_is_no_less_alike(seed: int) -> None:
    chance = np.random.default_rng(seed)
    for a, b in pairs(draw_rows(chance, missing=0.1)):
        name = ("score", "density", "part", "decile")[chance.integers(4)]
        goal, here = a[name], b[name]
        if not isinstance(goal, float) or not isinstance(here, float):
            continue
        there = round((goal + here) / 2) if name == "decile" else (goal + here) / 2
        before, after = alike(a, b), alike(a, {**b, name: float(there)})
        assert before.similarity is not None
        assert after.similarity is not None
        assert after.similarity >= before.similarity
        if name == "decile" and there != here:
            assert after.similarity > before.similarity


@often
@seeds
def test_only_the_proportion_of_weights_counts(seed: int) -> None:
    chance = np.random.default_rng(seed)
    weights = tuple(chance.uniform(0, 3, len(WEIGHTS)).tolist())
    scaled = tuple(weight * 7.3 for weight in weights)
    for a, b in pairs(draw_rows(chance)):
        one, other = (alike(a, b, weights=given) for given in (weights, scaled))
        assert nearly(one.similarity, other.similarity)
        assert nearly(one.coverage, other.coverage)


@often
@seeds
def test_no_weight_is_no_feature_and_order_is_nothing(seed: int) -> None:
    chance = np.random.default_rng(seed)
    at = int(chance.integers(len(WEIGHTS)))
    name = PROFILE.names[at]
    order = [one for one in chance.permutation(len(WEIGHTS)).tolist() if one != at]
    fewer = replace(PROFILE, features=tuple(PROFILE.features[one] for one in order))
    for a, b in pairs(draw_rows(chance)):
        weights = [0.0 if one == at else weight for one, weight in enumerate(WEIGHTS)]
        full = alike(a, b, weights=weights)
        kept = [
            describe(fewer, {key: raw for key, raw in row.items() if key != name}) for row in (a, b)
        ]
        short = compare(fewer, [WEIGHTS[one] for one in order], (kept[0], kept[1]))
        assert full.similarity == short.similarity
        assert set(full.unknown) == set(short.unknown)


@often
@seeds
def test_values_outlive_json(seed: int) -> None:
    for a, b in pairs(draw_rows(np.random.default_rng(seed))):
        again = {
            name: tuple(raw) if isinstance(raw, list) else raw
            for name, raw in json.loads(json.dumps(b)).items()
        }
        assert alike(a, again) == alike(a, b)


def hits_of(table: Table, subject: int) -> dict[str, Hit]:
    found = find_similar(table, table.context(subject), WEIGHTS, len(table.places.ids))
    return {hit.context.id: hit for hit in found.hits}


@often
@seeds
def test_the_nearest_are_those_of_a_full_sort(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = draw_rows(chance, missing=chance.choice([0, 0.25, 0.6]))
    rows += [rows[at] for at in chance.integers(0, ROWS, 4)]  # ties
    table = Table(PROFILE, as_places(rows))
    contexts = [
        replace(describe(PROFILE, row), id=table.places.ids[at]) for at, row in enumerate(rows)
    ]
    for subject in range(ROWS):
        expected = sort_all(contexts, subject)
        top = int(chance.integers(1, len(rows)))
        found = find_similar(table, table.context(subject), WEIGHTS, top).hits
        assert [hit.context.id for hit in found] == [name for name, _ in expected[:top]]
        assert [hit.likeness for hit in found] == [one for _, one in expected[:top]]


def sort_all(contexts: Sequence[Context], subject: int) -> list[tuple[str, Likeness]]:
    found = [
        (context, compare(PROFILE, WEIGHTS, (contexts[subject], context)))
        for context in contexts
        if context is not contexts[subject]
    ]
    return [(context.id, one) for context, one in sorted(found, key=lambda pair: order_key(*pair))]


@often
@seeds
def test_who_else_is_there_changes_nothing(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = draw_rows(chance)
    few, many = (Table(PROFILE, as_places(some)) for some in (rows, [*rows, *draw_rows(chance, 3)]))
    for subject in range(ROWS):
        after = hits_of(many, subject)
        for name, hit in hits_of(few, subject).items():
            assert after[name].likeness == hit.likeness
