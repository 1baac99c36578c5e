"""A query from outside: what is asked, and which texts have to be examined before they run."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from graph.engine.answer import refusal
from graph.engine.store import strip_words
from ontology.errors import LimitReached, NotAvailable, WhatworkedError

_WRITES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_CHANGES = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*(?:(?:BASE|PREFIX\s+[^\s:]*:|VERSION)\s+)*(\w*)", re.IGNORECASE)


class ServerGaveUp(LimitReached):
    """The SPARQL server that a query was passed on to has failed with it."""

    code = "givenUp"


@dataclass(frozen=True)
class Asked:
    """A query as an outside caller puts it (SPARQL 1.1 Protocol §2.1).

    `rows` and `graph` are the media types wanted for rows and for triples, "" where the caller
    takes none. `default` and `named` are the IRIs of the protocol's dataset, None where it names
    none; without any, the default graph is the `union` of all, or else what has no name. `examine`
    says whether the text is to be read by the second parser first, `exists` names a graph without
    which there is no answer. The answer comes as pieces of a document (`graph.engine.document`): a
    packet whose tag is a small letter goes on in the next one.
    """

    text: str
    rows: str
    graph: str
    default: Sequence[str] | None = None
    named: Sequence[str] | None = None
    base: str | None = None
    examine: bool = True
    union: bool = True
    exists: str = ""

    def as_json(self) -> dict[str, object]:
        """All but the text."""
        return {name: value for name, value in asdict(self).items() if name != "text"}

    def digest(self) -> str:
        """A short name of all that the answer depends on beside the graphs."""
        asked = json.dumps(asdict(replace(self, examine=True)), sort_keys=True)
        return sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def may_call_out(text: str) -> bool:
    """Whether a query could have SERVICE, FROM or LOAD in it, in comments and strings too.

    Neither parser can read one of these words where its letters do not stand in a row, in whatever
    case, nor spell one by an escape where there is none; so a text that has neither needs no
    examination.
    """
    folded = text.casefold()
    return any(letters in folded for letters in ("service", "from", "load", "\\u"))


def stands_still(text: str) -> bool:
    """Whether a query has the same answer whenever it is put to the same graphs."""
    return "\\u" not in text.casefold() and not _CHANGES.search(strip_words(text))


def is_update(text: str) -> bool:
    """Whether a text is an update and no query, by its first word behind the prologue."""
    found = _PROLOGUE.match(strip_words(text))
    return found is not None and found[1].upper() in _WRITES


def refuse(code: str, message: str = "") -> WhatworkedError:
    """The error for the last word of an answer that gives nothing; see `graph.engine.answer`."""
    if code == ServerGaveUp.code:
        return ServerGaveUp(message)
    return NotAvailable(message) if code == NotAvailable.code else refusal(code, message)
