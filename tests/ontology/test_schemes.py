"""Published code lists: written from the data by script, and as many as they claim."""

import json
from collections import Counter
from pathlib import Path
from typing import cast

import pyshacl
import pytest
import rdflib
from pyoxigraph import QuerySolutions
from rdflib.namespace import DCTERMS, OWL, RDF, SH, SKOS

from ontology.code_shapes import code_shapes_text
from ontology.errors import InvalidInput, NotFound
from ontology.fields import check_statements
from ontology.published import LEFT_OUT, Listed, read_lists, write_scheme
from ontology.scheme_page import page_text
from ontology.schemes import Scheme, codes_of, load_scheme, scheme_files
from ontology.terms import VOCAB, WW, load_ontology, read_turtle, turtle_files

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ontology/vocabularies/published"
QUALITY = "https://w3id.org/whatworked/quality#"
PUBLISHED = sorted(scheme_files().keys() - load_ontology().code_lists.keys())
ANEW = "python -m ontology.published FOLDER writes it anew"
# concepts from the top down, beside what the source of a complete list counts
SIZES = {
    "cfir-2022": (5, 35 + 2, 13 + 19),  # 5 domains, 48 constructs, 13 of them in 2 groups, 19 below
    "cici-2017": (3, 7 + 5),
    "eef-padlocks-toolkit": (5,),
    "eef-padlocks-trials": (6,),
    "eric-2015": (9, 73),
    "grade-cerqual": (4 + 4,),
    "grade-certainty": (4,),
    "imd-domains": (7, 2),  # 7 domains and 2 supplementary indices
    "maryland-sms": (5,),
    "nhs-innovation-conditions": (27, 140),  # 167
    "nhs-innovation-record": (11, 95, 30),  # 11 lists
    "oecd-dac-criteria": (6,),
    "proctor-2011": (3, 8 + 6 + 3),
    "progress-plus": (8 + 1, 3),
    "re-aim-1999": (5,),
    "rogers-adopters": (5,),
    "rogers-attributes": (5,),
    "ruc-2011": (2, 10 + 2),  # 10 classes of output areas, 2 of LSOAs alone
    "ruc-2011-lad": (6,),
    "ruc-2021": (2, 6),
    "tidier-2014": (12,),
    "uk-evaluation-designs": (4, 17, 32),  # 53
}


@pytest.fixture
def data(shared: Path) -> Path:
    return shared / "data/vocabularies"


def graph_of(name: str) -> rdflib.Graph:
    graph = rdflib.Graph().parse(FOLDER / f"{name}.ttl")
    return graph.parse(ROOT / "ontology/vocabularies/membership-status.ttl")


def broken_rules(graph: rdflib.Graph) -> set[str]:
    rules = rdflib.Graph().parse(ROOT / "ontology/quality/terms.ttl")
    _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph)
    return {str(rule).removeprefix(QUALITY) for rule in report.objects(None, SH.sourceShape)}


def sizes(scheme: Scheme) -> tuple[int, ...]:
    """How many concepts stand at the top, one below, and so on."""
    depths = Counter(
        sum(one.notation in scheme.below(above) for above in scheme.concepts)
        for one in scheme.concepts.values()
    )
    return tuple(depths[depth] for depth in sorted(depths))


def test_the_files_are_what_the_data_give(data: Path) -> None:
    lists = read_lists(data)
    assert sorted(lists) == PUBLISHED
    for name, listed in lists.items():
        held = (FOLDER / f"{name}.ttl").read_bytes()
        assert held == write_scheme(name, listed).encode(), f"{name}: {ANEW}"


def test_the_shapes_and_the_page_are_written_from_the_files() -> None:
    shapes = (ROOT / "ontology/shapes/codes.ttl").read_bytes()
    assert shapes == code_shapes_text().encode(), ANEW
    assert (ROOT / "docs/vocabularies.md").read_bytes() == page_text().encode(), ANEW


