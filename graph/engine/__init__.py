"""Engines: what the published graphs are loaded into, and what answers SPARQL from them.

Here live the port that every engine fits (`port.py`), the engine in memory, the engine process with
its confined children, answers as they arrive, and queries from outside with their turns and
limits. The engine on a user's server is in `graph/remote/`, that which takes Cypher in
`graph/neo4j/`. Nothing here knows the ledger or who asks.
"""
