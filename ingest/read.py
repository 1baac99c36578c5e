"""Records as people write them, in YAML or JSON, read without surprises.

The YAML is that of the 1.2 core schema as far as records need it: `yes`, `1:30` and `2020-01-01`
are texts, numbers keep every digit, a key is a text and stands once, and there are no anchors to
repeat by.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import yaml

from ontology.errors import InvalidInput, StorageFailure
from ontology.record import Record
from ontology.report import Finding, InvalidRecord, parse_record

MOST_BYTES = 20_000_000
MOST_DEEP = 50  # levels; the parser follows them by recursion in C, and a crash is no error message
CORPUS = Path(__file__).parent / "corpus"
REGISTERS = Path(__file__).parent / "registers"

Number = TypeVar("Number", int, Decimal)


class _Loader(yaml.CSafeLoader):
    """The resolvers are replaced below: YAML 1.1 takes too many words for dates and booleans."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str) or name in seen:
                wrong = (
                    "stands twice: take one out"
                    if isinstance(name, str)
                    else "is no text: put it in quotes"
                )
                msg = f"the key {name!r} {wrong}"
                raise yaml.constructor.ConstructorError(None, None, msg, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> tuple[object, ...]:
    return tuple(loader.construct_sequence(node, deep=True))


def _decimal(_: _Loader, node: yaml.ScalarNode) -> Decimal:
    return _number(node, Decimal)


def _integer(_: _Loader, node: yaml.ScalarNode) -> int:
    return _number(node, int)


def _number(node: yaml.ScalarNode, read: Callable[[str], Number]) -> Number:
    try:
        return read(node.value)
    except (ValueError, ArithmeticError):
        msg = f"{node.value[:40]!r} is no number that can be read: put a text in quotes"
        raise yaml.constructor.ConstructorError(None, None, msg, node.start_mark) from None


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


_Loader.yaml_implicit_resolvers = {}
_Loader.yaml_constructors = {
    tag: construct
    for tag, construct in yaml.CSafeLoader.yaml_constructors.items()
    if tag is None or tag.rpartition(":")[2] in {"map", "str", "bool", "null"}
}
_resolve("bool", r"^(?:true|false)$", "tf")
_resolve("null", r"^(?:null|~|)$", "n~")
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^$"), [""])
_resolve("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789")
_resolve("float", r"^-?[0-9]+\.[0-9]+$", "-0123456789")
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)


def read_files(paths: Iterable[Path]) -> list[Record]:
    """The records of some files, in their order.

    Raises StorageFailure where a file cannot be read, InvalidInput with the line where it is not
    YAML or JSON, and InvalidRecord with every mistake of all the records.
    """
    records: list[Record] = []
    findings: list[Finding] = []
    for raw in (raw for path in paths for raw in raw_documents(path)):
        try:
            records.append(parse_record(raw))
        except InvalidRecord as error:
            findings += error.findings
    if findings:
        raise InvalidRecord(findings)
    return records


def corpus_files() -> list[Path]:
    """The files of documents and of what they speak of, which come with the program."""
    return sorted(CORPUS.rglob("*.yaml"))


def register_files() -> list[Path]:
    """The files of organisations and areas with their codes, which come with the program."""
    return sorted(REGISTERS.glob("*.yaml"))


def raw_documents(path: Path) -> Iterator[object]:
    """What stands in a file, one value for each of its documents; the errors of `read_files`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise StorageFailure(msg) from None
    if len(data) > MOST_BYTES:
        msg = (
            f"{path}: {len(data):,} bytes are more than a file of records may have ({MOST_BYTES:,})"
        )
        raise InvalidInput(msg)
    try:
        text = data.decode("utf-8-sig")
        yield from _from_json(text) if path.suffix.lower() == ".json" else _from_yaml(text)
    except (yaml.YAMLError, RecursionError, ValueError, ArithmeticError, LookupError) as error:
        msg = f"{path}: is not YAML or JSON in UTF-8: {_explain(error)}"
        raise InvalidInput(msg) from None


def _explain(error: Exception) -> str:
    """What a parser found, where, and what to do about it."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is of another encoding: save the file as UTF-8"
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        line, problem = error.problem_mark.line + 1, error.problem or "unclear"
        if "constructor for the tag" in problem:
            problem = "tags mean nothing here: take it out"
        fix = "" if ":" in problem else ": indent with spaces, close brackets, quote odd texts"
        return f"line {line}: {problem}{fix}"
    return " ".join(str(error).split())


def _from_yaml(text: str) -> Iterator[object]:
    _refuse_traps(text)
    yield from (raw for raw in yaml.load_all(text, _Loader) if raw is not None)


def _refuse_traps(text: str) -> None:
    """An alias repeats what an anchor names: nine lines of them can fill the memory."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.AliasEvent):
            msg = f"*{event.anchor}: write it out, aliases are refused"
            raise ValueError(msg)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEEP:
            msg = f"more than {MOST_DEEP} levels stand in each other: no record needs so many"
            raise ValueError(msg)


def _from_json(text: str) -> Iterator[object]:
    yield json.loads(
        text, parse_float=Decimal, parse_constant=_refuse_number, object_pairs_hook=_unique
    )


def _refuse_number(name: str) -> None:
    msg = f"{name} is no number that can be known: leave it out"
    raise ValueError(msg)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        msg = f"the key {twice!r} stands twice: take one out"
        raise ValueError(msg)
    return found