def test_counts_are_those_of_the_data(data: Path) -> None:
    index = json.loads((data / "index.json").read_text("utf-8"))["schemes"]
    rows = {row["file"].removesuffix(".json"): row for row in index}
    for name in PUBLISHED:
        found = load_scheme(name)
        assert (len(found.concepts), found.verified) == (
            rows[name]["concepts"],
            rows[name]["verified"],
        )
        assert found.published_total == rows[name]["publishedTotal"]
    assert rows.keys() - set(PUBLISHED) == set(LEFT_OUT) - {"index"}
    concepts, verified = (sum(row[key] for row in index) for key in ("concepts", "verified"))
    registers = sum(rows[name]["concepts"] for name in LEFT_OUT[1:])
    page = " ".join(page_text().split())
    assert f"With these {registers}, all verified" in page
    assert f"{len(rows)} lists of {concepts} concepts, {verified} of them verified" in page
    for name in LEFT_OUT[1:]:
        assert f"`{name}` ({rows[name]['concepts']})" in page


def test_a_complete_list_has_as_many_as_are_published() -> None:
    complete = {name for name in PUBLISHED if load_scheme(name).status == "complete"}
    assert complete == SIZES.keys()
    assert {name: sizes(load_scheme(name)) for name in complete} == SIZES


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_concept_says_what_it_is_and_where_it_was_seen(name: str) -> None:
    scheme = load_scheme(name)
    for one in scheme.concepts.values():
        assert one.iri == f"{VOCAB}{name}/{one.notation}"
        assert one.label
        assert all(one.sources)
        assert (one.verification == "fromMemory") == one.sources[0].startswith("from memory")
        assert not one.definition or not scheme.rights.startswith("names only")
    if scheme.verified < len(scheme.concepts):
        assert scheme.status == "partial"


def test_no_notation_stands_twice_in_a_list_though_labels_do() -> None:
    store = read_turtle([*turtle_files("vocabularies"), *turtle_files("vocabularies/published")])
    twice = """
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?scheme ?said WHERE { ?one skos:inScheme ?scheme ; skos:%s ?said }
        GROUP BY ?scheme ?said HAVING (COUNT(DISTINCT ?one) > 1)"""
    notations, labels = store.query(twice % "notation"), store.query(twice % "prefLabel")
    assert isinstance(notations, QuerySolutions)
    assert isinstance(labels, QuerySolutions)
    assert list(notations) == []
    assert {str(found["scheme"].value).rpartition("/")[2] for found in labels} == {
        "cfir-2022",
        "frame-2019",
        "nhs-innovation-conditions",
        "nhs-innovation-record",
        "uk-evaluation-designs",
    }


LISTED = {
    "scheme": "Made up",
    "title": "A made-up list",
    "version": "1",
    "doi": "",
    "source": "here",
    "licence": "OGL v3",
    "publishedTotal": "2 codes",
    "completeness": "complete",
}


def listed(*concepts: tuple[str, str | None, bool]) -> Listed:
    members = [
        {"notation": n, "prefLabel": "code", "broader": above, "verified": seen, "seenIn": "here"}
        for n, above, seen in concepts
    ]
    return cast("Listed", LISTED | {"concepts": members})


@pytest.mark.parametrize(
    ("concepts", "told"),
    [
        ((("A", None, True), ("A", None, True)), "the notation A stands twice"),
        ((("A", None, True), ("B", "C", True)), "nothing has the notation C"),
    ],
)
def test_a_list_that_cannot_be_written_is_refused(
    concepts: tuple[tuple[str, str | None, bool], ...], told: str
) -> None:
    with pytest.raises(InvalidInput, match=told):
        write_scheme("made-up", listed(*concepts))


def test_a_list_with_a_member_from_memory_is_never_written_as_complete() -> None:
    seen, unseen = (
        write_scheme("made-up", listed(("A", None, True), ("B", None, last)))
        for last in (True, False)
    )
    assert "membership-status/complete>" in seen
    assert "membership-status/partial>" in unseen


