"""Promise 3 as a law: whatever an author writes, a plan becomes no result."""

from hypothesis import given
from hypothesis import strategies as st

from graph.rdf import to_quads
from ontology.record import Source
from ontology.report import parse_record
from ontology.terms import RDF, WW, load_ontology

ONTOLOGY = load_ontology()
GUARDED = sorted(kind.name for kind in ONTOLOGY.kinds.values() if kind.guarded)
PROSPECTIVE = sorted(ONTOLOGY.code_lists["modality"] - {"asserted", "reported", "attributed"})
LINKS = sorted(
    prop.key
    for prop in ONTOLOGY.properties.values()
    if not (prop.code_list or prop.datatype or prop.is_text or prop.metadata)
    and prop.key != "mentions"
)
DIGEST = "0" * 64

links = st.sampled_from(LINKS)
modality = st.sampled_from(PROSPECTIVE)
state = st.sampled_from(["singleReader", "secondRead", "unread"])
item = st.fixed_dictionaries(
    {"modality": modality, "reviewState": state},
    optional={"polarity": st.sampled_from(["affirmed", "negated"])},
)
reading = st.fixed_dictionaries(
    {"basis": st.just("curatorReading"), "because": st.just("it seems so")}
)


HELD = {"bytesSha256": DIGEST, "textSha256": DIGEST, "extractor": "text/1"}
NOT_HELD = {"address": "https://ex.org/plan"}
AT = {"at": (0, 5)}


def _record(nodes: dict[str, object], *, held: bool) -> Source:
    raw = {
        "kind": "source",
        "record": "plan",
        "document": {"title": "Plan", "coverage": "whole", **(HELD if held else NOT_HELD)},
        "nodes": nodes,
        "spans": ((0, 5, DIGEST, 1),),
    }
    record = parse_record(raw)
    assert isinstance(record, Source)
    return record


@st.composite
def plans(draw: st.DrawFn) -> Source:
    """Nodes of classes that count as having happened, linked by plans and read by a curator."""
    keys, held = ["a", "b", "c"], draw(st.booleans())
    place = AT if held else {}
    nodes: dict[str, object] = {}
    for key in keys:
        says = [
            {
                **draw(item),
                **place,
                "key": f"s{n}",
                draw(st.sampled_from(LINKS)): draw(st.sampled_from(keys)),
            }
            for n in range(draw(st.integers(0, 3)))
        ]
        says += [{**draw(reading), "key": "r", "aggregation": "programme"}]
        nodes[key] = {"is": draw(st.sampled_from(GUARDED)), "says": tuple(says), **place}
    return _record(nodes, held=held)


def _triples(record: Source) -> list[tuple[str, str, str]]:
    quads = to_quads(record)
    return [(str(q.subject)[1:-1], q.predicate.value, str(q.object)[1:-1]) for q in quads]


@given(plans())
def test_plans_cannot_become_results(record: Source) -> None:
    triples = _triples(record)
    happened = {WW + name for name in GUARDED}
    assert not [s for s, p, o in triples if p == RDF + "type" and o in happened]
    stated = {p for s, p, _ in triples if s.endswith(("/a", "/b", "/c"))}
    assert not stated & {ONTOLOGY.iri(key) for key in LINKS}


@given(plans(), st.sampled_from(["asserted", "reported", "attributed"]))
def test_one_accepted_claim_makes_it_real(record: Source, stated: str) -> None:
    nodes = {
        key: node.model_dump(by_alias=True, exclude_none=True) for key, node in record.nodes.items()
    }
    held = record.document.held
    said = {"key": "real", "modality": stated, "inArea": "area/E54000037", **(AT if held else {})}
    real = {**nodes["a"], "says": (*nodes["a"]["says"], said)}
    triples = _triples(_record({**nodes, "a": real}, held=held))
    kinds = {o for s, p, o in triples if s.endswith("/a") and p == RDF + "type"}
    assert WW + str(real["is"]) in kinds


@given(plans())
def test_causes_stay_claims(record: Source) -> None:
    causal = {prop.iri for prop in ONTOLOGY.properties.values() if prop.causal}
    assert not {p for _, p, _ in _triples(record)} & causal
