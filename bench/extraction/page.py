"""docs/extraction.md: what was measured, as Markdown; the same figures give the same bytes."""

from collections.abc import Iterator, Sequence
from statistics import median

from bench.extraction.alone import Run
from bench.extraction.facts import Fact
from bench.extraction.gold import tables
from bench.extraction.measuring import FEW, RUNS, SEEDS, Scored, Strained
from bench.extraction.scoring import Score, score_all_classes
from ontology.terms import load_ontology

FALL = 0.05
MODALITY, ROLES = 0.85, 0.95
WEAK = 0.7
SECONDS, MEGABYTES = 2.0, 500.0
COMMAND = "## The command"

HEAD = """# Suggestions, measured

`make eval` writes this page and `ingest/suggesters/precision.csv`; the same code and data give the
same bytes. Suggestions are proposals: a person decides on each.

**How it is measured.** One text of the shared gold is marked throughout, by one person: {n} marks
and {links} relations. It lay open while the rules were written, so its figures are those of a
development text, and n is small: no bar should rest on it alone. The swapped texts below say how
far rules go by form and not by memory.
A class of the gold is one class of the ontology, the obvious one (`bench/extraction/classes.yaml`);
a suggestion of that class or of one beneath it fits, any other does not. Two spans *overlap* as
much as the share of the characters of either that both have (intersection over union): a mark is
found from a half. *Exact* asks for the very span. *By part* counts half of the shorter span, since
many marks take in words around a name ("in three wards" for "three wards"). *Elsewhere* are marks
that only a suggestion of another class overlaps. A bare number is found where a suggestion on it
carries it as an attribute.

**Precision.** The gold marks a thing once, wherever else it is named, and not everything in the
text. A suggestion is right where it overlaps a mark of its class, or has the words or the label of
one; anything else counts as wrong, though a reader might take it: precision is a lower bound.
The three other texts are marked in part, by quotations; what is suggested beside these is not
judged, so they give a recall and no precision. The confidence of a rule is its precision on the
first text alone; a rule that never spoke there has none.
"""


def write_page(found: Scored, strained: Strained, runs: Sequence[Run]) -> str:
    """The whole page."""
    return "\n".join([*tell_all(found, strained), "", COMMAND, "", *_command(runs)]) + "\n"


def tell_all(found: Scored, strained: Strained) -> list[str]:
    """What does not hang on the machine, line by line."""
    lines = [*tell_scores(found), "", "## Inventions", "", *_inventions(found, strained)]
    lines += ["", "## Swapped texts", "", *_swapped(strained)]
    lines += ["", "## Rules", "", *_rules(found)]
    return [*lines, "", "## What is weak", "", *_weak(found)]


def tell_scores(found: Scored) -> list[str]:
    """The part of the page that is about the marked texts, line by line."""
    lines = HEAD.format(n=len(found.gold.marks), links=len(found.gold.links)).splitlines()
    lines += ["", "## Bars", "", *_bars(found)]
    lines += ["", "## Classes", "", *_classes(found)]
    lines += ["", "## Modality", "", *_modalities(found)]
    lines += ["", "## Relations", "", *_relations(found)]
    return [*lines, "", "## The other marked texts", "", *_facts(found)]


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def _share(part: float | None) -> str:
    return "–" if part is None else f"{part:.2f}"


def _held(*, held: bool) -> str:
    return "held" if held else "**missed**"


def _bars(found: Scored) -> list[str]:
    rows = [_bar(*bar) for bar in found.bars]
    right, n = found.roles
    held = _held(held=right / n >= ROLES)
    rows.append(["roles of sections", n, "–", _share(right / n), "–", f"R ≥ {ROLES}", held])
    right, n = modality(found)
    held = _held(held=right / n >= MODALITY)
    rows.append(["modality", n, "–", _share(right / n), "–", f"R ≥ {MODALITY}", held])
    return _table(["", "n", "P", "R", "R by part", "bar", "by overlap"], rows)


def _bar(score: Score, precision: float | None, recall: float) -> list[object]:
    held = score.recall >= recall and (precision is None or (score.precision or 0) >= precision)
    asked = f"P ≥ {precision}, R ≥ {recall}" if precision else f"R ≥ {recall}"
    shares = [_share(score.precision), _share(score.recall), _share(score.part / score.n)]
    return [score.name, score.n, *shares, asked, _held(held=held)]


def modality(found: Scored) -> tuple[int, int]:
    """Of how many links the modality is told right, and of how many there are."""
    right = sum(n for (gold, said), n in found.confusion.items() if gold == said)
    return right, found.confusion.total() + found.silent


def _classes(found: Scored) -> list[str]:
    rows = [
        [one.name, one.n, _share(one.precision), f"{one.right}/{one.said}", _share(one.recall),
         _share(one.f1), _share(one.exact_f1), one.exact, one.part, one.elsewhere or ""]
        for one in (*found.classes, score_all_classes(found.classes))
    ]  # fmt: skip
    heads = ["class", "n", "P", "right", "R", "F1", "F1 exact", "exact", "by part", "elsewhere"]
    return _table(heads, rows)


def _modalities(found: Scored) -> list[str]:
    right, n = modality(found)
    asserted = sum(link.modality == "asserted" for link in found.gold.links)
    told = [
        "The modality of a relation is that of what is suggested nearest to its words. It is",
        f"right for {right} of {n}; always *asserted* would be right for {asserted}. A row",
        "is what the gold says, a column what is suggested; about "
        f"{found.silent} nothing is suggested.",
    ]
    known = sorted(load_ontology().code_lists["modality"])
    rows = [[one, *(found.confusion[one, other] or "" for other in known)] for one in known]
    return [*told, "", *_table(["", *known], rows)]


