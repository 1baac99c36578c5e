"""The header of a query file: YAML behind `#+ ` in its first lines, as grlc has it."""

from collections.abc import Mapping
from itertools import takewhile

import yaml

_MARK = "#+ "


def read_header(text: str) -> Mapping[str, object]:
    """What a query file says of itself; ValueError where its first lines say nothing."""
    lines = takewhile(lambda line: line.startswith(_MARK), text.splitlines())
    header = _load("\n".join(line.removeprefix(_MARK) for line in lines))
    if not isinstance(header, dict):
        msg = "the first lines are the header: write '#+ key: value'"
        raise ValueError(msg)
    return header


def read_mapping(text: str) -> Mapping[str, object]:
    """What a file that is YAML as a whole says; ValueError where it is no mapping."""
    found = _load(text)
    if not isinstance(found, dict):
        msg = "write key: value"
        raise ValueError(msg)
    return found


def _load(text: str) -> object:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
