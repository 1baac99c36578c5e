"""Graphs of strangers: taken as they are, with a report, or refused with the place."""

from pathlib import Path

import pytest

from graph.imports.foreign import Foreign, read_foreign
from graph.imports.refusal import InvalidArrival
from ontology.terms import WW

OURS = "https://south.example/"
RECORD = f"{OURS}id/graph/abc"
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def read(folder: Path, name: str, data: str | bytes, licence: str | None = LICENCE) -> Foreign:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_foreign(file, RECORD, [OURS, "https://north.example/"], licence)


def rules(found: Foreign) -> set[str]:
    return {one.rule for one in found.findings}


def test_the_real_graphs_are_taken_or_refused_with_the_line(shared: Path) -> None:
    folder = shared / "data/graphs"
    ons = read_foreign(folder / "ons-life-expectancy-dataset.ttl", RECORD, [OURS], None)
    assert (ons.report["statements"], ons.report["namedHere"], ons.findings) == (104, 7, ())
    profile = read_foreign(folder / "sgul-organisation-profile.ttl", RECORD, [OURS], None)
    assert (profile.report["statements"], profile.findings) == (25, ())
    broken = folder / "sgul-organisation-profile-as-first-published-malformed.ttl"
    with pytest.raises(InvalidArrival, match="line 21"):
        read_foreign(broken, RECORD, [OURS], None)


def test_nodes_without_a_name_get_one_and_a_second_reading_is_the_same(tmp_path: Path) -> None:
    text = '<urn:a> <urn:p> [ <urn:q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> ] .'
    first, second = (read(tmp_path, "a.ttl", text) for _ in range(2))
    assert first == second
    assert f"<{RECORD}/n1>" in str(first.changes[0].nquads)


def test_each_named_graph_is_one_here_and_says_where_it_came_from(tmp_path: Path) -> None:
    found = read(
        tmp_path, "a.nq", "<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:b> <urn:h> .\n"
    )
    assert len(found.changes) == 2
    assert "<http://purl.org/dc/terms/source> <urn:g>" in str(found.changes[0].nquads)
    assert rules(read(tmp_path, "b.nq", "<urn:a> <urn:p> <urn:b> .\n")) == {"import/noGraph"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"<{OURS}id/innovation/x> <urn:p> <urn:b> .", "owner"),
        ("<https://north.example/id/innovation/x> <urn:p> <urn:b> .", "owner"),
        (f"<urn:a> a <{WW}Innovation> .", "terms"),
        ("<urn:a> <urn:p> <javascript:alert(1)> .", "iri"),
        ("<file:///etc/passwd> <urn:p> <urn:b> .", "iri"),
        ("<urn:a> <http://www.w3.org/2002/07/owl#sameAs> <urn:b> .", "sameAs"),
    ],
)
def test_what_is_not_for_strangers_to_say_is_held(tmp_path: Path, text: str, rule: str) -> None:
    assert rules(read(tmp_path, "a.ttl", text)) == {f"import/{rule}"}


def test_what_has_no_licence_is_held(tmp_path: Path) -> None:
    found = read(tmp_path, "a.ttl", "<urn:a> <urn:p> <urn:b> .", None)
    assert rules(found) == {"import/licence"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.ttl", "  \n", "emptyInput"),
        ("a.ttl", "# nothing but a remark\n", "emptyInput"),
        ("a.ttl", b'<urn:a> <urn:p> "\xff" .', "encoding"),
        ("a.ttl", "<urn:a> <urn:p> <urn:b> .".encode("utf-16"), "encoding"),
        ("a.ttl", "<!DOCTYPE html><html></html>", "webPage"),
        ("a.ttl", "<urn:a> <urn:p> ", "syntax"),
        ("a.ttl", "<urn:a b> <urn:p> <urn:c> .", "syntax"),
        ("a.ttl", f'<urn:a> <urn:p> "{"x" * 100_001}" .', "tooLarge"),
        ("a.ttl", f"<urn:a> <urn:p> {'(' * 300}{')' * 300} .", "tooDeep"),
        ("a.rdf", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', "dtdNotAllowed"),
        ("a.jsonld", '{"@context": "https://example.org/c", "@id": "urn:a"}', "syntax"),
        ("a.jsonld", '{"@id": "urn:a", "@id": "urn:b"}', "syntax"),
        ("a.jsonld", '{"@id": "urn:a", "urn:p": NaN}', "syntax"),
        ("a.jsonld", "[" * 300 + "]" * 300, "tooDeep"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(
    tmp_path: Path, name: str, data: str | bytes, code: str
) -> None:
    with pytest.raises(InvalidArrival, match=code):
        read(tmp_path, name, data)


def test_a_poison_graph_is_only_named(tmp_path: Path) -> None:
    nodes = [f"_:b{number}" for number in range(9)]
    text = "".join(f"{a} <urn:p> {b} .\n" for a in nodes for b in nodes if a != b)
    assert read(tmp_path, "a.ttl", text).report["namedHere"] == 9
