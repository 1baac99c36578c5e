"""What is judged beside its neighbours alone is judged as it would be among everything."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from bench.generated import entities, sources
from graph.canonical import canonical_nquads
from graph.gate import judge
from graph.ledger import create_ledger
from graph.log import Attribution
from graph.neighbours import Known, Neighbours
from graph.rdf import to_quads
from graph.staging import Stage
from ontology.report import Finding
from ontology.terms import RDF, SKOS, VOCAB, WW

IDS = "https://north.example/id/"
PREFIXES = {
    "a": f"<{RDF}type>",
    "ww:": WW,
    "skos:": SKOS,
    "status:": f"{VOCAB}membership-status/",
    "id:": IDS,
}
SAME = '"5f"'


def term(word: str) -> str:
    """A term written short: `a`, `id:source/one`, `"a literal"`."""
    if word == "a":
        return PREFIXES["a"]
    prefix, _, rest = word.partition(":")
    return f"<{PREFIXES[prefix + ':']}{rest}>" if f"{prefix}:" in PREFIXES else word


def record(name: str, *statements: str) -> tuple[str, str]:
    """A record and its canonical text; statements are written short, without their graph."""
    home = IDS + name
    lines = (" ".join([*map(term, one.split(" ", 2)), f"<{home}> .\n"]) for one in statements)
    return home, canonical_nquads(parse("".join(lines), RdfFormat.N_QUADS))


def document(name: str, *statements: str, text: str = SAME) -> tuple[str, str]:
    """A document that reads a text, and says this."""
    home = f"id:source/{name}"
    return record(
        f"source/{name}", f"{home} a ww:Document", f"{home} ww:textSha256 {text}", *statements
    )


def claim(name: str, predicate: str, value: str) -> list[str]:
    """What an accepted claim says of the set `id:programme/set`."""
    node = f"id:source/{name}/claim/{predicate}"
    told = {"claimSubject": "id:programme/set", "claimPredicate": f"ww:{predicate}"}
    said = [f"{node} ww:{key} {one}" for key, one in {**told, "claimObject": value}.items()]
    return [f"{node} a ww:AcceptedClaim", *said]


TWO = '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'
ONE_OF = claim("new", "hasMember", "id:organisation/one")
USES = "id:source/new/use ww:implements id:innovation/one"

FAR = [
    document("far", *claim("far", "membershipStatus", "status:notEnumerated"), text='"fa"'),
    record("innovation/far", "id:innovation/far a ww:Innovation"),
    record("graph/far", "<https://ex.org/far> a ww:Organisation"),
]

# what is held, what arrives, and the finding that only the held record makes
CASES = {
    "a class pointed to": (
        [record("innovation/one", "id:innovation/one a ww:Organisation")],
        [record("source/new", "id:source/new/use a ww:Implementation", USES)],
        "Implementation",
    ),
    "a key pointed to that is not there": (
        [record("innovation/one", "id:innovation/one a ww:Innovation")],
        [record("source/new", "id:source/new/use ww:implements id:innovation/one/part")],
        "rule/self-dangling",
    ),
    "the members declared by another of the same text": (
        [
            document("old", *claim("old", "declaredMemberCount", TWO)),
            document("older", *claim("older", "membershipStatus", "status:complete")),
            record("programme/set", 'id:programme/set skos:prefLabel "the set"@en'),
        ],
        [document("new", *ONE_OF)],
        "rule/complete-count",
    ),
    "the name of a set that only another of the same text speaks of": (
        [
            document(
                "old",
                *claim("old", "declaredMemberCount", TWO),
                *claim("old", "membershipStatus", "status:complete"),
            ),
            record("programme/set", 'id:programme/set skos:prefLabel "the set"@en'),
        ],
        [document("new")],
        "rule/complete-count",
    ),
    "no member named by another of the same text": (
        [
            document("old", *claim("old", "membershipStatus", "status:notEnumerated")),
            record("organisation/one", 'id:organisation/one skos:prefLabel "the one"@en'),
        ],
        [document("new", *ONE_OF)],
        "rule/invented-member-status",
    ),
    "a record below": (
        [record("source/new/part", "id:source/new/part a ww:Lesson")],
        [record("source/new", "id:source/new/part a ww:Lesson")],
        "rule/one-home",
    ),
    "a record above": (
        [record("source", "id:source/new/part a ww:Lesson")],
        [record("source/new", "id:source/new/part a ww:Lesson")],
        "rule/one-home",
    ),
    "a foreign graph that speaks of it": (
        [record("graph/other", "id:source/new/part a ww:Lesson")],
        [record("source/new", "id:source/new/part a ww:Lesson")],
        "rule/one-home",
    ),
    "a foreign graph that has the class of what it points to": (
        [record("graph/other", "<https://ex.org/it> a ww:Organisation")],
        [
            record(
                "source/new",
                "id:source/new/use a ww:Implementation",
                "id:source/new/use ww:implements <https://ex.org/it>",
            )
        ],
        "Implementation",
    ),
}


def put_all(stage: Stage, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        stage.put(name, list(parse(text.encode(), RdfFormat.N_QUADS)))


def among(texts: Mapping[str, str], changed: Mapping[str, str]) -> list[Finding]:
    """What the gate finds wrong with what is changed, in a store of these and of that."""
    store = Store()
    for text in {**texts, **changed}.values():
        store.extend(parse(text.encode(), RdfFormat.N_QUADS))
    return judge(store, changed.keys())


def staged(folder: Path, held: Mapping[str, str]) -> Stage:
    ledger = create_ledger(folder)
    ledger.append(held.items(), by=Attribution("a1"))
    return Stage(ledger)


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_neighbour_is_seen(case: str, tmp_path: Path) -> None:
    here, new, rule = CASES[case]
    held, changed = dict([*here, *FAR]), dict(new)
    stage = staged(tmp_path / "ledger", held)
    put_all(stage, changed)
    found = stage.judge()
    assert found == among(held, changed)
    assert [one for one in set(found) - set(among({}, changed)) if rule in one.rule]


def test_what_is_dropped_is_no_neighbour(tmp_path: Path) -> None:
    here, new, _ = CASES["a class pointed to"]
    stage = staged(tmp_path / "ledger", dict(here))
    stage.drop(f"{IDS}innovation/one")
    put_all(stage, dict(new))
    assert stage.judge() == among({}, dict(new))


def test_the_new_version_of_a_neighbour_is_the_neighbour(tmp_path: Path) -> None:
    here, new, _ = CASES["a class pointed to"]
    held = dict(here)
    changed = dict([record("innovation/one", "id:innovation/one a ww:Innovation"), *new])
    stage = staged(tmp_path / "ledger", held)
    put_all(stage, changed)
    assert stage.judge() == among(held, changed)


def test_what_is_far_is_not_looked_at() -> None:
    here, new, _ = CASES["a class pointed to"]
    held = dict([*here, *FAR])
    beside = Neighbours()
    for name, text in new:
        beside.add(name, text)
    assert "".join(beside.find({name: name for name in held}, held.__getitem__, {})) == here[0][1]


def test_a_version_is_read_for_its_text_once() -> None:
    held = dict([document("old"), *FAR])
    versions = {name: name for name in held}
    beside, read = Neighbours(), list[str]()
    beside.add(*document("new"))

    def look(version: str) -> str:
        read.append(version)
        return held[version]

    known: Known = {}
    first = list(beside.find(versions, look, known))
    read.clear()
    assert list(beside.find(versions, look, known)) == first == [held[f"{IDS}source/old"], ""]
    assert read == [f"{IDS}source/old", f"{IDS}graph/far"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_arrives_is_judged_as_among_everything(seed: int, tmp_path: Path) -> None:
    """Some records of a whole, with statements of each other, are new; the rest is held."""
    chance = Random(seed)  # noqa: S311 — the same records every time
    whole = {
        one.iri(): list(to_quads(one)) for one in [*list(entities())[::20], *sources(4, small=True)]
    }
    every = [quad for quads in whole.values() for quad in quads]
    for quads in whole.values():
        for _ in range(3):
            quad, other = chance.choice(quads), chance.choice(every)
            mixed = Quad(quad.subject, quad.predicate, other.object, quad.graph_name)
            quads[quads.index(quad)] = mixed
    texts = {name: canonical_nquads(quads) for name, quads in whole.items()}
    new = set(chance.sample(sorted(texts), 4))
    held = {name: text for name, text in texts.items() if name not in new}
    changed = {name: texts[name] for name in sorted(new)}
    stage = staged(tmp_path / "ledger", held)
    put_all(stage, changed)
    assert stage.judge() == among(held, changed)
