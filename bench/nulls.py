"""Worlds in which nothing goes with the result, and worlds with a planted cause, in one run.

    python -m bench.nulls [WORLDS]

A world is a list of cases as `why` gets them, and what is counted is the grade of the whole answer.
"""

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import sqrt

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from queries.configurations.guard import ASSOCIATED
from queries.outcomes.case import Case, Named, Result, State
from queries.transfer.why import Analysis, analyse_cases

WORLDS, PROCESSES = 1_000, 2
LEVEL, POWER, FIRST = 0.05, 0.80, 0.95
Truth = Callable[[Sequence[bool]], bool]
Hide = Callable[[bool, bool], float]


@dataclass(frozen=True)
class World:
    """So many programmes of so many sites, with so many conditions.

    `truth` makes the result of the conditions, which a share `noise` of programmes turn round; None
    is a coin. `hide` is the probability that a state is not reported, by result and state; `stray`
    the share of a programme's conditions that are otherwise at a site.
    """

    programmes: int
    sites: int = 1
    conditions: int = 4
    truth: Truth | None = None
    noise: float = 0.0
    hide: Hide | None = None
    stray: float = 0.1


def _nothing(_result: bool, _state: bool) -> float:
    return 0.0


def _more_of_successes(result: bool, _state: bool) -> float:
    return 0.05 if result else 0.3


def _what_fits(result: bool, state: bool) -> float:
    return 0.0 if result == state else 0.15


def _first(states: Sequence[bool]) -> bool:
    return states[0]


def _both(states: Sequence[bool]) -> bool:
    return states[0] and states[1]


def _either(states: Sequence[bool]) -> bool:
    return states[0] or (states[1] and states[2])


NULLS: Mapping[str, World] = {
    "independent, 16 programmes": World(16),
    "independent, 24 programmes, 8 conditions": World(24, conditions=8),
    "clustered, 4 programmes of 4 sites": World(4, 4),
    "clustered, 8 programmes of 2 sites": World(8, 2),
    "clustered, 6 programmes of 4 sites": World(6, 4),
    "clustered, 16 programmes of 3 sites": World(16, 3),
    "failures reported less, 16 programmes": World(16, hide=_more_of_successes),
    "only what fits the result reported, 16": World(16, hide=_what_fits),
    "only what fits the result reported, 32": World(32, hide=_what_fits),
}
PLANTED: Mapping[str, World] = {
    "A, 16 programmes": World(16, truth=_first),
    "A, 16 programmes of 3 sites": World(16, 3, truth=_first),
    "A, 20 programmes, a tenth turned round": World(20, truth=_first, noise=0.1),
    "A and B, 24 programmes": World(24, truth=_both),
    "A and B, 32 programmes, a tenth turned round": World(32, truth=_both, noise=0.1),
    "A or both B and C, 20 programmes": World(20, truth=_either),
    "A or both B and C, 28, a tenth turned round": World(28, truth=_either, noise=0.1),
}
RANKED: Mapping[str, World] = {
    "A": World(16, truth=_first),
    "A, a tenth turned round": World(16, truth=_first, noise=0.1),
    "A and B": World(16, truth=_both),
    "A or both B and C": World(16, truth=_either),
}
CAUSES: Mapping[Truth | None, str] = {_first: "A", _both: "AB", _either: "A"}


def make_world(world: World, seed: int) -> list[Case]:
    """The cases of a world; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 — worlds, no secrets
    cases = []
    for programme in range(world.programmes):
        states = [chance.random() < 0.5 for _ in range(world.conditions)]
        result = world.truth(states) if world.truth else chance.random() < 0.5
        result ^= chance.random() < world.noise
        for site in range(world.sites):
            here = [one ^ (world.sites > 1 and chance.random() < world.stray) for one in states]
            hide = world.hide or _nothing
            known = [chance.random() >= hide(result, one) for one in here]
            cases.append(
                _case(f"{programme:02}", site, result, list(zip(here, known, strict=True)))
            )
    return cases


def _case(unit: str, site: int, result: bool, states: Sequence[tuple[bool, bool]]) -> Case:
    named: Result = "succeeded" if result else "failed"
    found = {
        f"condition/{'ABCDEFGH'[at]}": State("present" if there else "absent", (f"claim-{at}",))
        for at, (there, known) in enumerate(states)
        if known
    }
    return Case(
        use=Named(f"use/{unit}-{site}"),
        innovation=Named("innovation/made-up"),
        unit=Named(f"programme/{unit}"),
        unit_kind="programme",
        result=named,
        because="made up",
        findings=(),
        states=found,
    )


def analyse_world(world: World, seed: int) -> Analysis:
    """The answer to a world, without places."""
    return analyse_cases(make_world(world, seed), lambda *_: None)


def judge(world: World, seed: int) -> tuple[bool, bool, bool]:
    """Whether it is called associated, and whether formulas and contrasts rank a cause first."""
    with threadpool_limits(1):
        found = analyse_world(world, seed)
    cause = {f"condition/{name}" for name in CAUSES.get(world.truth, "")}
    first, lifted = set(found.formulas.model[:1]), {one.condition for one in found.lifts[:1]}
    return found.grade == ASSOCIATED, bool(first & cause), bool(lifted & cause)


def main() -> None:
    """Print the shares, and whether each is where it must be."""
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS
    error = 2 * sqrt(LEVEL * (1 - LEVEL) / worlds)
    with ProcessPoolExecutor(PROCESSES) as pool:

        def share(world: World) -> list[float]:
            found = pool.map(partial(judge, world), range(worlds), chunksize=20)
            return [sum(column) / worlds for column in zip(*found, strict=True)]

        print(
            f"nothing goes with the result: associated in at most {LEVEL + error:.3f} of {worlds}"
        )
        for name, world in NULLS.items():
            called, _, _ = share(world)
            _print(name, called, held=called <= LEVEL + error)
        print(f"a cause is planted: associated in at least {POWER}")
        for name, world in PLANTED.items():
            called, _, _ = share(world)
            _print(name, called, held=called >= POWER)
        print(f"16 programmes, 4 conditions: a condition of the cause first in at least {FIRST}")
        for name, world in RANKED.items():
            _, first, lifted = share(world)
            _print(f"{name}, by formulas", first, held=first >= FIRST)
            print(f"    and by contrasts {lifted:.3f}")


def _print(name: str, share: float, *, held: bool) -> None:
    print(f"  {name}: {share:.3f} ({'held' if held else 'MISSED'})", flush=True)


if __name__ == "__main__":
    main()
