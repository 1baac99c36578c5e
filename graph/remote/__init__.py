"""The engine on a SPARQL server of the user's: where it is, how it is loaded, how it answers.

Here lives all that speaks HTTP with such a server, its retries and its errors. It fits the port of
`graph/engine/` and takes from there what an answer is; nothing here keeps graphs itself.
"""
