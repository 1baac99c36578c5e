"""Identity at the edge: what may be one thing, what was decided on it, and who decided.

A decision is a record of its own, LOCAL unless somebody shares it; it changes neither of the two
things, and withdrawing it leaves all as if it had never been made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.answers.asking import find_thing
from api.authoring.adding import Steps, add_records
from api.home import Home
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from ingest.documents import digest
from ontology.errors import Conflict, InvalidInput, NotFound
from ontology.record import Decision
from ontology.report import parse_record
from ontology.terms import SKOS
from queries.catalogue import Ask
from queries.identity.matches import EXACT, Match, cluster, read_matches, refusals_between
from queries.identity.proposals import Proposal, propose_between, propose_within

Ends = tuple[str, str]


@dataclass(frozen=True)
class Ruling:
    """What a person says of two things, and why; `confidence` is from 0 to 1."""

    verdict: str
    reason: str
    relation: str = "exactMatch"
    confidence: Decimal | None = None


@dataclass(frozen=True)
class Decided:
    """A decision with the record it stands in, who made it and when."""

    match: Match
    reviewer: str | None
    date: str | None


@dataclass(frozen=True)
class Identity:
    """All that is known of what is one: by people, by keys, and not yet."""

    sequence: int
    decided: tuple[Decided, ...]
    keyed: tuple[Match, ...]
    disputed: tuple[Match, ...]
    proposals: tuple[Proposal, ...]


def propose_identity(arriving: Mapping[str, str], held: Mapping[str, str]) -> tuple[Proposal, ...]:
    """What of some records may be one with what is held; both are canonical N-Quads by record.

    Nothing has to be written for what is certain: questions find it by its key.
    """
    with MemoryEngine() as there, MemoryEngine() as here:
        there.load(Update(1, dict(arriving)))
        here.load(Update(1, dict(held)))
        return tuple(propose_between(there.ask, here.ask))


def list_identity(home: Home) -> Identity:
    """What was decided, what keys say, and what waits for a person."""
    home.ledger.refresh()
    with home.engine() as engine:
        matches = read_matches(engine.ask)
        proposals, sequence = propose_within(engine.ask), engine.sequence
    made = _makers(home)
    decided = (Decided(one, *made.get(str(one.decision), (None, None))) for one in matches)
    return Identity(
        sequence,
        tuple(one for one in decided if one.match.decision),
        tuple(one for one in matches if one.key),
        cluster(matches).disputed,
        tuple(one for one in proposals if not one.certain),
    )


def _makers(home: Home) -> dict[str, tuple[str, str]]:
    """Who wrote each decision last, by an opaque identifier, and on which day."""
    return {
        change.record: (step.author, step.time.date().isoformat())
        for step in home.ledger.transactions()
        for change in step.changes
        if f"/id/{Decision.folder}/" in change.record
    }


def decide(home: Home, ends: Ends, ruling: Ruling, steps: Steps) -> dict[str, object]:
    """Write what was decided on two things; both stay as they are.

    Raises InvalidInput without a reason, or where the two cannot be one; NotFound for an unknown
    thing; Conflict where it was decided otherwise before, or where a refusal would be undone.
    """
    if not ruling.reason.strip():
        msg = "say why (--reason): one name in common is not enough"
        raise InvalidInput(msg)
    home.ledger.refresh()
    with home.engine() as engine:
        one, other = _things(engine.ask, ends)
        matches = read_matches(engine.ask)
        if f"{SKOS}{ruling.relation}" == EXACT and ruling.verdict == "accepted":
            _require_likes(engine.ask, one, other)
            _require_open(matches, one, other)
    known = _standing(matches, one, other)
    if any(one.verdict != ruling.verdict for one in known):
        raise Conflict(_told_before(known[0]))
    own = f"{home.region.base}id/{Decision.folder}/"
    name = next((str(it.decision).removeprefix(own) for it in known), _name(one, other))
    if "/" in name:
        raise Conflict(_told_before(known[0]))
    record = parse_record(_written(name, (one, other), ruling))
    added = add_records(home, [record], steps, home.region.base).appended
    (stored,) = added.records
    done = {"record": stored.record, "status": stored.status, "sequence": added.sequence}
    return {**done, "verdict": ruling.verdict}


def take_back(home: Home, ends: Ends, reason: str) -> dict[str, object]:
    """Withdraw a decision: the digest of the repository is what it was before it.

    Raises NotFound where nothing was decided on the two.
    """
    home.ledger.refresh()
    with home.engine() as engine:
        one, other = _things(engine.ask, ends)
        known = _standing(read_matches(engine.ask), one, other)
    if not known:
        msg = f"nothing was decided on {one} and {other}"
        raise NotFound(msg)
    records = sorted({str(it.decision) for it in known})
    done = home.ledger.append(deletes=records, by=home.attribution)
    for record in records:
        home.note("split", record, reason)
    return {"record": records[0], "status": "deleted", "sequence": done.sequence}


def _written(name: str, ends: Ends, ruling: Ruling) -> dict[str, object]:
    sure = {} if ruling.confidence is None else {"confidence": ruling.confidence}
    return {
        "kind": "decision",
        "record": name,
        "subject": ends[0],
        "relation": ruling.relation,
        "object": ends[1],
        "verdict": ruling.verdict,
        "justification": ruling.reason.strip(),
        **sure,
    }


def _things(ask: Ask, ends: Ends) -> Ends:
    one, other = (_thing(name, ask) for name in ends)
    if one == other:
        msg = f"{one} is one thing already"
        raise InvalidInput(msg)
    return one, other


def _thing(name: str, ask: Ask) -> str:
    """A thing by its IRI, by type/code, or by its name."""
    if "://" in name:
        return name
    kind, _, code = name.removeprefix("here:").rpartition("/")
    return find_thing(code, ask, kind=kind)


def _require_likes(ask: Ask, one: str, other: str) -> None:
    some, others = ({row[1] for row in ask("named", thing=it).rows} for it in (one, other))
    if some and others and not some & others:
        kinds = " and ".join(
            str(sorted(map(str, it))[0]).rpartition("#")[2] for it in (some, others)
        )
        msg = f"they are of two kinds ({kinds}) and so never one: give a --relation, as closeMatch"
        raise InvalidInput(msg)


def _require_open(matches: Sequence[Match], one: str, other: str) -> None:
    """Raise Conflict where both are already chained to two things that were refused."""
    clusters = cluster(matches)
    refused = {it.pair: it for it in matches if it.divides}
    if between := refusals_between(clusters.of(one), clusters.of(other), refused):
        raise Conflict(_told_before(refused[between[0]]))


def _standing(matches: Sequence[Match], one: str, other: str) -> list[Match]:
    return [it for it in matches if it.decision and it.pair == frozenset((one, other))]


def _told_before(known: Match) -> str:
    return (
        f"{known.one} and {known.other}: {known.verdict} before, because {known.justification}; "
        "take that back first (whatworked match undo)"
    )


def _name(one: str, other: str) -> str:
    """The name of a decision on two things, in this order."""
    codes = "-".join(iri.rpartition("/")[2].lower() for iri in (one, other))
    return f"match-{codes[:60].strip('-')}-{digest(f'{one} {other}')[:8]}"
