"""Texts that a hostile caller might send, in each language: what the tests put to a server."""
