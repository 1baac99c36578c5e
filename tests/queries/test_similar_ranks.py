"""The possible ranks: 10,000 places, each against all completions that could be drawn, and against
the completions that are best and worst for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.places import (
    POOLS,
    PROFILE,
    ROWS,
    WEIGHTS,
    Row,
    as_places,
    complete,
    draw_rows,
)
from queries.similarity.contexts import Context, Table, describe
from queries.similarity.kinds import Raw
from queries.similarity.likeness import Likeness, compare
from queries.similarity.similar import Hit, find_similar, order_key

EXAMPLES = 100
CASES = EXAMPLES * ROWS * (ROWS - 1)
seeds = given(seed=st.integers(0, 2**63 - 1))
often = settings(max_examples=EXAMPLES, deadline=None)
Pair = tuple[Context, Likeness]
MEASURES = {feature.name: feature.measure for feature in PROFILE.features}


def read(rows: Sequence[Row]) -> list[Context]:
    return [replace(describe(PROFILE, row), id=f"p{at:02}") for at, row in enumerate(rows)]


def ranks_of(contexts: Sequence[Context], subject: int) -> dict[str, int]:
    others = [context for context in contexts if context is not contexts[subject]]
    pairs = [(one, compare(PROFILE, WEIGHTS, (contexts[subject], one))) for one in others]
    ordered = sorted(pairs, key=lambda pair: order_key(*pair))
    return {context.id: at for at, (context, _) in enumerate(ordered, start=1)}


def hits_of(rows: Sequence[Row], subject: int) -> tuple[dict[str, Hit], bool]:
    table = Table(PROFILE, as_places(rows))
    found = find_similar(table, table.context(subject), WEIGHTS, len(rows))
    return {hit.context.id: hit for hit in found.hits}, found.exact


def farthest(name: str, raw: Raw) -> Raw:
    """A value that is as far as can be from one."""
    measure = MEASURES[name]
    value = measure.encode(raw)
    assert value is not None
    far: Mapping[Raw, float] = {}
    for other in (*POOLS[name], "elsewhere" if name == "settings" else raw):
        known = ("home",) if other == "elsewhere" else other
        encoded = measure.encode(known)
        assert encoded is not None
        far = {**far, known: measure.distance(value, encoded) or 0.0}
    return max(far, key=lambda one: far[one])


def fill(row: Row, told: Row, *, near: bool) -> Row:
    """A row with all that it lacks as near to a subject as can be, or as far."""
    filled: dict[str, Raw | None] = {}
    for name, raw in row.items():
        mine = told[name]
        assert mine is not None
        filled[name] = raw if raw is not None else mine if near else farthest(name, mine)
    return filled


def test_there_are_cases_enough() -> None:
    assert CASES >= 10_000


@often
@seeds
def test_no_completion_leaves_the_possible_ranks(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = draw_rows(chance, missing=chance.choice([0.05, 0.25]))
    for subject in range(ROWS):
        hits, _ = hits_of(rows, subject)
        for _ in range(2):
            filled = read([complete(chance, row) for row in rows])
            for name, rank in ranks_of(filled, subject).items():
                assert hits[name].best <= rank <= hits[name].worst


@often
@seeds
def test_possible_ranks_are_taken_where_the_subject_is_known(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = draw_rows(chance, missing=0.25)
    for subject in range(ROWS):
        told: Row = {**complete(chance, rows[subject]), "settings": ("ward",)}
        known = [*rows[:subject], told, *rows[subject + 1 :]]
        hits, exact = hits_of(known, subject)
        assert exact
        near, far = (
            [(one, compare(PROFILE, WEIGHTS, (mine, one))) for one in read(filled)]
            for mine in [describe(PROFILE, told)]
            for filled in ([fill(row, told, near=near) for row in known] for near in (True, False))
        )
        others = [other for other in range(ROWS) if other != subject]
        for other in others:
            hit = hits[f"p{other:02}"]
            assert hit.best == place(near[other], [far[at] for at in others if at != other])
            assert hit.worst == place(far[other], [near[at] for at in others if at != other])


def place(one: Pair, others: Sequence[Pair]) -> int:
    return 1 + sum(order_key(*other) < order_key(*one) for other in others)


@often
@seeds
def test_a_blank_widens_the_possible_ranks(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = draw_rows(chance, missing=0)
    for subject in range(ROWS):
        rows[subject] = {**rows[subject], "settings": ("ward",)}
        before, _ = hits_of(rows, subject)
        other = (subject + int(chance.integers(1, ROWS))) % ROWS
        name, blank = f"p{other:02}", PROFILE.names[chance.integers(len(PROFILE.names))]
        changed = [*rows[:other], {**rows[other], blank: None}, *rows[other + 1 :]]
        after = hits_of(changed, subject)[0][name]
        assert after.best <= before[name].best == before[name].worst <= after.worst
        assert blank in after.likeness.unknown
