"""All that is measured of suggestions, as values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bench.extraction.alone import Run, run_alone
from bench.extraction.facts import Fact, is_found, read_facts
from bench.extraction.gold import MARKED, Gold, Link, read_gold
from bench.extraction.inventions import list_forbidden, list_inventions
from bench.extraction.relations import (
    Confusion,
    confuse_modalities,
    judge_links,
    judge_relations,
    score_roles,
)
from bench.extraction.scoring import Score, harmonic, is_right, overlap, score_bars, score_classes
from bench.extraction.swapping import swap_all, swap_places_and_figures
from ingest.suggesters.suggestion import Relation, Suggestions

SEEDS = range(1, 13)
FEW = range(1, 3)
RUNS = 20
Suggest = Callable[[str], Suggestions]


@dataclass(frozen=True)
class Swapped:
    """F1 of a class on the text as it is, and on each swapped text."""

    name: str
    n: int
    before: float
    after: tuple[float, ...]

    @property
    def fall(self) -> float:
        """By how much F1 falls in the mean."""
        return self.before - mean(self.after)


@dataclass(frozen=True)
class Steady:
    """How many suggestions a text has, and F1 of those of its swapped texts against them."""

    text: str
    n: int
    after: tuple[float, ...]


@dataclass(frozen=True)
class Scored:
    """What suggestions are worth on the marked texts as they are."""

    gold: Gold
    classes: Sequence[Score]
    bars: Sequence[tuple[Score, float | None, float]]
    roles: tuple[int, int]
    links: Sequence[tuple[Link, bool, bool]]
    related: Sequence[tuple[Relation, bool]]
    confusion: Confusion
    silent: int
    facts: Sequence[tuple[Fact, bool, bool]]
    forbidden: Sequence[str]
    rules: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Strained:
    """What becomes of suggestions on other texts."""

    inventions: Mapping[str, Sequence[str]]
    swapped: Sequence[Swapped]
    steady: Sequence[Steady]


def score_all(data: Path, suggest: Suggest) -> Scored:
    """Score what is suggested for the marked texts of the shared data."""
    gold = read_gold(data)
    found = suggest(gold.text)
    confusion, silent = confuse_modalities(gold, found)
    return Scored(
        gold=gold,
        classes=score_classes(gold, found.found),
        bars=score_bars(gold, found.found),
        roles=score_roles(gold, found),
        links=judge_links(gold, found),
        related=judge_relations(gold, found),
        confusion=confusion,
        silent=silent,
        facts=judge_facts(data, suggest),
        forbidden=list_forbidden(found),
        rules=count_rules(gold, found),
    )


_NAMED = 8  # words of a file's name that a table gives


def strain(data: Path, suggest: Suggest) -> Strained:
    """Look for inventions in all texts, and swap what is swappable."""
    gold = read_gold(data)
    others = [swap_all(gold, seed) for seed in SEEDS]
    texts = {path.stem: path.read_bytes().decode() for path in _texts(data)}
    texts |= {f"swapped, seed {seed}": one.text for seed, one in zip(SEEDS, others, strict=True)}
    found = {text: suggest(text) for text in texts.values()}
    return Strained(
        {name: list_inventions(text, found[text]) for name, text in texts.items()},
        score_swapped(gold, others, found.__getitem__),
        [
            compare_swapped(
                "-".join(path.stem.split("-")[:_NAMED]),
                texts[path.stem],
                found[texts[path.stem]],
                suggest,
            )
            for path in _texts(data)
        ],
    )


def compare_swapped(name: str, text: str, found: Suggestions, suggest: Suggest) -> Steady:
    """How a text's suggestions stay, by class and span, where its places and figures are others."""
    shares = []
    for seed in FEW:
        other, move = swap_places_and_figures(text, seed)
        before = {(one.kind, *move(one.start, one.end)) for one in found.found}
        after = {(one.kind, one.start, one.end) for one in suggest(other).found}
        both = len(before & after)
        shares.append(harmonic(both / len(after), both / len(before)) if both else 0.0)
    return Steady(name, len(found.found), tuple(shares))


def run_often(data: Path) -> list[Run]:
    """The command on the marked text, under different hash seeds."""
    return [run_alone(data / "case-studies" / f"{MARKED}.txt", seed) for seed in range(RUNS)]


def _texts(data: Path) -> list[Path]:
    return sorted((data / "case-studies").glob("*.txt"))


def judge_facts(data: Path, suggest: Suggest) -> list[tuple[Fact, bool, bool]]:
    """Each fact of the other texts, and whether it is found in its quotation, and by overlap."""
    told = []
    for text, facts in read_facts(data).values():
        found = suggest(text).found
        told += [(one, is_found(one, found), is_found(one, found, overlap)) for one in facts]
    return told


def score_swapped(gold: Gold, others: Iterable[Gold], suggest: Suggest) -> list[Swapped]:
    """F1 of each class and bar on the text as it is, and on swapped ones."""
    each = [_f1(one, suggest(one.text)) for one in (gold, *others)]
    return [
        Swapped(name, n, before, tuple(one[name][1] for one in each[1:]))
        for name, (n, before) in each[0].items()
    ]


def _f1(gold: Gold, found: Suggestions) -> dict[str, tuple[int, float]]:
    scores = [*(score for score, _, _ in score_bars(gold, found.found))]
    scores += score_classes(gold, found.found)
    return {score.name: (score.n, score.f1) for score in scores}


def count_rules(gold: Gold, found: Suggestions) -> dict[str, tuple[int, int]]:
    """For each rule, in order of its name, how often it spoke on the marked text, and was right."""
    counted: dict[str, tuple[int, int]] = {}
    for one in sorted(found.found, key=lambda one: one.rule):
        n, right = counted.get(one.rule, (0, 0))
        counted[one.rule] = n + 1, right + is_right(one, gold.marks)
    return counted
