"""What the pages show of a repository, of a thing and of a document."""

from collections.abc import Mapping

from api.answers.asking import Answered, find_thing
from api.answers.marking import mark
from api.answers.table import NOTHING, Shape, Shown, in_words, link_citation, shape
from api.served import Served
from ontology.errors import NotFound
from queries.catalogue import Cell

Values = Mapping[str, object]
Part = tuple[str, str, str]

MOST_QUOTES = 20
SILENT = "The documents we hold leave nothing of this open."
INNOVATION: tuple[Part, ...] = (
    ("worked", "What worked where", "No outcome is on record. That is not to say it did not work."),
    ("negatives", "What did not change, or went the other way", NOTHING),
    ("unmeasured", "What was intended and never measured", "No such intention is on record."),
    ("conditions", "Conditions that were assessed", "No condition was assessed."),
    ("planned", "What is only planned, intended or expected", "No plan is on record."),
    ("mechanisms", "What sources say brought it about", "No source says what brought it about."),
    ("participants", "Who took part", "Nobody is named."),
)
PLACE: tuple[Part, ...] = (
    ("worked", "What worked here", "No outcome here is on record."),
    ("conditions", "Conditions that were assessed here", "No condition was assessed here."),
    ("needs", "What it is said to need", "No need of this place is on record."),
    (
        "priorities",
        "What is put first here, and the figures that documents give for it",
        "No document gives a figure for a priority of this place.",
    ),
    ("lessons", "Lessons of documents that speak of it", "No lesson is on record."),
)


def count_all(served: Served) -> Mapping[str, Cell]:
    """How much there is, and how much of it is negative, null or cannot be told."""
    share = served.ask("negativeShare").rows
    counted = dict(zip(share.columns, share.rows[0], strict=True))
    documents = len(served.ask("documents").rows.rows)
    innovations = len(served.ask("innovations").rows.rows)
    return {**counted, "documents": documents, "innovations": innovations}


def list_silence(served: Served) -> Shape:
    """What is missing, and of how many things."""
    rows = served.ask("silent").rows
    at = rows.columns.index("missing")
    counts: dict[str, int] = {}
    for row in rows.rows:
        counts[str(row[at])] = counts.get(str(row[at]), 0) + 1
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    cells = [[Shown(in_words(name)), Shown(str(count), number=True)] for name, count in ordered]
    return Shape(["not stated", "of how many things"], cells, SILENT)


def cited(answered: Answered) -> list[Values]:
    """The words behind the claims of an answer, each with a link into its document."""
    return [link_citation(found) for found in list(answered.citations.values())[:MOST_QUOTES]]


def view_thing(served: Served, path: str, kind: str, parts: tuple[Part, ...]) -> Values:
    """All that is on record of a thing, part by part; NotFound where there is no such thing."""
    iri = find_thing(path, served.engine().ask)
    named = served.ask("labels", {"thing": iri}).rows.rows
    shown = []
    for name, title, silence in parts:
        answered = served.ask(name, {kind: iri})
        table = shape(answered, silence=silence, without={kind, f"{kind}Label"})
        shown.append({"heading": title, "table": table, "citations": cited(answered)})
    return {
        "name": str(named[0][1]) if named else path,
        "kind": kind,
        "iri": iri,
        "data": f"/data/{path}.ttl",
        "parts": shown,
    }


def view_record(served: Served, path: str) -> Values:
    """What a document says and does not say; NotFound where there is no such document."""
    iri = find_thing(path, served.engine().ask)
    one = served.ask("documents", {"document": iri}).rows
    if not one.rows:
        msg = f"no document is called {path!r}"
        raise NotFound(msg)
    about = dict(zip(one.columns, one.rows[0], strict=True))
    said = served.ask("said", {"document": iri})
    address = next((found.address for found in said.citations.values()), None) or ""
    columns = ("subject", "predicate", "object", "modality", "asserter", "claim")
    silent = served.ask("silent", {"document": iri})
    return {
        "name": about["title"] or path,
        "coverage": {"whole": "read as a whole", "part": "read in part"}.get(
            str(about["coverage"]), "known at second hand"
        ),
        # a javascript: address would run when followed
        "address": address if address.startswith(("https://", "http://")) else None,
        "data": f"/data/{path}.ttl",
        "said": shape(said, columns),
        "silence": shape(silent, ("subject", "missing", "status"), SILENT),
        "pieces": mark(served, iri),
        "elsewhere": any(found.basis == "address" for found in said.citations.values()),
    }
