"""Differences of two contexts in words, the greatest first."""

import math

from queries.similarity.kinds import Raw
from queries.similarity.likeness import Likeness, Part
from queries.similarity.profile import Feature, Profile

TOLD = 3
SLIGHT = 0.02  # a distance below it is no difference to tell
FEW = 10  # percent, of which a decimal is told


def tell_differences(profile: Profile, likeness: Likeness) -> tuple[str, ...]:
    """In what the other place differs most from the subject; values are the other's, the subject's.

    "none known" where nothing that is known of both differs by more than a hair.
    """
    features = {feature.name: feature for feature in profile.features}
    parts = sorted(likeness.parts, key=lambda part: (-part.contribution, part.feature))
    great = [part for part in parts if part.distance >= SLIGHT][:TOLD]
    return tuple(_tell(features[part.feature], part) for part in great) or ("none known",)


def _tell(feature: Feature, part: Part) -> str:
    match part.a, part.b:
        case ((float() | int() as a), (float() | int() as b)):
            words = feature.more if b > a else feature.less
            return f"{words}: {show(feature, b)} against {show(feature, a)}"
        case tuple() as a, tuple() as b if feature.kind == "distribution":
            return _tell_mix(feature, a, b)
    return f"{feature.label}: {show(feature, part.b)} against {show(feature, part.a)}"


def _tell_mix(feature: Feature, a: tuple[object, ...], b: tuple[object, ...]) -> str:
    """The part that differs most."""
    pairs = [(float(str(one)), float(str(other))) for one, other in zip(a, b, strict=True)]
    at = max(range(len(pairs)), key=lambda part: abs(pairs[part][0] - pairs[part][1]))
    one, other = pairs[at]
    words = "more" if other > one else "fewer"
    return (
        f"{feature.label}: {words} {feature.parts[at]}, {_percent(other)} against {_percent(one)}"
    )


def show(feature: Feature, raw: Raw) -> str:
    """A value as people read it."""
    if isinstance(raw, tuple):
        return ", ".join(str(one) for one in raw) or "none"
    if isinstance(raw, str):
        return raw
    if feature.shown == "percent":
        return _percent(raw)
    if feature.shown == "count":
        return f"{raw:,.0f}"
    return f"{raw:,.{_digits(raw)}f}".rstrip("0").rstrip(".") if raw % 1 else f"{raw:,.0f}"


def _percent(share: float) -> str:
    percent = share * 100
    return f"{percent:.1f}%" if percent and abs(percent) < FEW else f"{percent:.0f}%"


def _digits(number: float) -> int:
    """Decimals that show three figures."""
    return max(0, 2 - math.floor(math.log10(abs(number)))) if number else 0
