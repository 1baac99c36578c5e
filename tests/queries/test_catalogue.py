"""The catalogue: what a question's file may hold, and how values come into its text."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from ontology.errors import InvalidInput
from ontology.terms import VOCAB, XSD
from queries.catalogue import (
    Cell,
    Question,
    bind,
    find_question,
    questions,
    read_question,
    shorten,
    sort_rows,
)
from queries.given import Given, Kind

TEXT = """#+ summary: What is said of a thing
#+ given: {thing: iri, least: integer}
#+ columns: [thing, label, members]
#+ lists: [members]
PREFIX ex: <https://ex.org/ns#>
# SELECT ?not ?this WHERE
SELECT DISTINCT ?thing (STR(?name) AS ?label)
       (GROUP_CONCAT(STR(?member); separator="\\u001F") AS ?members)
WHERE {
  VALUES ?thing { UNDEF }
  values ?least {UNDEF}
  ?thing ex:name ?name ; ex:member ?member .
  FILTER(!BOUND(?least) || ?least < 3)
} GROUP BY ?thing ?name
"""


def write(folder: Path, text: str, name: str = "said") -> Path:
    file = folder / f"{name}.rq"
    file.write_text(text, encoding="utf-8")
    return file


TWIN = """MATCH (t)-[:member]->(m) WHERE $thing IS NULL OR t.iri = $thing AND t.n < $least
CALL (t) { MATCH (t)-[:name]->(n) RETURN n.text AS text, 1 AS one }  // RETURN nothing AS else
RETURN DISTINCT t.iri AS thing, coalesce(text, 'RETURN, "$all"') AS label,
  [x IN collect(m.iri) | x] AS `members`
