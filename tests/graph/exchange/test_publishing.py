"""Feeds as files: pages that never change, and a folder that follows the ledger."""

import json
from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from graph.exchange.checkpoint import Checkpoint, read_checkpoint
from graph.exchange.feed import project_feed
from graph.exchange.publishing import Release, feed_files, seal_feed, write_feed
from graph.exchange.signing import SigningKey, make_key, verify
from graph.ledger import Ledger, create_ledger
from graph.locations import Folder
from graph.log import Attribution
from ontology.errors import InvalidInput
from ontology.terms import PROJECT_BASE
from tests.graph.exchange.innovations import graph, iri

BY = Attribution("quentin-the-curator")
KEY = make_key()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = create_ledger(tmp_path / "ledger")
    names = [f"n{number:03}" for number in range(150)]
    made.append(
        [(iri(name), graph(name)) for name in names],
        levels={iri(name): "PUBLIC" for name in names},
        by=BY,
    )
    return made


def release_of(ledger: Ledger, key: SigningKey = KEY) -> Release:
    feed = project_feed(ledger.transactions(), ledger.nquads, "PUBLIC")
    return seal_feed(feed, "Example", PROJECT_BASE, key, ledger.nquads)


def files_of(ledger: Ledger) -> dict[str, bytes]:
    return dict(feed_files(release_of(ledger)))


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name.endswith(".nq")}


def test_full_pages_never_change(ledger: Ledger) -> None:
    before = pages(files_of(ledger))
    ledger.append([(iri("n000"), graph("n000", "second"))], by=BY)
    after = pages(files_of(ledger))
    assert list(before) == list(after) == ["0/000001.nq", "0/000002.nq"]
    assert before["0/000001.nq"] == after["0/000001.nq"]
    assert after["0/000002.nq"].startswith(before["0/000002.nq"])


def test_every_member_is_a_graph_of_its_name(ledger: Ledger) -> None:
    data = b"".join(pages(files_of(ledger)).values())
    quads = list(parse(data, format=RdfFormat.N_QUADS))
    graphs = {
        quad.graph_name for quad in quads if quad.graph_name.__class__.__name__ == "NamedNode"
    }
    members = {quad.object for quad in quads if quad.predicate.value.endswith("tree#member")}
    assert (len(members), graphs) == (150, members)


@pytest.mark.parametrize("name", ["index.ttl", "catalogue.ttl", ".well-known/void"])
def test_what_describes_the_feed_is_turtle(ledger: Ledger, name: str) -> None:
    text = files_of(ledger)[name].decode()
    found = rdflib.Graph().parse(data=text, format="turtle", publicID="https://example.org/x/")
    assert len(found) > 10


def test_no_trace_of_what_is_private_or_of_who_made_it(ledger: Ledger) -> None:
    before = files_of(ledger)
    names = ["alpha", "beta", "gamma"]
    ledger.append([(iri(name), graph(name, "a secret")) for name in names], by=BY)
    ledger.append([(iri("alpha"), graph("alpha", "still a secret"))], by=BY)
    ledger.append(deletes=[iri("beta")], by=BY)
    after = files_of(ledger)
    assert after == before
    whole = b"".join(name.encode() + data for name, data in after.items())
    versions = set(ledger.records().values())
    for word in ["quentin", "secret", *versions]:
        assert word.encode() not in whole


def test_the_checkpoint_is_signed_and_seals_all(ledger: Ledger) -> None:
    files = files_of(ledger)
    (public,) = json.loads(files["jwks.json"])["keys"]
    verify(files["checkpoint.jws"].decode(), files["checkpoint.json"], [public])
    point: Checkpoint = read_checkpoint(files["checkpoint.json"])
    assert (point.records, point.digest) == (150, ledger.digest())
    assert files["chain.txt"].decode().split() == ["1", point.chain]
    with pytest.raises(InvalidInput):
        read_checkpoint(files["checkpoint.json"].replace(b'"epoch": 0', b'"epoch":  0'))


def test_erased_content_is_in_no_byte_of_the_folder(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append([(iri("n001"), graph("n001", "Xylophonic"))], by=BY)
    folder = tmp_path / "site"
    write_feed(Folder(folder), release_of(ledger))
    assert any(b"Xylophonic" in path.read_bytes() for path in folder.rglob("*.nq"))
    ledger.erase(iri("n001"), by=BY)
    write_feed(Folder(folder), release_of(ledger))
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.nq")}
    assert found == {"1/000001.nq", "1/000002.nq"}
    assert not any(b"Xylophonic" in path.read_bytes() for path in folder.rglob("*.nq"))
    assert not (folder / "0").exists()


def test_files_that_are_the_same_are_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_feed(Folder(folder), release_of(ledger))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    write_feed(Folder(folder), release_of(ledger))
    assert {path: path.stat().st_mtime_ns for path in before} == before


VOID = rdflib.Namespace("http://rdfs.org/ns/void#")


def test_the_description_counts_what_stands(ledger: Ledger) -> None:
    ledger.append([(iri("n000"), graph("n000", "second", "n001"))], by=BY)
    ledger.append(deletes=[iri("n149")], by=BY)
    text = files_of(ledger)[".well-known/void"].decode()
    found = rdflib.Graph().parse(data=text, format="turtle", publicID="https://example.org/x/")
    texts = (ledger.nquads(version).encode() for version in ledger.records().values())
    quads = [quad for text in texts for quad in parse(text, format=RdfFormat.N_QUADS)]
    (dataset,) = found.subjects(rdflib.RDF.type, VOID.Dataset)

    def number(name: str, of: rdflib.term.Node = dataset) -> int:
        (value,) = found.objects(of, VOID[name])
        return int(str(value))

    assert number("documents") == len(ledger.records()) == 149
    assert number("triples") == len(quads) == 299
    assert number("entities") == len({quad.subject for quad in quads})
    parts = {
        str(found.value(one, VOID.property)): one
        for one in found.objects(dataset, VOID.propertyPartition)
    }
    assert len(parts) == number("properties") == len({quad.predicate for quad in quads})
    assert sum(number("triples", one) for one in parts.values()) == 299
    (kind,) = found.objects(dataset, VOID.classPartition)
    assert (number("entities", kind), number("classes")) == (149, 1)


def test_the_catalogue_keeps_the_shapes_of_dcat_ap(
    ledger: Ledger, shared: Path, miss: Callable[[str], None]
) -> None:
    shapes = shared / "conformance/dcat-ap/shapes.ttl"
    if not shapes.is_file():
        miss(f"no shapes of DCAT-AP in {shapes}")
    text = files_of(ledger)["catalogue.ttl"].decode()
    data = rdflib.Graph().parse(data=text, format="turtle", publicID="https://example.org/x/")
    conforms, _, told = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(shapes))
    assert conforms, told
