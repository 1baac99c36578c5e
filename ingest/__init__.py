"""From text to reviewed record: documents kept once, spans placed, records read.

Here lives all that turns what people write into `Record` values (`read.py`), keeps the text that
spans point into (`documents.py`) and finds spans again after a change (`anchor.py`), and the
starter records (`corpus/`). Nothing here knows RDF, a store or a question.
"""
