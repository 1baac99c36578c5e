"""Whatever stands in whatever place of a record: it is taken, or refused in a sentence of ours."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.rdf import to_quads
from ingest.documents import digest, read_document
from ingest.read import raw_documents
from ontology.errors import InvalidInput
from ontology.report import parse_record

HERE = Path(__file__).parent / "broken"
RAW = re.compile(r"Input should|Value error|Field required|<class|\[type=|Decimal\(")

Place = tuple[str | int, ...]

BASE = tuple(raw_documents(HERE / "base.yaml"))


def _places(raw: object, here: Place = ()) -> Iterator[Place]:
    yield here
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            yield from _places(value, (*here, key))
    elif isinstance(raw, tuple):
        for step, value in enumerate(raw):
            yield from _places(value, (*here, step))


def _replace(raw: object, place: Place, junk: object) -> object:
    if not place:
        return junk
    step, *rest = place
    if isinstance(raw, Mapping):
        return {**raw, step: _replace(raw[step], tuple(rest), junk)}
    assert isinstance(raw, tuple)
    assert isinstance(step, int)
    return (*raw[:step], _replace(raw[step], tuple(rest), junk), *raw[step + 1 :])


PLACES = [(number, place) for number, raw in enumerate(BASE) for place in _places(raw)]
WORDS = [
    "use",
    "document",
    "area/anytown",
    "here:area/x",
    "https://example.org/%zz",
    "area/a b",
    "/",
]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=True, allow_infinity=True, places=2)
    | st.text(max_size=8)
    | st.sampled_from(WORDS),
    lambda one: (
        st.lists(one, max_size=2).map(tuple)
        | st.dictionaries(st.sampled_from(["key", "at", "is", "says", "x"]), one, max_size=2)
    ),
    max_leaves=4,
)


@settings(deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_it_is_taken_or_refused_in_our_words(where: tuple[int, Place], junk: object) -> None:
    number, place = where
    said = ""
    try:
        to_quads(parse_record(_replace(BASE[number], place, junk)))
    except InvalidInput as error:
        said = str(error)
    assert not RAW.search(said), said


def test_the_leaflet_is_the_text_of_the_base() -> None:
    text = read_document(HERE / "leaflet.txt").text
    documents = [raw["document"] for raw in BASE if isinstance(raw, Mapping) and "document" in raw]
    held = {document["textSha256"] for document in documents if "textSha256" in document}
    assert held == {digest(text)}