def test_a_complete_list_with_a_member_from_memory_breaks_a_rule() -> None:
    graph, scheme = graph_of("transfer-2020"), rdflib.URIRef(f"{VOCAB}transfer-2020")
    assert broken_rules(graph) == set()
    status = rdflib.URIRef(f"{WW}membershipStatus")
    graph.set((scheme, status, rdflib.URIRef(f"{VOCAB}membership-status/complete")))
    assert broken_rules(graph) == {"Complete"}


@pytest.mark.parametrize(
    ("local", "predicate", "rule"),
    [
        ("", DCTERMS.title, "Published-title"),
        ("", OWL.versionInfo, "Published-version"),
        ("", rdflib.URIRef(f"{WW}membershipStatus"), "Published-status"),
        ("", DCTERMS.rights, "Published-rights"),
        ("", SKOS.scopeNote, "Published-note"),
        ("", SKOS.prefLabel, "Scheme-prefLabel"),
        ("", SKOS.hasTopConcept, "Scheme-topConcept"),
        ("/2.1", SKOS.notation, "Concept-notation"),
        ("/2.1", SKOS.broader, "Concept-place"),
        ("/2.1", DCTERMS.source, "Concept-source"),
        ("/2.1", rdflib.URIRef(f"{WW}verification"), "Concept-verification"),
        ("/2", RDF.type, "Concept-broader"),
    ],
)
def test_what_a_published_list_leaves_out_is_found(
    local: str, predicate: rdflib.URIRef, rule: str
) -> None:
    graph = graph_of("transfer-2020")
    graph.remove((rdflib.URIRef(f"{VOCAB}transfer-2020{local}"), predicate, None))
    assert rule in broken_rules(graph)


def test_a_code_is_replaced_by_another_only_if_it_is_deprecated() -> None:
    graph = graph_of("transfer-2020")
    old, new = (rdflib.URIRef(f"{VOCAB}transfer-2020/{n}") for n in ("4", "5"))
    graph.add((old, DCTERMS.isReplacedBy, new))
    assert broken_rules(graph) == {"Replaced-deprecated"}
    graph.add((old, OWL.deprecated, rdflib.Literal(lexical_or_value=True)))
    assert broken_rules(graph) == set()


def test_a_property_takes_the_codes_of_its_branch() -> None:
    properties = load_ontology().properties
    assert set(codes_of(properties["frameContext"])) == {f"6.A.{n}" for n in range(1, 5)}
    assert len(codes_of(properties["usedStrategy"])) == 9 + 73
    assert set(codes_of(properties["direction"])) == load_ontology().code_lists["direction"]


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("usedStrategy", "Facilitation", "did you mean E33 (Facilitation)?"),
        ("careSetting", "AMBULANCE", "did you mean careSettings.AMBULANCE (Ambulance)?"),
        ("careSetting", "categories.AI", "is not in the list nhs-innovation-record, below careS"),
        ("designStrength", 1, "1 is a code of the list maryland-sms: put it in quotes"),
        ("frameGoal", "zzz", "; whatworked vocabulary frame-2019 has them"),
    ],
)
def test_a_code_that_a_list_lacks_is_refused_with_a_way_out(
    key: str, value: str | int, told: str
) -> None:
    with pytest.raises(ValueError, match=r"code|list") as error:
        check_statements({key: value})
    assert told in str(error.value)


def test_codes_of_published_lists_are_written_by_notation() -> None:
    check_statements({"frameWhen": "1.2", "usedStrategy": "E20", "construct": "III.J.1"})
    check_statements({"clinicalTopic": ("RESPIRATORY_CONDITIONS_ASTHMA",), "purpose": (
        "mainPurpose.PREVENT_CONDITION", "mainPurpose.MANAGE_CONDITION")})  # fmt: skip


def test_a_list_that_is_not_there_is_told_with_all_that_are() -> None:
    with pytest.raises(NotFound, match=r"take one of .*cfir-2022"):
        load_scheme("cfir")
