"""A record's graph as far as readers have read it: what fewer have read is left out whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.canonical import canonical_nquads
from ontology.errors import InvalidInput
from ontology.fields import REVIEW_STATES
from ontology.terms import RDF, WW, code_iri, load_ontology

_RANK = {code_iri("review-state", state): rank for rank, state in enumerate(REVIEW_STATES)}
_TYPE, _MAIN = NamedNode(RDF + "type"), NamedNode(WW + "mainClass")
_REGARDS = NamedNode(WW + "regards")
_ACCEPTED = f"{WW}AcceptedClaim"
_NAMING = tuple(WW + name for name in ("claimSubject", "claimObject", "about"))

Facts = Mapping[str, list[str]]  # of one subject: predicate to the values, as text


def keep_reviewed(nquads: str, least: str) -> str:
    """The canonical N-Quads of a record without the claims that fewer readers stand by.

    With a claim goes its plain triple, unless another says the same, and a thing that no claim
    names any more; what happened by a claim that is gone is a prospect, if it is still planned.
    Raises InvalidInput for an unknown state.
    """
    if least not in REVIEW_STATES:
        msg = f"review state {least!r:.40}: choose from {', '.join(REVIEW_STATES)}"
        raise InvalidInput(msg)
    fewer = (
        code_iri("review-state", state) for state in REVIEW_STATES[: REVIEW_STATES.index(least)]
    )
    if not any(f"<{state}>" in nquads for state in fewer):
        return nquads
    quads = list(parse(nquads.encode(), format=RdfFormat.N_QUADS))
    return canonical_nquads(_left(quads, _Claims.of(quads, REVIEW_STATES.index(least))))


@dataclass
class _Claims:
    """The claims of a record that are kept and that are gone, each with what is said of it."""

    kept: dict[str, Facts] = field(default_factory=dict)
    gone: dict[str, Facts] = field(default_factory=dict)

    @classmethod
    def of(cls, quads: Iterable[Quad], least: int) -> "_Claims":
        facts: dict[str, dict[str, list[str]]] = {}
        for quad in quads:
            said = facts.setdefault(_text(quad.subject), {})
            said.setdefault(quad.predicate.value, []).append(_text(quad.object))
        found = cls()
        for subject, said in facts.items():
            for state in said.get(f"{WW}reviewState", ()):
                (found.kept if _RANK[state] >= least else found.gone)[subject] = said
        return found

    def named(self, *, happened: bool = False) -> set[str]:
        """What kept claims name; or what those name that tell, on words, what has happened."""
        return {
            thing
            for said in self.kept.values()
            if not happened or _tells(said)
            for name in _NAMING
            for thing in said.get(name, ())
        }

    def links(self) -> dict[str, set[str]]:
        """What each thing is of, as kept claims have it."""
        linking = {prop.iri for prop in load_ontology().properties.values() if prop.linking}
        found: dict[str, set[str]] = {}
        for said in self.kept.values():
            if linking & set(said.get(f"{WW}claimPredicate", ())):
                subject = said[f"{WW}claimSubject"][0]
                found.setdefault(subject, set()).update(said[f"{WW}claimObject"])
        return found


def _reached(said: Facts, links: Mapping[str, set[str]]) -> set[str]:
    """What a claim is about by way of what the things it names are of."""
    queue = [thing for name in _NAMING for thing in said.get(name, ())]
    found: set[str] = set()
    while queue:
        fresh = links.get(queue.pop(), set()) - found
        found |= fresh
        queue += fresh
    return found


def _tells(said: Facts) -> bool:
    """Whether a claim is accepted, stands on the document, and is more than a mention."""
    reading = code_iri("basis", "curatorReading") in said.get(f"{WW}basis", ())
    mention = f"{WW}mentions" in said.get(f"{WW}claimPredicate", ())
    return _ACCEPTED in said[_TYPE.value] and not reading and not mention


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _stated(claims: Iterable[Facts]) -> set[tuple[str, str, str]]:
    """The triples that claims state."""
    parts = [
        [said.get(WW + name, [""])[0] for name in ("claimSubject", "claimPredicate", "claimObject")]
        for said in claims
    ]
    return {(subject, predicate, value) for subject, predicate, value in parts}


def _left(quads: Iterable[Quad], claims: _Claims) -> Iterator[Quad]:
    accepted = [said for said in claims.kept.values() if _ACCEPTED in said[_TYPE.value]]
    lost = _stated(claims.gone.values()) - _stated(accepted)
    unproven, named, links = _unproven(quads, claims), claims.named(), claims.links()
    for quad in quads:
        subject, value = _text(quad.subject), _text(quad.object)
        if quad.predicate == _REGARDS and value not in _reached(
            claims.kept.get(subject, {}), links
        ):
            continue
        apart = quad.subject == quad.graph_name or subject in claims.kept
        if subject in claims.gone or (subject, quad.predicate.value, value) in lost:
            continue
        if not apart and subject not in named:
            continue
        if subject not in unproven or quad.predicate not in (_TYPE, _MAIN):
            yield quad
        elif quad.predicate == _MAIN:
            yield from _prospect(quad)


def _unproven(quads: Iterable[Quad], claims: _Claims) -> set[str]:
    """The things typed as something that happened of which no kept claim says that it did."""
    guarded = {kind.iri for kind in load_ontology().kinds.values() if kind.guarded}
    typed = {_text(quad.subject): _text(quad.object) for quad in quads if quad.predicate == _MAIN}
    found = {subject for subject, kind in typed.items() if kind in guarded}
    return found - claims.named(happened=True)


def _prospect(main: Quad) -> Iterator[Quad]:
    """The class of what is only planned, with what it is a prospect of."""
    kind = load_ontology().kinds["Prospect"]
    subject, graph = main.subject, main.graph_name
    for above in (kind.iri, *kind.above):
        yield Quad(subject, _TYPE, NamedNode(above), graph)
    yield Quad(subject, _MAIN, NamedNode(kind.iri), graph)
    yield Quad(subject, NamedNode(f"{WW}prospectOf"), main.object, graph)
