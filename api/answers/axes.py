"""The axis and the outcome that a call means: whether it worked, or whether it spread."""

from collections.abc import Mapping
from typing import get_args

from api.answers.asking import find_thing
from ontology.errors import InvalidInput
from queries.catalogue import Ask
from queries.outcomes.case import Axis
from queries.outcomes.rules import LEVELS

AXES: tuple[Axis, ...] = get_args(Axis)
_BY_NAME: Mapping[str, Axis] = {axis: axis for axis in AXES}


def read_axis(name: str) -> Axis:
    """The axis of a name; InvalidInput lists what there is."""
    axis = _BY_NAME.get(name)
    if axis is None:
        msg = f"there is no axis {name!r:.40}: choose from {', '.join(AXES)}"
        raise InvalidInput(msg)
    return axis


def read_outcome(name: str | None, ask: Ask) -> str | None:
    """A level of outcomes as it is, anything else as the measure that it means."""
    if name is None or any(name in levels for levels in LEVELS.values()):
        return name
    return find_thing(name, ask, kind="measure")
