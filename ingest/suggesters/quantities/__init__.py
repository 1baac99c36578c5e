"""All that a text counts or measures: figures, changes, declared counts and lengths of time.

A number is taken only as it is written (`numerals.py`), with its unit (`amounts.py`), and never
where it numbers a page, a year or a telephone (`guards.py`). What it says follows from the words
around it: a change (`changes.py`), a level (`levels.py`), a count of heads, sites or members
(`counts.py`), a length of time (`times.py`). Intervals, p values, sample sizes and periods
(`details.py`) and plans, hopes and models (`moods.py`) are read beside it.
"""

from ingest.suggesters.quantities.finding import suggest_quantities

__all__ = ["suggest_quantities"]
