"""All that a text names: bodies, places, people, innovations, contexts, groups, times, needs.

Names come from the registers and the entities that are held (`gazetteer.py`), from the shape of
proper names (`shapes.py`), from what stands beside areas (`areas.py`), from abbreviations that a
text introduces (`abbreviations.py`), from names that it has again (`repeats.py`) and from rules of
phrases that are data (`*.yaml`, read by `phrases.py`). `coreference.py` and `groups.py` say to what
words such as "the region" or "all three boards" may point, and never more surely than a reader
could. What is ambiguous is said to be open: nothing here decides which body or area is meant.
"""

from ingest.suggesters.names.gazetteer import Names, read_names, shipped_names
from ingest.suggesters.names.naming import suggest_names

__all__ = ["Names", "read_names", "shipped_names", "suggest_names"]
