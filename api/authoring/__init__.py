"""Authoring at the edge: records that come into the repository, and records that are taken back.

Here forms, registers, documents and suggestions meet what the repository knows already, and
are staged, judged and appended in one transaction or not at all. Reading of files lives in
`ingest/`, the gate in `graph/`; what readers decide on suggestions is in `api/review/`.
"""
