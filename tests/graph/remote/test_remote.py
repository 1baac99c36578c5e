"""An engine on a server of the user's: the same rows, and never half a graph."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from bench.fuseki_server import change
from bench.quads import EX, digest, many, record
from graph.comparison import digest_engine
from graph.engine.memory import MemoryEngine
from graph.engine.port import Limits, Update
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from graph.remote.endpoint import Endpoint
from graph.remote.engine import RemoteEngine, mark_of
from ontology.errors import Conflict, InvalidInput, LimitReached, NotAvailable
from ontology.terms import XSD
from queries.catalogue import Question, Rows

BY = Attribution("a1")
ODD = ["", " ", "a\nb", "a\rb", '"', "\\", "'", "\\u0041", "\t", "\x07", "\x1f", "\x7f", "\u0085",
       "\u2028", "\ue000", "\ufeff", "😀", "e\u0301", "{ } ;", "'''", "?x", "\U0010ffff", "#",
       "é" * 9_000]  # fmt: skip
NUMBERS = ["26", "-1000", "0.41", "0", "0.5", "123456789012.25"]
ALL = Question(
    "all", "", {}, ("s", "p", "o"), f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(?p = <{EX}says>) }}"
)

Start = Callable[..., RemoteEngine]


def term(value: str, kind: str) -> str:
    return str(Literal(value, datatype=NamedNode(XSD + kind)))


def test_every_kind_of_term_comes_back_as_it_went(remote: RemoteEngine) -> None:
    days = [term("2025-01-31", "date"), term("2025", "gYear"), term("true", "boolean")]
    said = [str(Literal(text, language="en")) for text in ODD] + days + [f"<{EX}é/%41>"]
    said += [term(number, "decimal") for number in NUMBERS] + [term("26", "integer")]
    texts = {EX + "a": record("a", said + [str(Literal(text)) for text in ODD])}
    with MemoryEngine() as memory:
        for one in (memory, remote):
            one.load(Update(1, texts))
        assert same(remote.ask(ALL)) == same(memory.ask(ALL))
    assert digest_engine(remote, texts) == digest(texts)
    with remote.answer(ALL.text) as answer:
        assert b'"value":"26"' in answer.json()  # and not 26.0, as Jena has it
    with remote.answer("ASK {}") as answer:
        assert (answer.form, answer.truth()) == ("boolean", True)
    with remote.answer("CONSTRUCT { ?s ?s ?s } WHERE { ?s a ?s }") as answer:
        assert (answer.form, answer.read(), answer.truncated) == ("triples", b"", None)


def same(rows: Rows) -> list[tuple[tuple[str, object], ...]]:
    return [tuple((type(cell).__name__, cell) for cell in row) for row in rows.rows]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("abc"),
            st.lists(
                st.sampled_from([term("26", "decimal"), term("1", "integer"), '"x"@en']), max_size=3
            ),
            min_size=1,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_step_by_step_is_all_at_once(
    remote: RemoteEngine, changes: list[dict[str, list[str]]]
) -> None:
    now = dict.fromkeys((EX + name for name in "abc"), "")
    remote.load(Update(remote.sequence, now))
    for step in changes:
        texts = {EX + name: record(name, said) for name, said in step.items()}
        since = remote.sequence
        remote.load(Update(since + 1, {name: text or None for name, text in texts.items()}, since))
        now |= texts
        held = {name: text for name, text in now.items() if text}
        assert digest_engine(remote, held) == digest(held)


def test_an_older_update_changes_nothing_and_one_for_a_later_state_is_refused(
    remote: RemoteEngine,
) -> None:
    for sequence, size in ((2, 2), (2, 3), (1, 1)):
        remote.load(Update(sequence, {EX + "a": many("a", size)}))
    assert (remote.sequence, len(remote.ask(ALL).rows)) == (2, 3)
    with pytest.raises(NotAvailable, match="lost what it held"):
        remote.load(Update(9, {EX + "a": None}, since=3))
    assert len(remote.ask(ALL).rows) == 3


def test_quads_that_do_not_parse_change_nothing(remote: RemoteEngine) -> None:
    remote.load(Update(1, {EX + "a": many("a", 2)}))
    with pytest.raises(InvalidInput, match="do not parse"):
        remote.load(Update(2, {EX + "a": f"}} }} ; DROP ALL ; # <{EX}a> .\n"}))
    assert (remote.sequence, len(remote.ask(ALL).rows)) == (1, 2)


def test_two_engines_see_each_other_s_work(start: Start) -> None:
    first, second = start(), start()
    first.load(Update(1, {EX + "a": many("a", 2)}))
    assert len(second.ask(ALL).rows) == 2
    assert second.sequence == 1
    second.load(Update(2, {EX + "a": many("a", 3)}, since=1))
    first.load(Update(2, {EX + "a": many("a", 3)}, since=1))
    assert (len(first.ask(ALL).rows), first.sequence) == (3, 2)


def test_a_dataset_that_is_not_ours_is_left_alone(endpoint: Endpoint, start: Start) -> None:
    change(endpoint, f"INSERT DATA {{ GRAPH <{EX}a> {{ <{EX}a> a <{EX}b> }} }}")
    with pytest.raises(Conflict, match="holds what is not ours"):
        start()
    change(endpoint, "DROP ALL")
    start().load(Update(1, {EX + "a": many("a", 1)}))
    with pytest.raises(Conflict, match="holds another repository"):
        start("theirs {}")
    assert len(start().ask(ALL).rows) == 1


def test_a_mark_is_of_a_ledger_a_level_and_a_history(tmp_path: Path) -> None:
    marks: set[str] = set()
    for name in "ab":
        ledger = create_ledger(tmp_path / name)
        assert mark_of(ledger, "LOCAL", 0) == mark_of(ledger, "LOCAL", 1) == ""
        other = Ledger(tmp_path / name)
        for text in ("1", "2"):
            ledger.append([(EX + "a", record("a", [f'"{text}"']))], by=BY)
        marks |= {mark_of(other, level, at) for level in ("LOCAL", "NHS") for at in (1, 2)}
    assert len(marks) == 8


def test_what_was_lost_is_told_and_loaded_anew(endpoint: Endpoint, remote: RemoteEngine) -> None:
    remote.load(Update(1, {EX + "a": many("a", 2)}))
    change(endpoint, "DROP ALL")
    with pytest.raises(NotAvailable, match="lost what it held"):
        remote.ask(ALL)
    assert remote.sequence == 0
    remote.load(Update(1, {EX + "a": many("a", 2)}))
    assert len(remote.ask(ALL).rows) == 2


def test_rows_and_bytes_beyond_the_limits_are_cut_and_announced(remote: RemoteEngine) -> None:
    remote.load(Update(1, {EX + "a": many("a", 1000)}))
    for form in (ALL.text, ALL.text.replace("SELECT ?s ?p ?o", "CONSTRUCT { ?s ?p ?o } WHERE")):
        header = form == ALL.text
        for limit in (0, 7, 1000):
            with remote.answer(form, Limits(rows=limit)) as answer:
                assert answer.read().count(b"\n") == limit + header
                assert answer.truncated == (None if limit == 1000 else "rows")
        with remote.answer(form, Limits(size=20_000)) as answer:
            assert 19_900 < len(answer.read()) <= 20_000
            assert answer.truncated == "size"
        with pytest.raises(LimitReached, match="row"):
            remote.answer(form, Limits(size=20))


def test_a_query_has_a_deadline(remote: RemoteEngine) -> None:
    remote.load(Update(1, {EX + "a": many("a", 300)}))
    long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c = ?l) }"
    started = time.monotonic()
    with pytest.raises(LimitReached, match="within the time limit"):
        remote.answer(long, Limits(seconds=1))
    assert time.monotonic() - started < 10


def test_a_query_that_does_not_parse_is_refused_with_its_place(remote: RemoteEngine) -> None:
    with pytest.raises(InvalidInput, match=r"does not parse: .* line 2"):
        remote.answer("SELECT * WHERE {\n  nonsense\n}")
