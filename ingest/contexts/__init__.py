"""Figures of places: published tables read into profiles, challenges and tables to compare.

The tables that come with the program are the CSV files here, each column told of in a YAML file
beside it: `python -m ingest.contexts SHARED/data` writes them from published tables. Who the places
are, and what became of boards, is in `ingest.registers`; how alike two places are is a question.
"""
