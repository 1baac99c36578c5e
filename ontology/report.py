"""What is wrong with a record, one row for each finding, in words for the person who mends it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ontology.errors import InvalidInput
from ontology.record import RECORD, Record

Severity = Literal["Violation", "Warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One rule that one place of one record breaks, and how to mend it."""

    record: str
    field: str
    rule: str
    severity: Severity
    message: str
    focus: str = ""
    value: str = ""

    def as_json(self) -> dict[str, str]:
        """The row as programs get it."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.severity} in {self.record}, {self.field}: {self.message} [{self.rule}]"


class InvalidRecord(InvalidInput):
    """One or more records break a rule; `findings` has them all."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in findings))


def violations(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that refuse a record; the rest are warnings."""
    return [finding for finding in findings if finding.severity == "Violation"]


def parse_record(raw: object) -> Record:
    """The record in a mapping that YAML or JSON gave; InvalidRecord has one finding per mistake."""
    try:
        return RECORD.validate_python(raw)
    except ValidationError as error:
        name = raw.get("record") if isinstance(raw, Mapping) else None
        known = name if isinstance(name, str) else "?"
        found = [_finding(known, raw, mistake) for mistake in error.errors()]
        raise InvalidRecord(list(dict.fromkeys(found))) from None


_SENTENCES = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not a field here: take it out, or correct its name",
    "string_type": "must be a text: put it in quotes",
    "string_unicode": "holds half of a character: write the text anew",
    "tuple_type": "must be a list: write [one, other], or each entry behind a hyphen",
    "string_too_short": "must not be empty: fill it in, or take it out",
    "string_too_long": "is too long: shorten it",
    "string_pattern_mismatch": "may hold small letters, digits and single hyphens: correct it",
    "dict_type": "must hold fields: write each as name: value",
    "model_type": "must hold fields: write each as name: value",
    "model_attributes_type": "must hold fields: write each as name: value",
    "invalid_key": "has a name that is no text: put it in quotes",
    "union_tag_invalid": "has no such kind: write entity, source, profile or decision",
    "union_tag_not_found": "has no kind: write entity, source, profile or decision",
}
_FORMS = {
    "at": "must be [start, end]: two whole numbers from 0, counted in characters",
    "bytesSha256": "must be a SHA-256, which is 64 of 0-9 and a-f: let the program write it",
    "relation": "must be one of these: exactMatch, closeMatch, broadMatch, narrowMatch, "
    "relatedMatch",
    "spans": "must hold rows [start, end, SHA-256, occurrence]: let the program write them",
    "textSha256": "must be a SHA-256, which is 64 of 0-9 and a-f: let the program write it",
    "value": "must be a number: write it without quotes or unit, or null when it is not known",
    "year": "must be four digits: put them in quotes",
}
_WHOLE = ("missing", "extra_forbidden", "string_too_short")


def _finding(record: str, raw: object, mistake: ErrorDetails) -> Finding:
    parts, within = _place(raw, mistake["loc"]), mistake.get("ctx", {}).get("field", "")
    kind = mistake["type"].removesuffix("_error").replace("_", "-")
    return Finding(
        record=record,
        field=".".join([*parts, *([within] if within else [])]) or "record",
        rule=f"record/{kind}",
        severity="Violation",
        message=_sentence(parts, mistake["type"], mistake["msg"]),
    )


def _place(raw: object, loc: Sequence[int | str]) -> list[str]:
    """Where a mistake is, with the keys of items in place of their numbers."""
    parts: list[str] = []
    here = raw
    for step in loc[1:]:  # the first names the kind of the record
        if isinstance(step, int) and isinstance(here, Sequence) and step < len(here):
            here = here[step]
            key = here.get("key") if isinstance(here, Mapping) else None
            parts.append(key if isinstance(key, str) else str(step))
        elif step != "[key]":
            here = here.get(step) if isinstance(here, Mapping) else None
            parts.append(str(step))
    return parts


def _sentence(parts: Sequence[str], kind: str, message: str) -> str:
    if kind in ("value", "value_error"):
        return message.removeprefix("Value error, ")
    name = next((part for part in reversed(parts) if not part.isdecimal()), "the record")
    if name in _FORMS and (kind not in _WHOLE or name != parts[-1]):
        return f"{name} {_FORMS[name]}"
    return f"{name} {_SENTENCES.get(kind, 'cannot be read: compare it with another record')}"
