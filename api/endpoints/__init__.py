"""Queries of one's own over HTTP, in SPARQL and in Cypher: what a request asks, and who answers it.

Here live the forms that requests have, the passing on of an answer as it comes, the Neo4j that a
server keeps and the scratch dataset. The engines and their limits are in `graph/`.
"""
