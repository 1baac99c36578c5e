"""From text and tables to reviewed records: documents kept once, spans placed, records read.

Here lives all that turns what people write into `Record` values (`read.py`), keeps the text that
spans point into (`documents.py`) and finds spans again after a change (`anchor.py`), the starter
records (`corpus/`), the registers of bodies and areas (`registers/`) and the figures of places
(`contexts/`), each written by a script from published tables. Nothing here knows RDF, a store or a
question.
"""
