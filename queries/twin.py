"""The Cypher twin of a question, as far as its text shows what goes in and what comes out."""

import re

_QUIET = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_BRACKET = re.compile(r"\([^()\[\]{}]*\)|\[[^()\[\]{}]*\]|\{[^()\[\]{}]*\}")
_RETURN = re.compile(
    r"(?is)\bRETURN\s+(?:DISTINCT\s+)?((?:(?!\b(?:RETURN|ORDER\s+BY|SKIP|LIMIT)\b).)*)[^;]*;?\s*$"
)
_COLUMN = re.compile(r"(?is)(?:.*\bAS\s+)?`?(\w+)`?")
_PARAMETER = re.compile(r"\$(\w+)")


def read_columns(text: str) -> tuple[str, ...]:
    """The columns that a Cypher query names in its last RETURN; ValueError where it names none."""
    query, brackets = _QUIET.sub("", text), 1
    while brackets:
        query, brackets = _BRACKET.subn("", query)
    found = _RETURN.search(query)
    columns = (
        [_COLUMN.fullmatch(item.strip()) for item in found.group(1).split(",")] if found else []
    )
    if not columns or not all(columns):
        msg = "a twin ends with a RETURN that names each of its columns: … AS name"
        raise ValueError(msg)
    return tuple(column.group(1) for column in columns if column)


def read_parameters(text: str) -> frozenset[str]:
    """The parameters that a Cypher query takes."""
    return frozenset(_PARAMETER.findall(_QUIET.sub("", text)))
