"""Registers: bodies and areas with their codes and their days.

Those that come with the program are the YAML files here: `python -m ingest.registers SHARED/data`
writes them from published lists, byte for byte the same from the same lists, and nothing is added
by hand. A table of one's own is read by `table` and made into records by `rows`.
"""
