"""The edge: who asks, from where, and how an answer is printed.

Here live the command line (`cli.py`, `commands/`), the settings that come from outside
(`settings.py`) and the one place that opens ledger, engines and `local.db` (`home.py`). Rules of
the domain live further in: nothing here decides what is true.
"""
