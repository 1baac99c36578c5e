"""The official driver of Neo4j, which is imported when something of it is first needed.

Importing it takes a third of the memory of a server, and few who run one ever ask in Cypher.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = [
    "READ_ACCESS",
    "AuthError",
    "Date",
    "DateTime",
    "Driver",
    "DriverError",
    "Duration",
    "Entity",
    "GraphDatabase",
    "Neo4jError",
    "Node",
    "Path",
    "Point",
    "Query",
    "Record",
    "Relationship",
    "Time",
    "Transaction",
]

if TYPE_CHECKING:
    from neo4j import READ_ACCESS, Driver, GraphDatabase, Query, Record, Transaction
    from neo4j.exceptions import AuthError, DriverError, Neo4jError
    from neo4j.graph import Entity, Node, Path, Relationship
    from neo4j.spatial import Point
    from neo4j.time import Date, DateTime, Duration, Time
else:
    _MODULES = ("neo4j", "neo4j.exceptions", "neo4j.graph", "neo4j.spatial", "neo4j.time")

    def __getattr__(name: str) -> object:
        """What the driver calls so, asked for once (PEP 562)."""
        for module in map(import_module, _MODULES):
            if hasattr(module, name):
                return globals().setdefault(name, getattr(module, name))
        raise AttributeError(name)
