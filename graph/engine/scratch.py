"""Changes of a scratch dataset, worked out in a child of the engine process.

The child changes its own copy and gives back all of it, so that whatever the text is up to stays
inside the limits of a query; the engine process only loads what comes of it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.engine.document import GRAPHS
from graph.engine.store import END, TRIPLES, Refused, Send, say

_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|#[^\r\n]*|"{3}(?:[^"\\]|\\.|"(?!""))*"{3}"""
    r"""|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
    r"""|[\w?$:@.%\\-]+|\s+|.""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Change:
    """A change of a scratch dataset, beside the text that says it.

    `kind` is "update" (SPARQL 1.1 Update, with the graphs of the protocol) or a method of the Graph
    Store Protocol, whose text is a `graph` ("" for the default graph) in the format `media`.
    """

    kind: str
    base: str
    graph: str = ""
    media: Sequence[str] = ()
    sizes: Sequence[int] = ()
    default: Sequence[str] | None = None
    named: Sequence[str] | None = None

    def as_json(self) -> dict[str, object]:
        """As a request to the engine process carries it."""
        return asdict(self)


def apply_change(
    store: Store, change: Change, text: bytes, examine: Callable[[str], None], send: Send
) -> None:
    """Change this copy of the store, and send all that it holds then as N-Quads.

    The last word is "done" with "created", "changed" or "missing", or why nothing was changed.
    """
    code, message = "done", ""
    try:
        message = _apply(store, change, text, examine)
        send(TRIPLES, store.dump(format=RdfFormat.N_QUADS) or b"")
    except Refused as error:
        code, message = error.code, error.message
    except SyntaxError as error:
        code, message = "syntax", str(error)
    except (OSError, RuntimeError, ValueError) as error:
        code, message = "refused", str(error)
    send(END, say(code, message))


def _apply(store: Store, change: Change, text: bytes, examine: Callable[[str], None]) -> str:
    if change.kind == "update":
        update = add_using(text.decode(), change.default or (), change.named or ())
        examine(update)
        store.update(update, base_iri=change.base)
        return "changed"
    graph = NamedNode(change.graph) if change.graph else DefaultGraph()
    held = next(store.quads_for_pattern(None, None, None, graph), None) is not None
    if change.kind == "delete" and not held:
        return "missing"
    found = list(_read(change, text, graph))
    if change.kind != "post":
        store.remove_graph(graph)
    store.extend(found)
    return "changed" if held or not change.graph else "created"


def _read(change: Change, text: bytes, graph: NamedNode | DefaultGraph) -> Sequence[Quad]:
    found: list[Quad] = []
    start = 0
    for media, size in zip(change.media, change.sizes, strict=True):
        part = text[start : start + size]
        start += size
        quads = parse(
            part,
            GRAPHS[media],
            base_iri=change.base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        found += [Quad(one.subject, one.predicate, one.object, graph) for one in quads]
    return found


def add_using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """An update whose patterns are put to the graphs that the protocol names (§2.2.3).

    Refused where the update itself says USING or WITH.
    """
    if not default and not named:
        return update
    clause = "".join(f" USING <{iri}>" for iri in default)
    clause += "".join(f" USING NAMED <{iri}>" for iri in named)
    tokens, written = _TOKEN.findall(update), list[str]()
    depth, last = 0, ""
    for place, part in enumerate(tokens):
        word = part.upper()
        if depth == 0 and word in {"USING", "WITH"}:
            raise Refused("using", word)
        if depth == 0 and word == "WHERE":
            pattern = _braces(tokens[place:]) if last == "DELETE" else ""  # it is the template too
            written.append(f"{pattern}{clause} ")
        depth += (part == "{") - (part == "}")
        written.append(part)
        if not part.isspace() and not part.startswith("#"):
            last = word
    return "".join(written)


def _braces(tokens: Sequence[str]) -> str:
    depth, found = 0, list[str]()
    for part in tokens:
        depth += part == "{"
        found += [part] if depth else []
        depth -= part == "}"
        if found and not depth:
            break
    return "".join(found)
