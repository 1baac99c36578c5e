"""What a transaction would make of the ledger, looked at before it is one."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from graph.canonical import canonical_nquads, graph_digest
from graph.gate import judge
from graph.ledger import Ledger
from graph.neighbours import Known, Neighbours
from graph.text_stream import TextStream
from ontology.errors import InvalidInput
from ontology.report import Finding

Progress = Callable[[int], object]


class Stage:
    """Records put beside the ledger's own in a scratch store, to be judged and then appended.

    Only the store grows with the number of records: of each one a digest is kept beside it.
    """

    def __init__(self, ledger: Ledger) -> None:
        """Start from what the ledger holds now."""
        self._ledger = ledger
        self.sequence = ledger.refresh()
        self._current = dict(ledger.records())
        self._store = Store()
        self._digests: dict[str, str] = {}
        self._neighbours = Neighbours()

    def put(self, record: str, quads: Iterable[Quad]) -> None:
        """Propose a version of a record; InvalidInput where it is proposed twice."""
        if record in self._digests:
            msg = f"{record} is given twice: give each record once"
            raise InvalidInput(msg)
        text = canonical_nquads(quads)
        self._digests[record] = graph_digest(text)
        if record in self._current and self._ledger.nquads(self._current[record]) == text:
            return
        self._current.pop(record, None)
        self._store.extend(quads)
        self._neighbours.add(record, text)

    def drop(self, record: str) -> None:
        """Propose that a record is gone: what points to it is judged without it."""
        self._current.pop(record, None)

    @property
    def created(self) -> list[str]:
        """The proposed records that the ledger does not hold now."""
        held = self._ledger.records()
        return [record for record in self._digests if record not in held]

    def judge(self, progress: Progress = lambda _: None) -> list[Finding]:
        """All that is wrong with what is new, beside its neighbours; see `gate.judge`."""
        changed = self._digests.keys() - self._current.keys()
        if not changed:
            return []
        known = _known(self._ledger)
        texts = self._neighbours.find(self._current, self._ledger.nquads, known)
        self._store.bulk_load(TextStream(texts), RdfFormat.N_QUADS)
        return judge(self._store, changed, progress)

    def puts(self) -> Iterator[tuple[str, str]]:
        """Every proposed record with its canonical text, as the ledger takes them.

        InvalidInput names a record whose literals the store would have rewritten.
        """
        for record, digest in self._digests.items():
            if record in self._current:
                yield record, self._ledger.nquads(self._current[record])
                continue
            quads = self._store.quads_for_pattern(None, None, None, NamedNode(record))
            text = canonical_nquads(quads)
            if graph_digest(text) != digest:
                msg = f"{record}: a literal is not in XSD canonical form: write it so"
                raise InvalidInput(msg)
            yield record, text


@lru_cache(maxsize=1)
def _known(ledger: Ledger) -> Known:  # noqa: ARG001 — each ledger has its own
    """Which texts the versions of a ledger read, as far as this process has looked at them."""
    return {}
