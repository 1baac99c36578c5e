"""From a record to its named graph: a pure function, the same in every region and version."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from graph.claims import Claim, Names, Term, claims_of, resolve, to_term
from ontology.errors import InvalidInput
from ontology.fields import Given, SpanOf, members_of
from ontology.figure import ChallengeFigure, Figure
from ontology.record import Decision, Entity, Profile, Record, Source
from ontology.terms import PROJECT_BASE, RDF, SKOS, WW, Kind, load_ontology

Triple = tuple[str, str, Term]
Name = Callable[[str], str]


def to_quads(record: Record, base: str = PROJECT_BASE) -> list[Quad]:
    """The named graph of a record, under the record's own IRI; it holds no blank node.

    `base` is the base IRI of the region that keeps the record. Raises InvalidInput where a span of
    a source record has no digest yet, or two things in it would have one IRI.
    """
    graph = NamedNode(record.iri(base))
    triples = dict.fromkeys(_triples(record, base))
    return [Quad(NamedNode(s), NamedNode(p), o, graph) for s, p, o in triples]


def _triples(record: Record, base: str) -> Iterator[Triple]:
    match record:
        case Source():
            return _source(record, base)
        case Entity():
            return _entity(record, base)
        case Profile():
            return _profile(record, base)
        case Decision():
            return _decision(record, base)


def _source(record: Source, base: str) -> Iterator[Triple]:
    names = Names(record, base)
    claims = list(claims_of(record, base))
    document = record.iri(base)
    yield from _typed(document, record.is_)
    known = {**record.document.model_dump(by_alias=True), "recordLicence": record.licence}
    yield from _facts(document, known, names.of)
    happened = _happened(claims)
    for key, node in record.nodes.items():
        if node.is_:
            yield from _node(names.of(key), node.is_, node.label, happened)
    declared = [names.of(key) for key, node in record.nodes.items() if node.is_]
    _refuse_namesakes([*declared, *(claim.iri for claim in claims)])
    digests = {(start, end): (sha256, nth) for start, end, sha256, nth in record.spans}
    links = _links(claims)
    for claim in claims:
        yield from _claim(claim, document)
        yield from _span(claim, digests)
        yield from ((claim.iri, WW + "regards", NamedNode(it)) for it in _regarded(claim, links))
    yield from _plain(claims, document)


def _refuse_namesakes(names: Iterable[str]) -> None:
    """Keys are joined by hyphens and hold them: two ways of joining can give one name."""
    for name, times in Counter(names).items():
        if times > 1:
            msg = f"{name} would name two statements or nodes: give one of their items another key"
            raise InvalidInput(msg)


def _happened(claims: Iterable[Claim]) -> set[str]:
    """What an accepted claim that stands on the document itself names, mentions aside."""
    telling = (claim for claim in claims if claim.accepted and claim.basis != "curatorReading")
    return {thing for claim in telling if not claim.is_mention for thing in claim.things}


def _links(claims: Iterable[Claim]) -> dict[str, set[str]]:
    """What each thing is of: an observation of a use, a use of an innovation."""
    links: dict[str, set[str]] = {}
    for claim in claims:
        if claim.predicate and claim.predicate.linking:
            links.setdefault(str(claim.subject), set()).update(claim.things[1:])
    return links


def _regarded(claim: Claim, links: Mapping[str, set[str]]) -> list[str]:
    """What a claim is about beyond the things it names, by way of what these are of."""
    found: set[str] = set()
    queue = list(claim.things)
    while queue:
        fresh = links.get(queue.pop(), set()) - found
        found |= fresh
        queue += fresh
    return sorted(found - set(claim.things))


def _node(iri: str, name: str, label: str | None, happened: set[str]) -> Iterator[Triple]:
    kind = load_ontology().kinds[name]
    if kind.guarded and iri not in happened:
        yield from _typed(iri, "Prospect")
        yield iri, WW + "prospectOf", NamedNode(kind.iri)
    else:
        yield from _typed(iri, name)
    if label:
        yield iri, SKOS + "prefLabel", Literal(label, language="en")


def _typed(iri: str, name: str, *, main: bool = True) -> Iterator[Triple]:
    """The class and its superclasses written out, for no engine infers."""
    kind: Kind = load_ontology().kinds[name]
    for above in (kind.iri, *kind.above):
        yield iri, RDF + "type", NamedNode(above)
    if main:
        yield iri, WW + "mainClass", NamedNode(kind.iri)


def _facts(iri: str, facts: Mapping[str, Given | None], name: Name) -> Iterator[Triple]:
    properties = load_ontology().properties
    for key, given in facts.items():
        for value in members_of(given) if given is not None else ():
            yield iri, properties[key].iri, to_term(properties[key], value, name)


def _claim(claim: Claim, document: str) -> Iterator[Triple]:
    yield from _typed(claim.iri, _claim_kind(claim), main=False)
    yield claim.iri, WW + "inDocument", NamedNode(document)
    if claim.subject and claim.predicate and claim.object:
        yield claim.iri, WW + "claimSubject", NamedNode(claim.subject)
        yield claim.iri, WW + "claimPredicate", NamedNode(claim.predicate.iri)
        yield claim.iri, WW + "claimObject", claim.object
    for thing in claim.about:
        yield claim.iri, WW + "about", NamedNode(thing)
    if claim.asserter:
        yield claim.iri, WW + "asserter", NamedNode(claim.asserter)
    codes = {
        "modality": claim.modality,
        "polarity": claim.polarity,
        "reviewState": claim.review_state,
        "resolution": claim.resolution,
        "basis": claim.basis,
        "asserterRole": claim.asserter_role,
    }
    yield from _facts(claim.iri, {**codes, "gist": claim.gist, "reason": claim.reason}, str)


def _claim_kind(claim: Claim) -> str:
    if claim.accepted:
        return "AcceptedClaim"
    return "ProspectiveClaim" if claim.prospective else "Claim"


def _span(claim: Claim, digests: Mapping[SpanOf, tuple[str, int]]) -> Iterator[Triple]:
    if claim.span is None:
        return
    if claim.span not in digests:
        msg = (
            f"{claim.iri}: the words at {list(claim.span)} have no digest: add the document's text "
            "first (whatworked document add FILE), then the record"
        )
        raise InvalidInput(msg)
    sha256, occurrence = digests[claim.span]
    place = {"spanStart": claim.span[0], "spanEnd": claim.span[1], "occurrence": occurrence}
    yield from _facts(claim.iri, {**place, "exactSha256": sha256}, str)


def _plain(claims: Iterable[Claim], document: str) -> Iterator[Triple]:
    """The facts that questions read: accepted, not causal, and of what lives in this record."""
    for claim in claims:
        subject, prop = claim.subject or "", claim.predicate
        at_home = subject == document or subject.startswith(f"{document}/")
        if at_home and prop and claim.object and claim.accepted and not prop.causal:
            yield subject, prop.iri, claim.object


def _entity(record: Entity, base: str) -> Iterator[Triple]:
    iri = record.iri(base)
    yield from _typed(iri, record.is_)
    known = {"label": record.label, "seenIn": record.source, **record.facts}
    yield from _facts(iri, known, lambda ref: resolve(ref, base))


def _profile(record: Profile, base: str) -> Iterator[Triple]:
    iri = record.iri(base)
    kinds: dict[str, Sequence[Figure | ChallengeFigure]] = {
        "ContextFigure": record.figures,
        "VariationFigure": record.variation,
        "ChallengeFigure": record.challenges,
    }
    known: dict[str, Given | None] = {
        "label": record.label,
        "profileOf": record.of,
        "level": record.level,
        "seenIn": record.source,
        "sourceVersion": record.source_version,
        "year": record.year,
        "hasFigure": tuple(f"{iri}/{one.key}" for figures in kinds.values() for one in figures),
    }
    yield from _typed(iri, "ContextProfile")
    yield from _facts(iri, known, lambda ref: resolve(ref, base))
    for kind, figures in kinds.items():
        for figure in figures:
            yield from _typed(f"{iri}/{figure.key}", kind)
            facts = _figure(figure)
            yield from _facts(f"{iri}/{figure.key}", facts, lambda ref: resolve(ref, base))


def _figure(figure: Figure | ChallengeFigure) -> Mapping[str, Given | None]:
    known: dict[str, Given | None] = figure.model_dump(by_alias=True, exclude={"key"})
    known["figureValue"] = known.pop("value")
    if isinstance(figure, ChallengeFigure):
        return {**known, "figureChange": figure.change}
    return {**known, "featureLabel": known.pop("label")}


def _decision(record: Decision, base: str) -> Iterator[Triple]:
    iri = record.iri(base)
    known: dict[str, Given | None] = {
        "decisionSubject": record.subject,
        "decisionRelation": f"{SKOS}{record.relation}",
        "decisionObject": record.object_,
        "verdict": record.verdict,
        "justification": record.justification,
        "confidence": record.confidence,
    }
    yield from _typed(iri, "IdentityDecision")
    yield from _facts(iri, known, lambda ref: resolve(ref, base))
