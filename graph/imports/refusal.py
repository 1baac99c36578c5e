"""Refusals of what arrives: it is not looked at any further, and nothing of it is kept."""

from collections.abc import Sequence

from graph.exchange.problem import Problem
from ontology.errors import HeldByPolicy, InvalidInput, Untrusted, WhatworkedError


class FourEyes(HeldByPolicy):
    """Whoever brought it in does not let it in: that is for a second person."""

    code = "fourEyes"


class InvalidArrival(InvalidInput):
    """What arrives is not what it should be; it was refused, and nothing of it is kept."""

    code = "invalidArrival"


class Refused(WhatworkedError):
    """What arrives was refused; `problems` are all that is wrong with it."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        told = "; ".join(f"{one.code}: {one.detail}" for one in problems)
        super().__init__(f"{name}: {told}")


class InvalidFile(Refused, InvalidArrival):
    """What arrives is not what it should be; it was refused, and nothing of it is kept."""


class UntrustedFile(Refused, Untrusted):
    """Nobody who is trusted here has signed it as it is; it was refused."""


class HeldFile(Refused, HeldByPolicy):
    """What arrives is what its publisher signed, and not in canonical form; it was refused."""


def refuse(name: str, problems: Sequence[Problem], exit_code: int) -> Refused:
    """The error for a bundle or file that is refused; the exit code is that of its problems."""
    kinds: dict[int, type[Refused]] = {one.exit_code: one for one in (UntrustedFile, HeldFile)}
    return kinds.get(exit_code, InvalidFile)(name, problems)
