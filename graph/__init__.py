"""From record to stores: the named graph, the gate, the ledger and what is projected from it.

Here lives the pure way from a `Record` to its quads (`claims.py`, `rdf.py`), the judge of every
change (`gate.py`) and the append-only truth (`ledger.py` and its parts). Five rooms hold what is
made from it: `engine/`, `remote/` and `neo4j/` answer from it, `exchange/` says what leaves and
`imports/` what may arrive. Nothing here reads a document or knows who asks.
"""