def _relations(found: Scored) -> list[str]:
    links, said = found.links, found.related
    told = [
        f"Of {len(links)} relations {sum(right for _, right, _ in links)} are found with their",
        f"modality, {sum(plain for _, _, plain in links)} whatever the modality;",
        f"{sum(right for _, right in said)} of {len(said)} suggested ones are right. What the gold",
        "tells as a relation to a number or a code counts as found where an attribute tells it.",
    ]
    names = sorted({link.predicate for link, _, _ in links} | {one.predicate for one, _ in said})
    rows: list[list[object]] = []
    for name in names:
        wanted = [right for link, right, _ in links if link.predicate == name]
        given = [right for one, right in said if one.predicate == name]
        rows.append([name, len(wanted), sum(wanted), f"{sum(given)}/{len(given)}"])
    return [*told, "", *_table(["predicate", "n", "found", "right"], rows)]


def _facts(found: Scored) -> list[str]:
    told = [
        "A fact is found where a suggestion of a fitting class, with the number that is told, has",
        "half of itself or of the quotation in it; in brackets, where the two overlap by half.",
    ]
    files = tables()["files"]
    rows: list[list[object]] = []
    for name in tables()["facts"]:
        each = [
            [one for one in found.facts if (one[0].text, one[0].list_name) == (file, name)]
            for file in files
        ]
        rows.append([name, *map(_found_of, each)])
    sums = [[one for one in found.facts if one[0].text == file] for file in files]
    rows.append(["all", *map(_found_of, sums)])
    return [*told, "", *_table(["found of marked", *files], rows)]


def _found_of(told: Sequence[tuple[Fact, bool, bool]]) -> str:
    quoted, overlapping = sum(one[1] for one in told), sum(one[2] for one in told)
    return f"{quoted}/{len(told)} ({overlapping})" if told else "–"


def _inventions(found: Scored, strained: Strained) -> list[str]:
    told = list(strained.inventions.values())
    return [
        f"In {len(told)} texts, the shared and the swapped ones, suggestions have",
        f"**{sum(map(len, told))}** inventions: words that are not at their offsets; labels,",
        "numbers, names or members that are not in the text; sections that overlap. The tests look",
        "for them in any text. Of what the first text is known not to say, they say "
        f"**{len(found.forbidden)}**.",
        *(f"- {one}" for lists in (*told, found.forbidden) for one in lists),
    ]


def _swapped(found: Strained) -> list[str]:
    told = [
        "All names, places and figures of the first text are swapped for others of their kind,",
        "some of which no register knows; figures are written with other digits, in words for",
        "digits and the other way round (`bench/extraction/swaps.yaml`), "
        f"{len(SEEDS)} times. F1 may",
        f"fall by {FALL} in the mean.",
    ]
    rows = [
        [one.name, one.n, _share(one.before), _share(min(one.after)), _share(max(one.after)),
         f"{one.fall:+.3f}", _held(held=one.fall <= FALL)]
        for one in found.swapped
    ]  # fmt: skip
    heads = ["class", "n", "F1", "worst", "best", "mean fall", ""]
    return [*told, "", *_table(heads, rows), "", *_steady(found)]


def _steady(found: Strained) -> list[str]:
    told = [
        "Of every shared text the places and the figures are swapped likewise, "
        f"{len(FEW)} times, and",
        "the suggestions compared with those of the text as it is, by class and very span (F1).",
    ]
    rows = [[one.text, one.n, _share(min(one.after)), _share(max(one.after))]
            for one in found.steady]  # fmt: skip
    return [*told, "", *_table(["text", "suggestions", "worst", "best"], rows)]


def _rules(found: Scored) -> list[str]:
    told = "How often each rule spoke on the first text, and was right; each time counts."
    rows = [[rule, f"{right}/{n}", _share(right / n)] for rule, (n, right) in found.rules.items()]
    return [told, "", *_table(["rule", "right", "precision"], rows)]


def _weak(found: Scored) -> list[str]:
    return [
        "- The gold is small and by one person; the rules were written with it open. On a text",
        "  that nobody has seen expect less.",
        *_weak_of("recall", [(one.name, one.recall, one.n) for one in found.classes]),
        *_weak_of("precision", [(one.name, one.precision, one.said) for one in found.classes]),
        f"- Relations that are never found: {', '.join(_never(found)) or 'none'}.",
    ]


def _weak_of(what: str, shares: Sequence[tuple[str, float | None, int]]) -> Iterator[str]:
    told = [
        f"{name} {share:.2f} of {n}"
        for name, share, n in shares
        if share is not None and share < WEAK
    ]
    if told:
        yield f"- A {what} under {WEAK}: {', '.join(told)}."


def _never(found: Scored) -> list[str]:
    met = {link.predicate for link, right, _ in found.links if right}
    return sorted({link.predicate for link, _, _ in found.links} - met)


def _command(runs: Sequence[Run]) -> list[str]:
    quick = median(one.processor for one in runs) < SECONDS
    small = max(one.megabytes for one in runs) < MEGABYTES
    same = len({one.digest for one in runs}) == 1
    rows = [
        [
            f"under {SECONDS:g} s of one processor in the middle run, start included",
            _held(held=quick),
        ],
        [f"under {MEGABYTES:g} MB", _held(held=small)],
        [f"{RUNS} runs under different hash seeds, one output", _held(held=same)],
    ]
    return _table(["`whatworked suggest` on the first text, no sockets", ""], rows)
