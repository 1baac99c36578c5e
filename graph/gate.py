"""The gate: what a change would add is judged before it is written, and refused whole.

pyshacl judges each record on its slice: the record's quads and the classes of what they point to.
From `BULK` records on a faster engine judges many slices as one, and pyshacl judges again a few of
the records that it refuses or, where it refuses none, one in a hundred; what either finds counts.
Rules that no record can show alone are one query each.
"""

import random
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from graph.retired import retired_rule
from graph.rules import apply_rule, load_rules, read_rule
from ontology.report import Finding
from ontology.schemes import load_retired
from ontology.terms import RDF, load_ontology
from ontology.validate import Result, validate, validate_in_bulk

BULK = 100
AGAIN = 10  # refused records that pyshacl judges again: one of them refuses the change anyway
SAMPLED = 0.01
PORTION = 2**24  # characters of slices that the faster engine judges at once

Progress = Callable[[int], object]
_TYPE = NamedNode(RDF + "type")


def judge(
    store: Store, records: Collection[str], progress: Progress = lambda _: None
) -> list[Finding]:
    """All that is wrong with some records of a store that holds them and everything else.

    `progress` is called with the number of records judged since the last call.
    """
    names = set(records)
    found = list((_in_bulk if len(names) >= BULK else _one_by_one)(store, names, progress))
    rules = [*load_rules(), read_rule(files("graph") / "unresolved.rq")]
    if retired := load_retired():
        rules.append(retired_rule(retired.values()))
    for rule in rules:
        found += apply_rule(rule, store, names)
    return sorted(set(found))


def home_of(subject: str, records: Collection[str]) -> str:
    """The record that an IRI names or stands below, or nothing."""
    while subject and subject not in records:
        subject = subject.rpartition("/")[0]
    return subject


def _slice(store: Store, record: str) -> list[Triple]:
    """A record's statements, and the classes of what they point to elsewhere, as far as known."""
    triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(record))]
    here = {triple.subject for triple in triples}
    pointed = {term for triple in triples if isinstance(term := triple.object, NamedNode)}
    return triples + [
        quad.triple
        for term in pointed - here
        for quad in store.quads_for_pattern(term, _TYPE, None, None)
    ]


def _write(triples: Iterable[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _one_by_one(store: Store, records: set[str], progress: Progress) -> Iterator[Finding]:
    for record in sorted(records):
        for result in validate(_write(_slice(store, record))):
            # what the record points to is there by its class alone, and misses all the rest
            if home_of(result.focus, {record}):
                yield _finding(record, result)
        progress(1)


def _in_bulk(store: Store, records: set[str], progress: Progress) -> Iterator[Finding]:
    found: list[tuple[str, Result]] = []
    for portion, triples in _portions(store, records):
        judged = ((home_of(one.focus, records), one) for one in set(validate_in_bulk(triples)))
        found += [(home, one) for home, one in judged if home in portion]
        progress(len(portion))
    refused = sorted({home for home, one in found if one.severity == "Violation"})
    # the sample is another one each time; it need not be unguessable
    sample = random.sample(sorted(records), int(len(records) * SAMPLED))
    again = set(refused[:AGAIN] or sample)
    seen = {_key(one) for _, one in found}
    text = "".join(_write(_slice(store, record)) for record in sorted(again))
    found += [
        (home, one)
        for one in validate(text)
        if (home := home_of(one.focus, again)) and _key(one) not in seen
    ]
    yield from (_finding(home, one) for home, one in found)


def _portions(store: Store, records: Collection[str]) -> Iterator[tuple[set[str], str]]:
    """The slices of some records at a time: together they would take more memory than the store."""
    slices, size = dict[str, str](), 0
    for record in sorted(records):
        slices[record] = _write(_slice(store, record))
        size += len(slices[record])
        if size >= PORTION:
            yield set(slices), "".join(slices.values())
            slices, size = {}, 0
    if slices:
        yield set(slices), "".join(slices.values())


def _key(result: Result) -> tuple[str, str, str]:
    return result.focus, result.rule, result.value


@cache
def _keys() -> dict[str, str]:
    return {prop.iri: prop.key for prop in load_ontology().properties.values()}


def _finding(record: str, result: Result) -> Finding:
    keys = _keys()
    local = result.focus.removeprefix(record).strip("/") or "record"
    path = keys.get(result.path, result.path if "://" in result.path else "")
    shown = result.value not in ("", result.focus)  # a node as a whole is its own value
    return Finding(
        record=record,
        field=f"{local}.{path}" if path else local,
        rule=re.split(r"[#/]", result.rule)[-1],
        severity=result.severity,
        message=f"{result.message} (found: {result.value})" if shown else result.message,
        focus=result.focus,
        value=result.value,
    )
