"""The command that shows code lists; it needs no repository."""

import json
from collections.abc import Callable

import pytest

from ontology.schemes import scheme_files
from ontology.terms import VOCAB

Call = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.usefixtures("nowhere")


def test_all_lists_are_shown(call: Call) -> None:
    code, out, err = call("vocabulary", "--json")
    assert (code, err) == (0, "")
    found = {one["name"]: one for one in json.loads(out)}
    assert list(found) == list(scheme_files())
    assert (found["transfer-2020"]["count"], found["transfer-2020"]["verified"]) == (11, 7)
    assert found["transfer-2020"]["membershipStatus"] == "partial"
    assert found["modality"]["publishedTotal"] is None
    code, out, _ = call("vocabulary")
    assert code == 0
    assert "NASSS" in out


def test_a_list_is_shown_with_its_concepts(call: Call) -> None:
    code, out, err = call("vocabulary", "cfir-2022", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["rights"].startswith("CC BY 4.0")
    concepts = {one["notation"]: one for one in found["concepts"]}
    assert len(concepts) == found["count"] == 74
    assert concepts["V.B.1"]["label"] == concepts["V.F.1"]["label"]
    funding = concepts["III.J.1"]
    assert (funding["iri"], funding["broader"]) == (f"{VOCAB}cfir-2022/III.J.1", "III.J")
    assert funding["verification"] == "verified"
    assert funding["sources"]
    (mapping,) = funding["mappings"]
    assert mapping["subject"].endswith("/id/condition/dedicated-funding")
    assert mapping["predicate"].endswith("#closeMatch")


def test_people_see_where_a_concept_was_seen(call: Call) -> None:
    code, out, _ = call("vocabulary", "maryland-sms")
    assert code == 0
    assert "5 concepts of 5 levels: complete" in out
    assert "verified" in out
    _, out, _ = call("vocabulary", "piet-t-2018")
    assert "condition/public-awareness relatedMatch P.3.1" in " ".join(out.split())


def test_a_list_that_is_not_there(call: Call) -> None:
    code, out, _ = call("vocabulary", "cfir", "--json")
    assert code == 2
    assert json.loads(out)["code"] == "notFound"
