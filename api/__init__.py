"""The edge: who asks, from where, and how an answer is printed.

Here live the command line (`cli.py`, `commands/`), the server (`app.py`, `routes/`, `pages/`,
`schemas/`), the settings that come from outside (`settings.py`) and the one place that opens
ledger, engines and `local.db` (`home.py`). What commands and routes share has five rooms:
`authoring/` (records that come in), `review/` (what readers decide), `answers/` (stored questions),
`endpoints/` (queries of one's own) and `exchange/` (what regions share). Rules of the domain live
further in: nothing here decides what is true.
"""
