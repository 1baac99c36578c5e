"""What a document seems to say, for a person to accept, edit or reject: suggestions, never facts.

Here lives all that reads a text and proposes: its layout (`layout.py`: sections with their roles,
lists, sentences), the kinds of suggester, each with its rules as data (names from the registers,
quantities, statements, modality, relations), and the one call that runs them (`suggest.py`). Every
suggestion has the exact words at its offsets and the name of the rule that found it. Nothing here
decides, writes a record or calls anybody, but a reader of the user's own (`reader.py`) where one is
configured.
"""
