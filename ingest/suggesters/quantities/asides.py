"""Figures of something else than what is reported: targets, averages of a country, ranks."""

from decimal import Decimal

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.lexicon import pattern, word_set

_NEAR = 60  # characters before a figure in which it stands what it is of
_FAR = 160  # characters after a figure within which its source may be cited
_WHOLE = 100  # per cent: one is "100% sure", and nobody was counted


def is_aside(words: str, amount: Amount) -> bool:
    """Whether a level is that of a target, of a whole country, of a rank or of mere emphasis."""
    low = max(0, amount.lead - _NEAR)
    before = any(
        pattern("aside_before").search(words, low, at) for at in {amount.lead, amount.start}
    )
    return bool(
        before
        or _is_allotment(words, amount)
        or pattern("rank_after").match(words, amount.end)
        or _is_emphasis(words, amount)
        or _is_price(words, amount)
        or is_cited(words, amount)
    )


def is_general(words: str, at: int) -> bool:
    """Whether a figure at `at` is told of the world at large: `it affects up to 6% of adults`."""
    return bool(pattern("general_before").search(words, max(0, at - _NEAR), at))


def is_cited(words: str, amount: Amount) -> bool:
    """Whether a figure is that of a work cited right after it: `by 30% (Ash et al, 2014)`."""
    found = pattern("cited_after").match(words, amount.end, min(len(words), amount.end + _FAR))
    return found is not None


def _is_allotment(words: str, amount: Amount) -> bool:
    """`randomly assigned (1:1)`."""
    low = max(0, amount.lead - _NEAR)
    told = amount.form == "share" and pattern("allotted_before").search(words, low, amount.lead)
    return bool(told)


def _is_emphasis(words: str, amount: Amount) -> bool:
    """`100% committed to it`."""
    whole = isinstance(amount.value, int | Decimal) and amount.value >= _WHOLE
    return whole and bool(pattern("firm_after").match(words, amount.end))


def _is_price(words: str, amount: Amount) -> bool:
    """What a health system will pay for a year of life: `below £20,000 per QALY`."""
    if amount.form != "money" or not pattern("life_year_after").match(words, amount.end):
        return False
    at = pattern("price_before").search(words, max(0, amount.start - _NEAR), amount.lead)
    bound = amount.about.casefold() in word_set("price_bounds")
    return bound or amount.value is None or at is not None
