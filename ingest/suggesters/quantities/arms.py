"""Two groups side by side: `12% versus 15%`, `0.6 in one ward and 0.8 in the control ward`."""

from dataclasses import replace

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.details import names_usual
from ingest.suggesters.quantities.lexicon import pattern
from ingest.suggesters.quantities.pairs import Result
from ingest.suggesters.quantities.reading import Reading

_WIDE = 120  # characters that may stand between the figures of two groups
_REACH = 100  # characters after the second in which it stands what group it is of


def with_other(reading: Reading, level: Result) -> Result:
    """A level with the figure that it is compared with, which is no level of its own.

    That is its comparator: the figure, and of whom it is.
    """
    first = level.used[-1]
    following = reading.amounts_after(first.end)[:1]
    if not following or not _is_other(reading.words, first, following[0]):
        return level
    other = following[0]
    of = pattern("arm_after").match(reading.words, other.end, other.end + _REACH)
    end = of.end() if of else other.end
    said = {**level.attributes, "comparator": " ".join(reading.words[other.start : end].split())}
    end = max(level.end, len(reading.words[:end].rstrip()))
    return replace(level, end=end, attributes=said, used=(*level.used, other))


def _is_other(words: str, first: Amount, other: Amount) -> bool:
    """Whether a figure is of another group: a list of places has figures of the same form, too."""
    if other.form != first.form or other.start - first.end > _WIDE:
        return False
    if pattern("versus").fullmatch(words, first.end, other.start):
        return True
    if not pattern("other_arm").fullmatch(words, first.end, other.start):
        return False
    of = pattern("arm_after").match(words, other.end, other.end + _REACH)
    end = of.end() if of else other.end
    compared = pattern("compared_after").match(words, end)
    return bool(compared) or names_usual(words[other.end : end])
