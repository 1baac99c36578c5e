"""From record to stores: the named graph, the gate, the ledger and what is projected from it.

Here lives the pure way from a `Record` to its quads (`claims.py`, `rdf.py`), the judge of every
change (`gate.py`), the append-only truth (`ledger.py` and its parts) and the engines that answer
from it. Nothing here reads a document or knows who asks.
"""
