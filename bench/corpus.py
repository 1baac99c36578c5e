"""The corpus in figures, as `docs/corpus.md` has them between its two marks.

`python -m bench.corpus` writes them there anew: what was aimed at and what the sources bear, how
lopsided that is, how far two readers agree, and what came of reading a sample again.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from graph.canonical import canonical_nquads
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.rdf import to_quads
from ingest.read import corpus_files, read_files, register_files
from ontology.record import Record
from ontology.terms import PROJECT_BASE
from queries.catalogue import Ask
from queries.gaps import find_gaps

DOCS = Path(__file__).parents[1] / "docs"
START, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
WW, DCT = "https://w3id.org/whatworked/ns#", "http://purl.org/dc/terms/"
TARGETS = {
    "implementations": 40,
    "innovations and programmes in use": 20,
    "areas of boards with a use": 15,
    "transfer attempts": 15,
    "condition assessments": 60,
    "nulls and negatives": 6,
}
Links = list[tuple[str, str, str]]
Row = Mapping[str, str]


def main() -> None:
    """Write the figures into the page."""
    page = DOCS / "corpus.md"
    page.write_text(renew(page.read_text("utf-8")), "utf-8")


def renew(page: str) -> str:
    """The page with its figures as they are now."""
    head, _, rest = page.partition(START)
    _, _, tail = rest.partition(END)
    return f"{head}{START}{''.join(figures())}{END}{tail}"


def figures() -> Iterator[str]:
    """The figures, in Markdown."""
    records = read_files(corpus_files() + register_files())
    with MemoryEngine() as engine:
        texts = {record.iri(): canonical_nquads(to_quads(record)) for record in records}
        engine.load(Update(1, texts))
        reached = count(records, engine.ask)
        yield from _table(
            ("what", "target", "reached", "short of it"),
            ((name, aim, reached[name], max(aim - reached[name], 0))
             for name, aim in TARGETS.items()),
        )  # fmt: skip
        yield "\n"
        shares = find_gaps(engine.ask).shares
    yield from _table(
        ("share", "how many", "of", "in all"),
        ((name, one.count, one.of, one.share) for name, one in shares.items()),
    )
    yield "\n"
    yield from _agreement(read_rows("double-coding.csv"))
    yield "\n"
    yield from _reread(read_rows("reread.csv"))


def count(records: Iterable[Record], ask: Ask) -> dict[str, int]:
    """How many of each target the corpus holds; prospects are none."""
    links = list(_links(records))
    main = {subject: value for subject, name, value in links if name == f"{WW}mainClass"}
    kinds = Counter(value.removeprefix(WW) for value in main.values())
    uses = {subject for subject, value in main.items() if value == f"{WW}Implementation"}
    used = {
        value for subject, name, value in links if name == f"{WW}implements" and subject in uses
    }
    negatives = ask("negatives")
    return {
        "implementations": kinds["Implementation"],
        "innovations and programmes in use": len(used),
        "areas of boards with a use": len(_boards(links, uses)),
        "transfer attempts": kinds["TransferAttempt"],
        "condition assessments": kinds["ConditionAssessment"],
        "nulls and negatives": len({row[-1] for row in negatives.rows}),
    }


def _links(records: Iterable[Record]) -> Iterator[tuple[str, str, str]]:
    for record in records:
        for quad in to_quads(record):
            yield str(quad.subject)[1:-1], quad.predicate.value, str(quad.object).strip("<>")


def _boards(links: Links, uses: set[str]) -> set[str]:
    """The areas of integrated care boards in which uses lie, or their districts and places do."""
    above: dict[str, set[str]] = {}
    for subject, name, value in links:
        if name in (f"{DCT}isPartOf", f"{WW}mainlyIn"):
            above.setdefault(subject, set()).add(value)
    queue = [value for subject, name, value in links if name == f"{WW}inArea" and subject in uses]
    found: set[str] = set()
    while queue:
        area = queue.pop()
        if area not in found:
            found.add(area)
            queue += above.get(area, ())
    return {area for area in found if area.startswith(f"{PROJECT_BASE}id/area/E54")}


def _agreement(rows: list[Row]) -> Iterator[str]:
    pairs = [(row["first"], row["second"]) for row in rows]
    kappa = find_kappa(pairs)
    records = len({row["record"] for row in rows})
    apart = [row for row in rows if row["first"] != row["second"]]
    found = [pair for pair in pairs if set(pair) != {"notAssessed"}]
    yield (
        f"Two readers, {records} records, {len(pairs)} codes (each condition of the list in each "
        f"record): {len(pairs) - len(apart)} agree; kappa {kappa:.2f}, n = {len(pairs)}. Of "
        f"the {len(found)} codes that either of them gives a state, {len(found) - len(apart)} "
        "agree. They differ in these:\n\n"
    )
    columns = ("record", "condition", "first", "second")
    yield from _table(columns, ([row[name] for name in columns] for row in apart))


def find_kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa of two readers' codes for the same units (Cohen 1960).

    1 where they agree throughout with one code alone.
    """
    n = len(pairs)
    agreed = sum(one == other for one, other in pairs) / n
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[code] * second[code] for code in first) / n**2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def _reread(rows: list[Row]) -> Iterator[str]:
    verdicts = Counter(row["verdict"] for row in rows)
    told = ", ".join(f"{times} {verdict}" for verdict, times in sorted(verdicts.items()))
    yield (
        f"{len(rows)} statements, drawn at random, were read again against their sources: {told}. "
        "All are listed in [reread.csv](reread.csv); these did not stand as they were:\n\n"
    )
    columns = ("record", "claim", "statement", "remark")
    changed = (row for row in rows if row["verdict"] != "stands")
    yield from _table(columns, ([row[name] for name in columns] for row in changed))


def read_rows(name: str) -> list[Row]:
    """The rows of a table kept beside the page."""
    with (DOCS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    names = list(heads)
    yield f"| {' | '.join(map(str, names))} |\n"
    yield f"|{'---|' * len(names)}\n"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |\n"


if __name__ == "__main__":
    main()
