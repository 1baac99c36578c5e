"""Publishing: what readers accepted becomes a source record, and the same one again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from api.authoring.adding import Steps, add_records, anchored
from api.home import Home
from api.review.desk import Desk, act, open_desk
from api.review.view import knows
from graph.canonical import canonical_nquads
from graph.ledger import Appended
from graph.rdf import to_quads
from ingest.review.drafting import Draft, blame, draft
from ontology.errors import Conflict, HeldByPolicy
from ontology.record import Source
from ontology.report import InvalidRecord, violations

TOLD = 3  # reasons that a refusal tells


@dataclass(frozen=True)
class Published:
    """What became of a document's record, which items are in it, and why others are held.

    `held` has every item that a reader accepted and that is not in the record; those that only
    others have read so far, whose decisions this reader may not know yet, are counted as `unseen`.
    """

    record: str
    status: str
    sequence: int
    review_state: str | None
    published: Mapping[str, str]
    held: Mapping[str, str]
    unseen: int = 0

    def as_json(self) -> dict[str, object]:
        """The answer as programs get it."""
        return {
            "record": self.record,
            "status": self.status,
            "sequence": self.sequence,
            "reviewState": self.review_state,
            "published": [{"key": key, "state": one} for key, one in self.published.items()],
            "held": [{"key": key, "reason": one} for key, one in self.held.items()],
            "unseen": self.unseen,
        }


def publish(home: Home, document: str, steps: Steps) -> Published:
    """Put the record of a document into the ledger as its readers left it, in one transaction.

    Raises HeldByPolicy where nothing may be published yet, and Conflict where the ledger's record
    of that name was not put there from here.
    """
    desk = open_desk(home)
    desk.document(document)
    text = desk.text(document)
    made = _draft(desk, document, {})
    _refuse_stranger(desk, document, made)
    done = _put(desk, document, made, steps) if made.record else _withdraw(desk, document, made)
    given = {"states": dict(done.published), "sequence": done.sequence, "text": text.text_sha256}
    version = home.ledger.records().get(done.record, "")
    after = act(home, lambda _: [("publish", document, {**given, "version": version})])
    held = shown_held(after, done.held)
    return replace(done, held=held, unseen=len(done.held) - len(held))


def shown_held(desk: Desk, held: Mapping[str, str]) -> dict[str, str]:
    """Of the items that are held those that this reader may know of."""
    return {key: why for key, why in held.items() if knows(desk, desk.queue.items[key])}


def _draft(desk: Desk, document: str, refused: Mapping[str, str]) -> Draft:
    return draft(desk.queue, document, desk.team, refused)


def _put(desk: Desk, document: str, made: Draft, steps: Steps) -> Published:
    """Add the record; items that a rule of the graph refuses are held, and the rest goes in."""
    refused: dict[str, str] = {}
    while record := made.record:
        try:
            added = add_records(desk.home, [record], steps, desk.home.region.base)
        except InvalidRecord as error:
            refused |= _blamed(desk, document, made, error)
            made = _draft(desk, document, refused)
            continue
        return _published(added.appended, record.review_state, made)
    raise _held(document, made)


def _published(appended: Appended, state: str, made: Draft) -> Published:
    (stored,) = appended.records
    sequence = appended.sequence
    return Published(stored.record, stored.status, sequence, state, made.states, made.held)


def _blamed(desk: Desk, document: str, made: Draft, error: InvalidRecord) -> dict[str, str]:
    items = {item.key: item for item in desk.queue.of(document)}
    told = {
        key: finding.message
        for finding in violations(error.findings)
        for key in blame(items, made.states, finding.field)
    }
    if not told:
        raise error
    return told


def _withdraw(desk: Desk, document: str, made: Draft) -> Published:
    """Take the record back where nobody stands by any of it any more."""
    record = desk.iri(document)
    if record not in desk.home.ledger.records() or not desk.queue.versions.get(document):
        raise _held(document, made)
    done = desk.home.ledger.append(deletes=[record], by=desk.home.attribution)
    return Published(record, "deleted", done.sequence, None, {}, made.held)


def _held(document: str, made: Draft) -> HeldByPolicy:
    reasons = list(dict.fromkeys(made.held.values()))
    told = "; ".join(reasons[:TOLD]) or "nobody has accepted anything of it"
    return HeldByPolicy(f"{document}: nothing can be published yet: {told}")


def _refuse_stranger(desk: Desk, document: str, made: Draft) -> None:
    """Refuse to write over a record that came by another way, unless it says the very same."""
    ledger, record = desk.home.ledger, desk.iri(document)
    ledger.refresh()
    version = ledger.records().get(record)
    if version in (None, desk.queue.versions.get(document)):
        return
    quads = partial(to_quads, base=desk.home.region.base)
    found = anchored(desk.home, made.record) if isinstance(made.record, Source) else None
    if found and canonical_nquads(quads(found)) == ledger.nquads(version):
        return
    base = desk.queue.documents[document].get("record")
    if base and not desk.queue.versions.get(document):
        return  # its claims are in the queue: this is the record that was read
    msg = (
        f"{record} is in the ledger and was not published from here last: bring it into the queue "
        "as a record (whatworked review add FILE), or give the document another name"
    )
    raise Conflict(msg)
