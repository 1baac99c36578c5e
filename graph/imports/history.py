"""How each record came to be what it is: by hand, by an import, or by one that was undone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.ledger import DEFAULT_SHARING
from graph.log import Transaction

Undone = Mapping[str, int]  # of an import: the ledger's sequence when it was undone last
UNDO = "undo-"  # what the transaction that takes an import back is named by


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a record now or before: its version or None, its level, and who did that.

    `came` is the import that put or removed it last, None where a person did; `since` is the
    transaction that created it; `levelled` says that a person chose its level.
    """

    version: str | None
    level: str
    came: str | None
    since: int = 0
    levelled: bool = False


def standings(transactions: Iterable[Transaction]) -> dict[str, Standing]:
    """Replay transactions: each record that was ever in, as they leave it."""
    found: dict[str, Standing] = {}
    for transaction in transactions:
        came = transaction.import_id
        for change in transaction.changes:
            known = found.get(change.record, Standing(None, DEFAULT_SHARING, came))
            match change.operation:
                case "create":
                    one = Standing(change.version, known.level, came, transaction.sequence)
                case "update":
                    one = replace(known, version=change.version, came=came)
                case "delete":
                    one = Standing(None, DEFAULT_SHARING, came)
                case "level":
                    level = change.level or DEFAULT_SHARING
                    one = replace(known, level=level, levelled=came is None)
                case "erase":
                    one = replace(known, came=came)
            found[change.record] = one
    return found


def effective(
    transactions: Iterable[Transaction], logged: Undone, without: str | None = None
) -> Iterator[Transaction]:
    """The transactions that count: not what was undone, nor its undoing, nor an import `without`.

    `logged` are the undoings that changed nothing, which the ledger does not have. An import that
    was undone and approved again counts by its second transaction.
    """
    told = list(transactions)
    undone = dict(logged)
    for one in told:
        if one.import_id and one.import_id.startswith(UNDO):
            undone[one.import_id.removeprefix(UNDO)] = one.sequence
    for one in told:
        name = one.import_id
        if name is None or not (
            name.startswith(UNDO) or name == without or one.sequence <= undone.get(name, 0)
        ):
            yield one


def known_standings(transactions: Iterable[Transaction], logged: Undone) -> dict[str, Standing]:
    """Each record that was ever in as it stands; who did that is told without what was undone."""
    told = list(transactions)
    counts, found = list(effective(told, logged)), standings(told)
    if len(counts) == len(told):
        return found
    counting = standings(counts)
    return {
        record: replace(one, came=counting[record].came) if record in counting else one
        for record, one in found.items()
    }


def last_done(transactions: Iterable[Transaction]) -> Mapping[str, tuple[str, int]]:
    """Of each import what the ledger has of it last: "approved" or "undone", and the sequence."""
    found: dict[str, tuple[str, int]] = {}
    for one in transactions:
        if one.import_id:
            name = one.import_id.removeprefix(UNDO)
            state = "undone" if one.import_id.startswith(UNDO) else "approved"
            found[name] = state, one.sequence
    return found
