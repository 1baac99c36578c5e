"""What may be said: the terms, the code lists, the shapes, and the record that a curator writes.

Here live the ontology in Turtle (`model/`, `vocabularies/`), what it demands (`shapes/`, `rules/`,
`quality/`), the record in Python (`record.py`) and the judge of a graph (`validate.py`). Nothing
here reads a document, keeps a graph or answers a question.
"""
