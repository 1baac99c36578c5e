"""Which media type a caller prefers (RFC 9110 §12.5.1)."""

import re
from collections.abc import Mapping

_WEIGHT = re.compile(r"q=([01](?:\.[0-9]{0,3})?)", re.IGNORECASE)


def choose_type(accept: str, offered: Mapping[str, str]) -> str:
    """What the most welcome of the offered media types stands for, "" where none is welcome.

    Of types that are equally welcome the one offered first is taken.
    """
    ranges = _read(accept or "*/*")
    weights = {kind: _weigh(ranges, kind) for kind in offered}
    best = max(weights, key=lambda kind: weights[kind])
    return offered[best] if weights[best] else ""


def _read(accept: str) -> dict[str, float]:
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *options = (word.strip().lower() for word in part.split(";"))
        found = [_WEIGHT.fullmatch(option) for option in options if option.startswith("q=")]
        if not found:
            ranges[name] = 1.0
        elif found[0]:
            ranges[name] = min(1.0, float(found[0][1]))
    return ranges


def _weigh(ranges: Mapping[str, float], kind: str) -> float:
    """The most specific range decides."""
    for name in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
