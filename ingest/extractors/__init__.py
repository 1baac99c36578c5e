"""From the bytes of a document to its text, once: a module for each format.

A reader of bytes is a function from bytes to text that raises InvalidInput with the end of a
sentence ("is protected by a password: …"). What stands in the text is what the document says, with
its headings, lists and tables marked as in Markdown. Libraries for formats that hide much run in a
process of their own (`child.py`, spoken to by `confined.py`), without files, without the network,
and with bounds on memory and time: a document that breaks it is refused, and nothing else breaks.
"""
