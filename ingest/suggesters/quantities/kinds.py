"""Of what kind a change is, and which way it went, as far as words and figures say."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ingest.suggesters.quantities.amounts import Amount
from ingest.suggesters.quantities.lexicon import word_set
from ontology.values import Value

_MINUTES: Mapping[str, int | Decimal] = {
    "second": Decimal(1) / 60,
    "minute": Decimal(1),
    "min": 1,
    "hour": 60,
    "hr": 60,
    "day": 1440,
    "night": 1440,
    "week": 10080,
    "month": 43830,
    "year": 525960,
    "decade": 5259600,
}
_ROUNDED = Decimal("0.5")  # per cent: as a share of whole figures may be rounded
_UNITS = {"share": "notStated", "times": "relative", "points": "absolutePercentagePoints"}


def kind_of_change(
    near: str, amount: Amount | None, said: Mapping[str, Value], ends: str = "percent"
) -> str:
    """The notation of change-kind: percent is never taken for points, nor for a relative change.

    Only words decide (points, absolute, relative, halved), or a difference that stands beside the
    two percentages it lies between, or figures of another form (`ends`) that show a share.
    """
    words = set(re.findall(r"[a-z]+", near.casefold()))
    if words & {"relative", "relatively", *word_set("alone")}:
        return "relative"
    if amount is None:
        return "notStated"
    if amount.form != "percent":
        return _UNITS.get(amount.form, "absoluteUnits")
    if ends != "percent" and _is_share(said):
        return "relative"
    points = "absolute" in words or _is_difference(said)
    return "absolutePercentagePoints" if points else "notStated"


def sign_of(words: str, amount: Amount) -> str | None:
    """The direction that the sign of a figure shows: `-2.8 points`, `+4%`."""
    if amount.value is not None and amount.value < 0:
        return "decrease"
    return "increase" if words[amount.start - 1 : amount.start] == "+" else None


def _is_share(said: Mapping[str, Value]) -> bool:
    """Whether figures show a change to be a share of the first: by 20%, from 500 to 400."""
    if not (figures := _figures(said)):
        return False
    value, first, last = map(abs, figures)
    return bool(first) and abs(100 * abs(last - first) / first - value) <= _ROUNDED


def _is_difference(said: Mapping[str, Value]) -> bool:
    if not (figures := _figures(said)):
        return False
    value, first, last = figures
    return abs(last - first) == abs(value)


def _figures(said: Mapping[str, Value]) -> list[Decimal]:
    """The size of a change, its start and its end, in one unit; none where one lacks."""
    ends = [said.get(key) for key in ("value", "baseline", "followUp")]
    alike = all(isinstance(one, int | Decimal) for one in ends) and not said.get("baselineUnit")
    return [Decimal(str(one)) for one in ends] if alike else []


def compare(first: Amount, second: Amount) -> str | None:
    """The direction from one amount to another; None where they cannot be compared."""
    if first.form not in (second.form, "bare"):
        return None
    alike = replace(first, form=second.form, unit=first.unit or second.unit)  # from 9 to 7 days
    before, after = _size(alike), _size(second)
    if before is None or after is None:
        return None
    return "increase" if after > before else "decrease" if after < before else "noChange"


def _size(amount: Amount) -> Decimal | None:
    if amount.value is None or amount.form in ("money", "scaled"):
        return None
    if amount.form != "time":
        return Decimal(amount.value)
    unit = amount.unit.casefold().removesuffix("s")
    return Decimal(amount.value) * _MINUTES[unit]
