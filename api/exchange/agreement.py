"""Agreement between regions, at the edge: names made into IRIs, and IRIs of regions into names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from api.answers.asking import Citation, cite, find_thing
from api.answers.axes import read_axis
from api.answers.clusters import together
from api.exchange.import_log import list_imports
from api.home import Home
from graph.engine.port import Engine
from ontology.errors import NotFound
from ontology.terms import PROJECT_BASE
from queries.agreement import Agreement, Statement, Voice, compare_statements, find_agreement
from queries.outcomes.case import Named
from queries.outcomes.facts import read_things

SHARED = "shared by all regions"
TOLD = {
    "agree": "independent origins agree",
    "disagree": "origins contradict one another",
    "oneOrigin": "one origin alone tells of it",
    "cannotSay": "no origin has a clear result at first hand",
}
FOUND = {
    "succeeded": "it worked",
    "failed": "it did not",
    "mixed": "it says both",
    "unclear": "it cannot be told",
}


@dataclass(frozen=True)
class Agreed:
    """What origins and regions agree on, with names of regions and the words behind it."""

    agreements: Sequence[Agreement]
    statements: Sequence[Statement]
    regions: Mapping[str, str]
    citations: Mapping[str, Citation]
    sequence: int


def ask_agreement(
    engine: Engine, home: Home, innovation: str | None = None, axis: str | None = None
) -> Agreed:
    """Answer whether independent origins agree on an innovation, or on all.

    NotFound and InvalidInput for names that mean nothing or several things.
    """
    found = find_thing(innovation, engine.ask, kind="innovation") if innovation else None
    ask = together(engine, found)
    agreements = find_agreement(ask, found, read_axis(axis or "effect"))
    statements = compare_statements(ask)
    if found:
        of = {found, *read_things(ask, found)}
        statements = [one for one in statements if one.subject.iri in of]
    claims = [claim for one in agreements for voice in one.voices for claim in voice.claims]
    claims += [claim for one in statements for claim in one.claims]
    cited = cite(engine.ask, home.shelf, list(dict.fromkeys(claims)))
    return Agreed(agreements, statements, name_regions(home), cited, engine.sequence)


def name_regions(home: Home) -> dict[str, str]:
    """The names of the regions whose records are here, by the bases of their IRIs."""
    senders = (one.origin for one in list_imports(home))
    known = {one.base: one.publisher for one in senders if one.base and one.publisher}
    return {**known, PROJECT_BASE: SHARED, home.region.base: home.region.name}


def find_region(home: Home, name: str) -> str:
    """The base of the IRIs of a region, by its name; NotFound where nothing came from one."""
    known = name_regions(home)
    for base, called in known.items():
        if name in (base, called):
            return base
    msg = f"nothing has come from a region {name!r:.60}: choose from {', '.join(known.values())}"
    raise NotFound(msg)


def agreement_json(found: Agreed) -> dict[str, object]:
    """The answer as programs get it."""
    return {
        "sequence": found.sequence,
        "agreements": [_agreement(found, one) for one in found.agreements],
        "statements": [_statement(found, one) for one in found.statements],
    }


def _agreement(found: Agreed, one: Agreement) -> dict[str, object]:
    return {
        "innovation": one.innovation.iri,
        "innovationLabel": one.innovation.label,
        "level": one.level,
        "verdict": one.verdict,
        "origins": len(one.counted),
        "regions": [_region(found, base) for base in one.regions],
        "voices": [
            {
                "result": voice.side,
                "counted": voice in one.counted,
                "secondHand": voice.origin.second_hand,
                "regions": [_region(found, base) for base in voice.origin.regions],
                "documents": _named(voice.origin.documents),
                "uses": _named(voice.uses),
                "citations": _cited(found, voice.claims),
            }
            for voice in one.voices
        ],
    }


def _statement(found: Agreed, one: Statement) -> dict[str, object]:
    return {
        "subject": one.subject.iri,
        "subjectLabel": one.subject.label,
        "predicate": one.predicate,
        "agrees": one.agrees,
        "said": [
            {
                "value": value,
                "region": _region(found, base_of(document)),
                "document": document,
                "citations": _cited(found, [claim]),
            }
            for value, document, claim in zip(
                (one.one, one.other), one.documents, one.claims, strict=True
            )
        ],
    }


def base_of(record: str) -> str:
    """The base of the region that a record is at home in."""
    return f"{record.partition('/id/')[0]}/"


def _region(found: Agreed, base: str) -> dict[str, str | None]:
    return {"base": base, "name": found.regions.get(base)}


def _named(things: Sequence[Named]) -> list[dict[str, str | None]]:
    return [{"iri": one.iri, "label": one.label} for one in things]


def _cited(found: Agreed, claims: Sequence[str]) -> list[dict[str, object]]:
    known = ((claim, found.citations[claim]) for claim in claims if claim in found.citations)
    return [{"claim": claim, **vars(one)} for claim, one in known]


def print_agreement(console: Console, found: Agreed) -> None:
    """An answer for people: each innovation and level, its origins by region, then statements."""
    for one in found.agreements:
        told = f"{one.innovation.called}, {one.level}: {TOLD[one.verdict]}"
        console.print(Text(told), style="bold", soft_wrap=True)
        for voice in one.voices:
            console.print(Text(f"  {_tell(found, voice)}"), soft_wrap=True)
    apart = [one for one in found.statements if not one.agrees]
    if apart:
        console.print(Text("Documents say different things"), style="bold")
    for said in apart:
        regions = (_called(found, base_of(document)) for document in said.documents)
        values = zip((said.one, said.other), regions, strict=True)
        told = "; ".join(f"{value} ({region})" for value, region in values)
        console.print(Text(f"  {said.subject.called}, {said.predicate}: {told}"), soft_wrap=True)


def _tell(found: Agreed, voice: Voice) -> str:
    regions = ", ".join(_called(found, base) for base in voice.origin.regions)
    titles = "; ".join(one.called for one in voice.origin.documents)
    hand = ", told second hand" if voice.origin.second_hand else ""
    return f"{FOUND[voice.side]}: {titles} ({regions}{hand})"


def _called(found: Agreed, base: str) -> str:
    return found.regions.get(base) or base
