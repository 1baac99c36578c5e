"""Exchange at the edge: what a repository publishes, what it takes in from others, and what is one.

Here live the publishing of feeds and bundles, importing with its preview, approval and undo,
following, decisions on identity, agreement between regions and what differs between releases.
The laws of it (what may leave, what may arrive, what a digest is) live in `graph/`.
"""
