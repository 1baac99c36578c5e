"""The demonstration: what the case study of the South West bears, and what it does not."""

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from api.answers.asking import cite, column, label
from api.answers.gazetteer import folders_of
from api.answers.printed import print_citations
from api.answers.why import compare_in
from api.answers.why_answer import WORDS, give_reason
from api.home import Home
from api.present import plain, shorten
from ontology.terms import PROJECT_BASE
from queries.catalogue import Ask, Cell, Rows
from queries.transfer.narrative import tell_saying
from queries.transfer.needs import list_needs
from queries.transfer.why import Wanted, Why, explain

NEEDS = 4  # of what to record next, the first that are told
CASE_STUDY = f"{PROJECT_BASE}id/source/south-west-learning-system"


def show(console: Console, home: Home) -> None:
    """Ask what a newcomer would ask, and print the answers with the words behind them."""
    with home.engine() as engine:
        ask = engine.ask
        worked = _of_case_study(ask("worked"))
        console.rule("What worked where?")
        for cells in worked.by_column():
            console.print(Text(outcome_sentence(cells, _evidence(ask, cells))))
        print_citations(console, cite(ask, home.shelf, column(worked, "claim")))
        console.rule("What is only planned, intended or expected?")
        for cells in ask("planned", document=CASE_STUDY).by_column():
            console.print(Text(f"{cells['modality']}: {statement(cells)}"))
        console.rule("Why did it transfer?")
        for innovation in column(worked, "innovation"):
            _tell_why(console, home, ask, innovation)
        console.rule("What do the documents not say?")
        _print_silence(console, ask)
        console.rule("Collections whose members are not named")
        for cells in _of_case_study(ask("sets")).by_column():
            console.print(Text(set_sentence(cells)))
        console.print(
            f"\n{home.ledger.refresh()} transactions, {len(home.ledger.records())} records."
        )


def _of_case_study(rows: Rows) -> Rows:
    """The rows that stand on a claim of the case study."""
    at = rows.columns.index("claim")
    kept = (row for row in rows.rows if str(row[at]).startswith(f"{CASE_STUDY}/"))
    return Rows(rows.columns, tuple(kept))


def _evidence(ask: Ask, outcome: Mapping[str, Cell]) -> Mapping[str, Cell]:
    rows = ask("evidence", innovation=str(outcome["innovation"])).by_column()
    return next((row for row in rows if row["claim"] == outcome["claim"]), {})


CHANGES = {
    "absolutePercentagePoints": "in percentage points",
    "relative": "relative to before",
    "absoluteUnits": "in units",
    "notStated": "kind of change not stated",
}
COMPARISONS = {
    "innovationVsUsual": "against usual care",
    "strategyVsStrategy": "one support strategy against another",
    "beforeAfter": "before against after",
    "noneStated": "no comparator",
}


def outcome_sentence(outcome: Mapping[str, Cell], evidence: Mapping[str, Cell]) -> str:
    """One outcome in words, with what is not stated said as such."""
    change = f"{plain(outcome['change'])}{_unit(outcome)} {plain(outcome['direction'])}".strip()
    baseline = evidence.get("baseline")
    known = (
        CHANGES.get(plain(outcome["changeKind"]), "kind of change not stated"),
        "no baseline" if baseline is None else f"from {plain(baseline)}",
        COMPARISONS.get(plain(outcome["compares"]), "no comparator"),
    )
    place = outcome["placeLabel"] or "place not stated"
    measure = outcome["measureLabel"] or "measure not stated"
    name = outcome["innovationLabel"] or shorten(plain(outcome["innovation"]))
    return f"{name}, {place}: {change} in: {measure} ({', '.join(known)})"


def _unit(outcome: Mapping[str, Cell]) -> str:
    unit = plain(outcome["unit"])
    return unit if unit == "%" or not unit else f" {unit}"


def set_sentence(found: Mapping[str, Cell]) -> str:
    """How many members a collection is said to have, and how many of them are named."""
    name = found["label"] or shorten(plain(found["set"]))
    return f"{name}: {found['declaredMemberCount']} declared, {found['namedMembers']} named"


def statement(cells: Mapping[str, Cell]) -> str:
    """A claim in words: what, how it relates, to what."""
    subject = cells["subjectLabel"] or shorten(plain(cells["subject"]))
    target = cells["objectLabel"] or shorten(plain(cells["object"]))
    return f"{subject} → {shorten(plain(cells['predicate']))} → {target}"


def _print_silence(console: Console, ask: Ask) -> None:
    """One line for each thing that is missing, with what it is missing of."""
    found: dict[str, list[str]] = {}
    for cells in ask("silent", document=CASE_STUDY).by_column():
        name = plain(cells["subjectLabel"]) or shorten(plain(cells["subject"]))
        found.setdefault(plain(cells["missing"]), []).append(name)
    for missing, names in sorted(found.items()):
        console.print(Text(f"{missing}: {'; '.join(sorted(names))}"))


def _tell_why(console: Console, home: Home, ask: Ask, innovation: str) -> None:
    places = compare_in(folders_of(home.settings))
    why = explain(ask, Wanted(innovation, axis="adoption"), places)
    name = label(ask, Rows(("thing",), ((innovation,),))).get(innovation, shorten(innovation))
    console.print(Text(f"{name}: {verdict(why)}"))
    for one in why.said:
        console.print(Text(f"  {tell_saying(one).text}"))
    print_citations(console, cite(ask, home.shelf, [one.claim for one in why.said]))


def verdict(why: Why) -> str:
    """Whether the cases bear an answer, and if not what would be needed."""
    needs = "; ".join(list_needs(why.wanted, why.analysis)[:NEEDS])
    return f"{WORDS[why.analysis.grade]} cases: {give_reason(why)} It would need: {needs}."
