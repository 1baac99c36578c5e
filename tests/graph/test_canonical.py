"""Canonical text: RDFC-1.0, its refusals, and the digests over it."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from graph.canonical import canonical_nquads, dataset_digest, graph_digest, require_own_graph
from ontology.errors import InvalidInput

A, P, G = NamedNode("urn:a"), NamedNode("urn:p"), NamedNode("urn:g")
ESCAPES = dict(
    zip('\b\t\n\f\r"\\', ["\\b", "\\t", "\\n", "\\f", "\\r", '\\"', "\\\\"], strict=True)
)

terms = st.one_of(
    st.sampled_from([f"_:{name}" for name in "xyz"]),
    st.sampled_from(["urn:a", "urn:b"]),
)
statements = st.lists(st.tuples(terms, terms), max_size=8)


def escaped(character: str) -> str:
    """Write a character as section 5 of RDFC-1.0 has it in a literal."""
    if character in ESCAPES:
        return ESCAPES[character]
    hidden = character < " " or character in "\x7f\ufffe\uffff"
    return f"\\u{ord(character):04X}" if hidden else character


def node(term: str, prefix: str) -> BlankNode | NamedNode:
    return BlankNode(prefix + term[2:]) if term.startswith("_:") else NamedNode(term)


def graph_of(pairs: list[tuple[str, str]], prefix: str) -> list[Quad]:
    return [Quad(node(s, prefix), P, node(o, prefix), G) for s, o in pairs]


def cases(folder: Path) -> Iterator[tuple[str, str]]:
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["test"], row["hashAlgorithm"] or "SHA256"


def read(path: Path) -> str:
    return path.read_bytes().decode()


def test_every_code_point_is_escaped_as_the_recommendation_says() -> None:
    code_points = [chr(code) for code in [*range(0xD800), *range(0xE000, 0x110000)]]
    for start in range(0, len(code_points), 50_000):
        part = code_points[start : start + 50_000]
        wanted = "".join(escaped(character) for character in part)
        text = canonical_nquads([Quad(A, P, Literal("".join(part)), G)])
        assert text == f'<urn:a> <urn:p> "{wanted}" <urn:g> .\n'


def test_lines_are_sorted_by_code_points_and_each_is_ended() -> None:
    quads = [
        Quad(A, P, Literal(value), G) for value in ["é", "z", "Z", "\U0001f303", "\uffee", "é"]
    ]
    lines = [f'<urn:a> <urn:p> "{value}" <urn:g> .\n' for value in "Zzé\uffee\U0001f303"]
    assert canonical_nquads(quads) == "".join(lines)
    assert canonical_nquads([]) == ""


@given(statements, st.randoms(use_true_random=False))
def test_order_and_labels_of_blank_nodes_do_not_matter(
    pairs: list[tuple[str, str]], random: Random
) -> None:
    shuffled = random.sample(pairs, len(pairs))
    assert canonical_nquads(graph_of(pairs, "b")) == canonical_nquads(graph_of(shuffled, "other"))


def test_the_conformance_suite_passes(shared: Path) -> None:
    folder = shared / "conformance/rdf-canon/tests"
    passed = 0
    for name, hashing in cases(folder):
        wanted = folder / f"rdfc10/{name}-rdfc10.nq"
        if not wanted.exists():
            continue
        quads = parse(path=folder / f"rdfc10/{name}-in.nq", format=RdfFormat.N_QUADS)
        algorithm = {
            "SHA256": CanonicalizationAlgorithm.RDFC_1_0_SHA_256,
            "SHA384": CanonicalizationAlgorithm.RDFC_1_0_SHA_384,
        }[hashing]
        assert canonical_nquads(quads, max_blank_nodes=20, algorithm=algorithm) == read(wanted), (
            name
        )
        passed += 1
    assert passed == 64


def test_the_poison_graph_of_the_suite_is_refused(shared: Path) -> None:
    poison = shared / "conformance/rdf-canon/tests/rdfc10/test074-in.nq"
    with pytest.raises(InvalidInput, match="10 blank nodes, more than 8"):
        canonical_nquads(parse(path=poison, format=RdfFormat.N_QUADS))


def test_triple_terms_about_blank_nodes_are_refused() -> None:
    with pytest.raises(InvalidInput, match="triple terms"):
        canonical_nquads([Quad(A, P, Triple(BlankNode("b"), P, A), G)])


def test_digests_are_of_the_text_and_of_sorted_lines() -> None:
    one = graph_digest("text é")
    assert one == hashlib.sha256("text é".encode()).hexdigest()
    lines = f"urn:a {one}\nurn:é {one}\nurn:\uffee {one}\nurn:\U0001f303 {one}\n"
    graphs = [(iri, one) for iri in ["urn:\U0001f303", "urn:é", "urn:a", "urn:\uffee"]]
    assert dataset_digest(graphs) == hashlib.sha256(lines.encode()).hexdigest()


def test_a_record_keeps_to_its_own_graph() -> None:
    require_own_graph(
        "urn:g",
        '<urn:a> <urn:p> "a _:b <urn:x> ."@en <urn:g> .\n<urn:a> <urn:p> <urn:g> <urn:g> .\n',
    )


@pytest.mark.parametrize(
    "line",
    [
        "<urn:a> <urn:p> <urn:o> <urn:other> .",
        "<urn:a> <urn:p> <urn:g> .",
        "<urn:a> <urn:p> _:b <urn:g> .",
        "_:b <urn:p> <urn:o> <urn:g> .",
        "<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:o> )>> <urn:g> .",
        "<urn:a> <urn:p> <urn:g>",
        "# a comment",
        "",
    ],
)
def test_what_is_no_statement_of_the_own_graph_is_refused(line: str) -> None:
    with pytest.raises(InvalidInput, match="urn:g, line 1: not a statement"):
        require_own_graph("urn:g", f"{line}\n")


@pytest.mark.parametrize(
    ("record", "nquads", "message"),
    [
        ("urn:g", "", "urn:g has no statements"),
        ("urn:g", "<urn:a> <urn:p> <urn:o> <urn:g> .", "its last line is cut"),
        ("urn:g", "<urn:b> <urn:p> <urn:o> <urn:g> .\n" * 2, "urn:g: lines out of order"),
        ("a> <b", "<urn:a> <urn:p> <urn:o> <a> <b> .\n", "is no IRI"),
    ],
)
def test_what_is_no_canonical_text_is_refused(record: str, nquads: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        require_own_graph(record, nquads)