"""


def asking(kind: Kind) -> Question:
    text = "SELECT ?x WHERE { VALUES ?x { UNDEF } }"
    return Question("asking", "Asks", {"x": kind}, ("x",), text)


def test_a_question_is_read_from_its_file(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, TEXT))
    assert str(question) == "said"
    assert question.summary == "What is said of a thing"
    assert question.given == {"thing": "iri", "least": "integer"}
    assert question.columns == ("thing", "label", "members")
    assert question.lists == {"members"}
    assert question.text == TEXT


def test_columns_come_from_select_where_the_header_is_silent(tmp_path: Path) -> None:
    silent = TEXT.replace("#+ columns: [thing, label, members]\n", "")
    assert read_question(write(tmp_path, silent)).columns == ("thing", "label", "members")


def test_a_column_may_have_the_name_of_a_keyword(tmp_path: Path) -> None:
    text = "#+ summary: Moves\nSELECT ?from ?select ?where WHERE { ?from ?select ?where }"
    assert read_question(write(tmp_path, text)).columns == ("from", "select", "where")


def test_a_folder_gives_its_questions_in_order_of_name(tmp_path: Path) -> None:
    for name in ("worked", "lessons", "said"):
        write(tmp_path, TEXT, name)
    (tmp_path / "said.cypher").write_text(TWIN, encoding="utf-8")
    found = questions(tmp_path)
    assert list(found) == ["lessons", "said", "worked"]
    assert (found["said"].cypher, found["said"].languages) == (TWIN, ("sparql", "cypher"))
    assert (found["worked"].cypher, found["worked"].languages) == (None, ("sparql",))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("AS label", "AS name", "RETURN gives ['thing', 'name', 'members']"),
        ("t.iri AS thing, ", "", "RETURN gives ['label', 'members']"),
        ("AS `members`", "", "names each of its columns"),
        ("RETURN DISTINCT", "WITH", "names each of its columns"),
        (" AND t.n < $least", "", "takes ['thing']"),
        ("t.n < $least", "t.n < $least + $most", "takes ['least', 'most', 'thing']"),
    ],
)
def test_a_twin_that_differs_is_refused_by_name(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in TWIN
    write(tmp_path, TEXT)
    (tmp_path / "said.cypher").write_text(TWIN.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        questions(tmp_path)
    assert str(caught.value).startswith("said.cypher: ")
    assert says in str(caught.value)


def test_a_twin_may_end_in_an_order(tmp_path: Path) -> None:
    write(tmp_path, TEXT)
    twin = f"{TWIN}ORDER BY thing, label SKIP 1 LIMIT 2;\n"
    (tmp_path / "said.cypher").write_text(twin, encoding="utf-8")
    assert questions(tmp_path)["said"].cypher == twin


def test_every_question_of_the_package_can_be_read() -> None:
    for name, question in questions().items():
        assert find_question(name) == question
        assert question.cypher
        results = Store().query(question.text)
        assert isinstance(results, QuerySolutions)
        assert tuple(variable.value for variable in results.variables) == question.columns


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("#+ summary: What is said of a thing\n", "", "summary"),
        ("#+ summary: What is said of a thing", "#+ summary: ", "one sentence"),
        ("#+ summary: What", "#+ summary: {What", "said.rq"),
        ("#+ lists", "#+ list", "may have"),
        ("least: integer", "least: whole", "integer"),
        ("least: integer", "least: [integer]", "integer"),
        ("{thing: iri, least: integer}", "thing", "parameter: kind"),
        ("#+ lists: [members]", "#+ lists: members", "column names"),
        ("#+ lists: [members]", "#+ lists: [labels]", "labels"),
        ("[thing, label, members]", "[label, thing, members]", "not SELECT's"),
        ("  VALUES ?thing { UNDEF }\n", "", "write VALUES ?thing { UNDEF }"),
        (", least: integer", "", "least"),
        ("SELECT DISTINCT", "ASK #", "names its columns"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused_by_name(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in TEXT
    file = write(tmp_path, TEXT.replace(old, new))
    with pytest.raises(InvalidInput) as caught:
        read_question(file)
    assert str(caught.value).startswith("said.rq: ")
    assert says in str(caught.value)


def test_an_unknown_question_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match="no question is called 'no-such-thing'"):
        find_question("no-such-thing")


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "https://ex.org/a", "<https://ex.org/a>"),
        ("iri", "https://ex.org/é/%20?a=?&b#c?", "<https://ex.org/é/%20?a=?&b#c?>"),
        ("string", 'a "b" \\ \n', r'"a \"b\" \\ \n"'),
        ("integer", 12, f'"12"^^<{XSD}integer>'),
        ("integer", "+012", f'"12"^^<{XSD}integer>'),
        ("number", "0.410", f'"0.41"^^<{XSD}decimal>'),
        ("number", 100, f'"100"^^<{XSD}decimal>'),
        ("number", Decimal("1E+2"), f'"100"^^<{XSD}decimal>'),
        ("number", "-0.0", f'"0"^^<{XSD}decimal>'),
        ("number", "123456789012345678.123456789012345678", None),
        ("date", date(2025, 1, 31), f'"2025-01-31"^^<{XSD}date>'),
        ("date", "2025-01-31", f'"2025-01-31"^^<{XSD}date>'),
    ],
)
def test_a_value_becomes_a_term(kind: Kind, value: Given, term: str | None) -> None:
    expected = term or f'"{value}"^^<{XSD}decimal>'
    found = bind(asking(kind), {"x": value})
    assert found == f"SELECT ?x WHERE {{ VALUES ?x {{ {expected} }} }}"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "periprem"),
        ("iri", "https://ex.org/a> } #"),
        ("iri", "https://ex.org/\udcff"),
        ("iri", "https://ex.org/a#b#c"),
        ("iri", "https://ex.org/%zz"),
        ("iri", 5),
        ("string", 5),
        ("string", "broken \udcff"),
        ("integer", "1.5"),
        ("integer", True),
        ("integer", "9" * 19),
        ("number", "1e5"),
        ("number", "NaN"),
        ("number", Decimal("NaN")),
        ("number", Decimal("1E+1000000000")),
        ("number", "half"),
        ("date", "31.1.2025"),
        ("date", "2025-02-30"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: Kind, value: Given) -> None:
    with pytest.raises(InvalidInput, match=rf"(?s)asking takes x as {kind}, not .*: give "):
        bind(asking(kind), {"x": value})


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(InvalidInput, match="asking takes no 'y': it takes x"):
        bind(asking("iri"), {"y": "https://ex.org/a"})


def test_nothing_given_leaves_the_text_alone(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, TEXT))
    assert bind(question, {}) == bind(question, {"thing": None}) == TEXT
    filled = bind(question, {"thing": "https://ex.org/a", "least": 2})
    assert "UNDEF" not in filled
    assert filled.count("VALUES ?thing { <https://ex.org/a> }") == 1


def rows(text: str) -> list[list[object]]:
    results = Store().query(text)
    assert isinstance(results, QuerySolutions)
    return [list(row) for row in results]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(codec="ascii")))
def test_no_text_can_leave_its_literal(first: str, second: str) -> None:
    text = "SELECT ?a ?b WHERE { VALUES ?a { UNDEF } VALUES ?b { UNDEF } }"
    question = Question("two", "Two", {"a": "string", "b": "string"}, ("a", "b"), text)
    first = f"{first} VALUES ?b {{ UNDEF }} \\u0022"
    found = rows(bind(question, {"a": first, "b": second}))
    assert found == [[Literal(first), Literal(second)]]


@given(st.text(min_size=1))
def test_an_iri_is_refused_or_is_one_term(rest: str) -> None:
    iri = f"https://ex.org/{rest}"
    try:
        text = bind(asking("iri"), {"x": iri})
    except InvalidInput:
        return
    assert rows(text) == [[NamedNode(iri)]]


def test_a_code_list_value_is_its_notation() -> None:
    assert shorten(f"{VOCAB}modality/planned") == "planned"
    assert shorten(f"{VOCAB}modality") == f"{VOCAB}modality"
    assert shorten("https://ex.org/vocab/modality/planned").startswith("https://ex.org/")


def test_rows_are_a_set_in_one_order() -> None:
    cells: list[Cell] = [("a", "b"), "b", "a", Decimal("1.5"), 2, 1, True, False, None, "a"]
    assert sort_rows([(cell,) for cell in cells]) == tuple(
        (cell,) for cell in (None, False, True, 1, Decimal("1.5"), 2, "a", "b", ("a", "b"))
    )
