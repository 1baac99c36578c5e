"""We tried it too: a region's own record of its use of an innovation that another wrote down.

The innovation stays as its region has it. The record is this region's: its words are a statement
that is held as a document, so that they are shown as those of any other source.
"""

from dataclasses import dataclass
from hashlib import sha256

from api.answers.asking import find_thing, place_of
from api.authoring.adding import Steps, add_records
from api.home import Home
from graph.exchange.rules import load_leaving
from ingest.documents import Document, digest
from ontology.errors import InvalidInput
from ontology.report import parse_record

_MEDIA_TYPE, _EXTRACTOR = "text/plain", "text/1"


@dataclass(frozen=True)
class Trial:
    """What was tried and what came of it, in words; where and by whom only if that may be told.

    `status` is a code of the list implementation-status.
    """

    innovation: str
    words: str
    status: str
    place: str | None = None
    organisation: str | None = None


def tell_trial(home: Home, trial: Trial, level: str, steps: Steps) -> dict[str, object]:
    """Add the record of a trial, shared at a level; what became of it.

    Raises InvalidInput without words; NotFound for an unknown innovation, place or organisation.
    """
    text = trial.words.strip()
    if not text:
        msg = "say in a sentence or two what was tried and what came of it (--words)"
        raise InvalidInput(msg)
    record = parse_record(_written(home, trial, text))
    home.shelf.hold(
        Document("statement.txt", _MEDIA_TYPE, sha256(text.encode()).hexdigest(), text, _EXTRACTOR)
    )
    added = add_records(home, [record], steps, home.region.base, level).appended
    (stored,) = added.records
    return {"record": stored.record, "status": stored.status, "sequence": added.sequence}


def _written(home: Home, trial: Trial, text: str) -> dict[str, object]:
    with home.engine() as engine:
        ask = engine.ask
        innovation = find_thing(trial.innovation, ask, kind="innovation")
        (label, *_) = (str(row[1]) for row in ask("labels", thing=innovation).rows or ((0, ""),))
        place = place_of(trial.place, ask) if trial.place else None
        who = find_thing(trial.organisation, ask, "organisation") if trial.organisation else None
    at = (0, len(text))
    facts = {
        "what": ("implements", innovation),
        "where": ("inArea", place),
        "who": ("byOrganisation", who),
        "status": ("implementationStatus", trial.status),
    }
    at = (0, len(text))
    says = [{"key": key, name: value, "at": at} for key, (name, value) in facts.items() if value]
    called = label or innovation
    return {
        "kind": "source",
        "record": f"tried-{digest(f'{innovation} {text}')[:16]}",
        "document": {
            "title": f"{home.region.name}: we tried it too ({called})",
            "licence": load_leaving().licence,
            "coverage": "whole",
            "bytesSha256": digest(text),
            "textSha256": digest(text),
            "extractor": _EXTRACTOR,
        },
        "nodes": {
            "use": {"is": "Implementation", "label": f"{called}, tried elsewhere", "says": says}
        },
    }
