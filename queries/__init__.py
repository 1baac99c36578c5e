"""What may be asked: one question, one file in each query language, and the arithmetic on answers.

Staff can paste a question's text into any SPARQL tool as it is. `catalogue.py` reads the files and
puts values into them, `gaps.py` and `similarity/` do the arithmetic; nothing here knows an engine,
a ledger or a document.
"""
