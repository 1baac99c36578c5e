"""The engine process for queries from outside, which a second parser examines.

Oxigraph dials out wherever a query says SERVICE, and has no switch for it. That a child may open no
socket is what keeps it in; this examination is there for the message, and because SERVICE SILENT
would be answered as if nobody had replied. It runs in the child, inside the limits of the query. A
text that this parser cannot read is refused.
"""

from collections.abc import Iterable, Mapping, Sequence

from pyparsing import ParseResults
from rdflib.plugins.sparql.algebra import translatePrologue
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate

from graph.engine.server import serve_starter
from graph.engine.store import Refused

_EVERYTHING = "PREFIX : <a:> SELECT (1 AS ?n) FROM :b { ?s a 'x'@en, 1.0 FILTER(?s > 2) }"
_CALLS = {"ServiceGraphPattern": "SERVICE", "Load": "LOAD"}


def examine_text(text: str, *, update: bool) -> Sequence[str]:
    """The graphs that a query names by FROM; Refused where it calls out, or cannot be read."""
    try:
        prologue, query = (None, parseUpdate(text)) if update else parseQuery(text)
        words = _find_calls(query)
        clauses = query.datasetClause
        graphs = _find_graphs(prologue, clauses) if clauses and prologue is not None else []
    except RecursionError:
        raise Refused("depth") from None
    except Exception as error:  # whatever it is, the text has not been read
        raise Refused("unread", str(error).split("\n")[0][:200]) from None
    if words:
        raise Refused("federation", words[0])
    return graphs


def _find_calls(tree: object) -> Sequence[str]:
    found: list[str] = []
    left: list[object] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, Mapping):
            found += [word for name, word in _CALLS.items() if getattr(node, "name", "") == name]
            left.extend(node.values())
        elif isinstance(node, Iterable) and not isinstance(node, str):
            left.extend(node)
    return found


def _find_graphs(prologue: ParseResults, clauses: Iterable[Mapping[str, str]]) -> Sequence[str]:
    scope = translatePrologue(prologue, None)
    names = (clause.get("default") or clause.get("named") for clause in clauses)
    return [str(scope.absolutize(name)) for name in names]


if __name__ == "__main__":
    examine_text(
        _EVERYTHING, update=False
    )  # what rdflib imports by and by, a child can no longer import
    serve_starter(examine_text)
