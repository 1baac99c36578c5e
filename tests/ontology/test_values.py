"""Values: written in the one form that no store rewrites, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from ontology.terms import XSD, Property, load_ontology
from ontology.values import Value, canonical

DATATYPES = ("string", "integer", "decimal", "boolean", "date", "gYear", "duration")


def prop(datatype: str) -> Property:
    """A property of that datatype, or of text in English."""
    return Property(
        key="made-up",
        iri="https://ex.org/made-up",
        code_list=None,
        datatype=None if datatype == "text" else XSD + datatype,
        is_text=datatype == "text",
        causal=False,
        metadata=False,
        identity=False,
        linking=False,
    )


def round_trip(datatype: str, text: str) -> str:
    """What a store gives back of a literal that went into it as N-Quads."""
    literal = (
        Literal(text, language="en")
        if datatype == "text"
        else Literal(text, datatype=NamedNode(XSD + datatype))
    )
    node = NamedNode("https://ex.org/x")
    lines = serialize([Quad(node, node, literal, node)], format=RdfFormat.N_QUADS) or b""
    store = Store()
    store.bulk_load(input=lines, format=RdfFormat.N_QUADS)
    (quad,) = store.quads_for_pattern(None, None, None, None)
    (written,) = parse(store.dump(format=RdfFormat.N_QUADS) or b"", format=RdfFormat.N_QUADS)
    assert written == quad
    assert isinstance(quad.object, Literal)
    assert quad.object.datatype == literal.datatype
    return quad.object.value


MOST = 10**18 - 1
whole = st.integers(-MOST, MOST)
number = st.decimals(-MOST, MOST, places=9)
lengths = st.builds(
    lambda *parts: "P" + "".join(f"{n}{unit}" for n, unit in zip(parts, "YMD", strict=True) if n),
    st.integers(0, 3000),
    st.integers(0, 11),
    st.integers(0, 40000),
).filter(lambda text: text != "P")
given_values = st.one_of(
    st.tuples(st.sampled_from(["string", "text"]), st.text(min_size=1)),
    st.tuples(st.just("integer"), whole),
    st.tuples(st.just("decimal"), whole | number),
    st.tuples(st.just("boolean"), st.booleans()),
    st.tuples(st.just("date"), st.dates().map(str)),
    st.tuples(st.just("gYear"), st.integers(0, 9999).map("{:04}".format) | st.integers(1000, 9999)),
    st.tuples(st.just("duration"), lengths),
    st.tuples(
        st.sampled_from(DATATYPES), st.text() | st.integers() | st.booleans() | st.decimals()
    ),
)


@given(given_values)
def test_no_store_rewrites_what_is_written(given: tuple[str, Value]) -> None:
    datatype, value = given
    try:
        text = canonical(prop(datatype), value)
    except ValueError:
        return  # refused, and never by an error of another kind
    assert round_trip(datatype, text) == text


@given(whole | number)
def test_numbers_keep_their_value(value: int | Decimal) -> None:
    assert Decimal(canonical(prop("decimal"), value)) == value


@pytest.mark.parametrize(
    ("datatype", "value", "text"),
    [
        ("string", " a\tb\nc ", "a\tb\nc"),
        ("text", "ä", "ä"),
        ("integer", -0, "0"),
        ("decimal", 26, "26"),
        ("decimal", Decimal("26.0"), "26"),
        ("decimal", Decimal("0.410"), "0.41"),
        ("decimal", Decimal("-0.00"), "0"),
        ("decimal", Decimal("1E+3"), "1000"),
        ("decimal", Decimal("100"), "100"),
        ("boolean", True, "true"),
        ("date", "2020-02-29", "2020-02-29"),
        ("gYear", "2021", "2021"),
        ("gYear", 1999, "1999"),
        ("duration", "P2Y6M", "P2Y6M"),
    ],
)
def test_values_have_one_form(datatype: str, value: Value, text: str) -> None:
    assert canonical(prop(datatype), value) == text


@pytest.mark.parametrize(
    ("datatype", "value"),
    [
        ("string", ""),
        ("string", " \n"),
        ("string", 26),
        ("string", "a\0b"),
        ("string", "a\x1bb"),
        ("text", "a\ud800b"),
        ("text", True),
        ("integer", "26"),
        ("integer", True),
        ("integer", Decimal("26.0")),
        ("decimal", "26"),
        ("decimal", True),
        ("decimal", Decimal("NaN")),
        ("decimal", Decimal("Infinity")),
        ("integer", 10**18),
        ("decimal", 10**18),
        ("decimal", Decimal("1E-19")),
        ("decimal", Decimal("1E+999999999")),
        ("decimal", Decimal("1E-999999999")),
        ("boolean", "true"),
        ("boolean", 1),
        ("date", "29.2.2020"),
        ("date", "2021-02-29"),
        ("date", "20200229"),
        ("date", "2020-W01-1"),
        ("date", "2020"),
        ("gYear", "21"),
        ("gYear", "٢٠٢١"),
        ("gYear", True),
        ("duration", "P"),
        ("duration", "P12M"),
        ("duration", "P01Y"),
        ("duration", "P٢Y"),
        ("duration", "PT5H"),
        ("duration", "2 years"),
    ],
)
def test_other_values_are_refused(datatype: str, value: Value) -> None:
    with pytest.raises(ValueError, match=r"wanted|left out|cannot be printed|digits"):
        canonical(prop(datatype), value)


def test_every_datatype_of_the_ontology_can_be_written() -> None:
    used = {one.datatype for one in load_ontology().properties.values() if one.datatype}
    assert used <= {XSD + name for name in DATATYPES}
