"""Undoing an import: what it did is taken back, and what was done since stays."""

from dataclasses import replace

from api.authoring.adding import TRIES
from api.authoring.removal import dependants, drop_texts, texts_of
from api.exchange.approval import tidy
from api.exchange.import_log import APPROVED, UNDONE, Import, find_import, note, undone_in
from api.home import Home
from graph.imports.history import UNDO
from graph.imports.reversal import Reversal, reverse
from graph.ledger import Appended
from graph.log import Attribution
from ontology.errors import Conflict


def undo(home: Home, name: str) -> Import:
    """Take an approved import back, as one transaction, and list what still points to its records.

    Records whose current version came with it get the version from before, or go; later versions
    stay. What the import erased does not come back. Raises Conflict where it is not approved.
    """
    tidy(home)
    one = find_import(home, name)
    if one.state != APPROVED:
        msg = f"{one.import_id} is {one.state}: only what was approved can be undone"
        raise Conflict(msg)
    for _ in range(TRIES):
        sequence = home.ledger.refresh()
        planned = reverse(home.ledger.transactions(), one.import_id, undone_in(home))
        texts = {
            text for record in planned.deleted for text in texts_of(home, _version(home, record))
        }
        try:
            done = _take_back(home, one, planned, sequence)
        except Conflict:
            if home.ledger.refresh() == sequence:
                raise
            continue
        drop_texts(home, texts)
        left = tuple(dependants(home, *planned.deleted))
        undone = replace(one, state=UNDONE, sequence=done.sequence, dependants=left, reason="")
        return note(home, undone)
    msg = f"others wrote {TRIES} times while {one.import_id} was undone: undo it again"
    raise Conflict(msg)


def _version(home: Home, record: str) -> str:
    return home.ledger.records()[record]


def _take_back(home: Home, one: Import, planned: Reversal, after: int) -> Appended:
    by = Attribution(home.attribution.author, None, f"{UNDO}{one.import_id}")
    puts = ((record, home.ledger.nquads(version)) for record, version in planned.restored)
    levels = dict(planned.levels)
    return home.ledger.append(puts, planned.deleted, levels, by=by, after=after)
