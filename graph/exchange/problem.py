"""What is wrong with something that arrives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a short name, and a sentence that says where."""

    code: str
    detail: str
