"""The property graph and the Neo4j that holds it: projected, loaded, asked in Cypher.

Here live the pure projection and its inverse, a server of our own (installed, started, ended), the
loading of ours or the user's, the driver with its values, and the gate that lets a query of one's
own only read. It fits the port of `graph/engine/`.
"""
