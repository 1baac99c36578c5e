"""The reversal of an import: what the ledger would be without it, as far as content is held."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.imports.history import Standing, Undone, effective, standings
from graph.ledger import DEFAULT_SHARING
from graph.log import Transaction, held_versions

_NEVER = Standing(None, DEFAULT_SHARING, None)


@dataclass(frozen=True)
class Reversal:
    """What takes an import back: versions to put again, records to withdraw, levels to set.

    `lost` are the records whose version from before was erased since, which stay away.
    """

    restored: tuple[tuple[str, str], ...]
    deleted: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    lost: tuple[str, ...]


def reverse(transactions: Iterable[Transaction], name: str, logged: Undone) -> Reversal:
    """Reverse an import: each record it touched becomes what all other transactions make of it.

    So where its version came with the import the one before is back, and what was put, withdrawn
    or shared since stays. Other imports that were undone do not count either; `logged` are those
    of the log, for an undoing that changes nothing is not in the ledger.
    """
    told = list(transactions)
    touched = {change.record for one in told if one.import_id == name for change in one.changes}
    now, then = standings(told), standings(effective(told, logged, name))
    held = {version for version, kept in held_versions(told).items() if kept}
    restored, deleted, levels, lost = [], [], [], []
    for record in sorted(touched):
        here, wanted = now[record], then.get(record, _NEVER)
        if wanted.version and wanted.version not in held:
            lost.append(record)
            wanted = _NEVER
        if wanted.version and wanted.version != here.version:
            restored.append((record, wanted.version))
        elif here.version and not wanted.version:
            deleted.append(record)
        if wanted.version and wanted.level != here.level:
            levels.append((record, wanted.level))
    return Reversal(tuple(restored), tuple(deleted), tuple(levels), tuple(lost))
