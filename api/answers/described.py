"""Contexts that somebody describes, and weights, read from a command line, an address or JSON."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    WithJsonSchema,
)

from ontology.errors import InvalidInput
from queries.similarity.kinds import Raw
from queries.similarity.profile import DEFAULT

MOST = 100  # places that one answer over HTTP lists

Told = StrictFloat | StrictInt | StrictStr | list[StrictFloat] | list[StrictStr] | None


class Described(BaseModel):
    """A context without a code, in what to compare it, and with which places."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    given: Annotated[
        dict[str, Told], Field(min_length=1, description="feature to value; null is unknown")
    ]
    level: str | None = None
    profile: str = DEFAULT
    top: Annotated[
        StrictInt | StrictFloat,
        Field(ge=1, le=MOST, multiple_of=1),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST}),
    ] = 5
    weights: dict[str, StrictFloat | StrictInt] = {}


def read_described(body: bytes) -> Described:
    """A description in JSON; InvalidInput says what is wrong in it, and where."""
    try:
        return Described.model_validate_json(body)
    except ValidationError as error:
        told = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors()
        )
        raise InvalidInput(told) from None


def as_raw(told: Told) -> Raw | None:
    """A value of JSON as features take it."""
    if isinstance(told, list):
        if all(isinstance(one, float) for one in told) and told:
            return tuple(float(one) for one in told)
        return tuple(str(one) for one in told)
    return float(told) if isinstance(told, int) else told


def read_given(pairs: Sequence[str]) -> dict[str, Raw | None]:
    """Values as a command line gives them: feature=value, or one object of JSON.

    A number is a number; members of a set and parts of a whole stand between semicolons.
    """
    found: dict[str, Raw | None] = {}
    for text in pairs:
        more = _read_object(text) if text.lstrip().startswith("{") else _read_pair(text)
        if twice := found.keys() & more.keys():
            msg = f"--given {twice.pop()} is given twice: give it once"
            raise InvalidInput(msg)
        found |= more
    return found


def _read_object(text: str) -> dict[str, Raw | None]:
    described = read_described(b'{"given": ' + text.encode() + b"}")
    return {name: as_raw(told) for name, told in described.given.items()}


def _read_pair(text: str) -> dict[str, Raw | None]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        msg = f"--given {text:.80}: write feature=value"
        raise InvalidInput(msg)
    parts = [_number(part.strip()) for part in value.split(";")]
    if len(parts) == 1:
        return {name: parts[0]}
    numbers = tuple(part for part in parts if isinstance(part, float))
    return {name: numbers if len(numbers) == len(parts) else tuple(map(str, parts))}


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def read_pairs(text: str, option: str) -> tuple[tuple[str, float], ...]:
    """Weights as name=number,…; InvalidInput where one is no number."""
    found: list[tuple[str, float]] = []
    for pair in filter(None, text.split(",")):
        name, _, value = pair.partition("=")
        number = _number(value)
        if not name or isinstance(number, str):
            msg = f"{option} {pair:.80}: write name=number"
            raise InvalidInput(msg)
        found.append((name, number))
    return tuple(found)
