"""Two things held for one, and that taken back: decision records, which stay in the region."""

from api.adding import Steps, add_records
from api.asking import find_thing
from api.home import Home
from ingest.documents import digest
from ontology.errors import InvalidInput, NotFound
from ontology.record import Decision
from ontology.report import parse_record
from queries.catalogue import Ask

Ends = tuple[str, str]


def merge_records(home: Home, ends: Ends, reason: str, steps: Steps) -> dict[str, object]:
    """Write the decision that two things are the same; both stay as they are.

    Raises InvalidInput without a reason, or where both are one; NotFound for an unknown thing.
    """
    if not reason.strip():
        msg = "say why both are the same (--reason): one name in common is not enough"
        raise InvalidInput(msg)
    one, other = _things(home, ends)
    raw = {
        "kind": "decision",
        "record": _name(one, other),
        "subject": one,
        "relation": "exactMatch",
        "object": other,
        "verdict": "accepted",
        "justification": reason.strip(),
    }
    record = parse_record(raw)
    added = add_records(home, [record], steps, home.region.base).appended
    (stored,) = added.records
    return {"record": stored.record, "status": stored.status, "sequence": added.sequence}


def split_records(home: Home, ends: Ends, reason: str) -> dict[str, object]:
    """Withdraw the decision: the digest of the repository is what it was before the merge."""
    one, other = _things(home, ends)
    names = [_name(*pair) for pair in ((one, other), (other, one))]
    found = [f"{home.region.base}id/{Decision.folder}/{name}" for name in names]
    home.ledger.refresh()
    standing = [record for record in found if record in home.ledger.records()]
    if not standing:
        msg = f"{one} and {other} are not merged"
        raise NotFound(msg)
    done = home.ledger.append(deletes=standing, by=home.attribution)
    home.note("split", standing[0], reason)
    return {"record": standing[0], "status": "deleted", "sequence": done.sequence}


def _things(home: Home, ends: Ends) -> Ends:
    with home.engine() as engine:
        one, other = (_thing(name, engine.ask) for name in ends)
    if one == other:
        msg = f"{one} is one thing already"
        raise InvalidInput(msg)
    return one, other


def _thing(name: str, ask: Ask) -> str:
    """A thing by its IRI, or by type/code."""
    if "://" in name:
        return name
    kind, _, code = name.removeprefix("here:").rpartition("/")
    return find_thing(code, ask, kind=kind)


def _name(one: str, other: str) -> str:
    """The name of a decision on two things, in this order."""
    codes = "-".join(iri.rpartition("/")[2].lower() for iri in (one, other))
    return f"same-{codes[:60].strip('-')}-{digest(f'{one} {other}')[:8]}"
