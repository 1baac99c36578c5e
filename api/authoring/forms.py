"""Authoring: forms made into records, with what the repository knows, and added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from api.answers.asking import find_thing
from api.authoring.adding import Added, Steps, add_records
from api.home import Home
from ingest.documents import Document, Shelf
from ingest.templates.files import read_form, write_keys
from ingest.templates.form import Form
from ingest.templates.records import Made, make_records, make_what_can_be
from ingest.templates.things import Known
from ontology.errors import InvalidInput, NotFound, StorageFailure
from ontology.record import Source
from ontology.report import Finding, InvalidRecord, violations
from queries.catalogue import Ask


@dataclass(frozen=True)
class Authored:
    """What was added from forms: the answer of `add`, and for each file what became of its rows."""

    added: Added
    made: tuple[Made, ...]
    unkeyed: tuple[str, ...] = ()  # files whose keys could not be written into them

    def as_json(self) -> Mapping[str, object]:
        """The answer of `add`, with the count of each sheet and the findings of each form."""
        answer = self.added.as_json()
        forms = [
            {
                "form": one.form.name,
                "depth": one.form.depth,
                "sheets": {name: asdict(count) for name, count in one.counts().items()},
                "findings": [found.as_json() for found in one.mistakes],
                "keysWritten": one.form.name not in self.unkeyed,
            }
            for one in self.made
        ]
        return {**answer, "forms": forms}


def known_to(home: Home, ask: Ask) -> Known:
    """What a repository knows, for the names in a form."""

    @cache
    def find(kind: str, name: str) -> str | None:
        try:
            found = find_thing(name, ask, kind=kind)
        except NotFound:
            return None
        return found if f"/id/{kind}/" in found else None

    def record(key: str) -> set[str] | None:
        document = f"{home.region.base}id/{Source.folder}/{key}"
        rows = list(ask("cite", document=document).by_column())
        names = {str(row[name]) for row in rows for name in ("textSha256", "address") if row[name]}
        return names if rows else None

    return Known(find, lambda name: find_document(home.shelf, name), record)


def find_document(shelf: Shelf, name: str) -> Document | None:
    """A text that is held, by the digest or the name of its file; the last one added of a name."""
    held = (shelf.find(sha256) for sha256 in shelf.names())
    named = [one for one in held if one and name in (one.name, one.text_sha256)]
    if len(named) > 1:
        shown = ", ".join(one.text_sha256 for one in named)
        msg = f"{len(named)} held documents are called {name!r}: name one by its digest, {shown}"
        raise InvalidInput(msg)
    return next(iter(named), None)


def add_form_files(
    home: Home, paths: Sequence[Path], steps: Steps, *, partial: bool = False
) -> Authored:
    """Add what forms in files say, and write the keys that they lacked into them."""
    steps.step("reading forms", len(paths))
    forms: list[Form] = []
    for path in paths:
        forms.append(read_form(path))
        steps.advance(1)
    authored = add_forms(home, forms, steps, partial=partial)
    pairs = zip(paths, forms, strict=True)
    unkeyed = tuple(form.name for path, form in pairs if not _keyed(path, form))
    return replace(authored, unkeyed=unkeyed)


def add_forms(
    home: Home, forms: Sequence[Form], steps: Steps, *, partial: bool = False
) -> Authored:
    """Add what forms say, in one transaction; `partial` leaves out the rows that are wrong.

    Raises InvalidRecord with the mistakes of all of them where any is wrong and not left out.
    """
    with home.engine() as engine:
        known = known_to(home, engine.ask)
        told: list[Finding] = []
        made = _make(forms, known, partial=partial)
        while True:
            _see_apart(made)
            try:
                added = _add(home, made, steps)
            except InvalidRecord as error:
                located = _locate(made, violations(error.findings), home.region.base)
                told += located
                remade = _make(forms, known, partial=partial, told=told) if partial else made
                if [one.refused for one in remade] == [one.refused for one in made]:
                    raise InvalidRecord(located) from None
                made = remade
            else:
                noted = _locate(made, added.warnings, home.region.base)
                return Authored(added, tuple(one.with_findings(noted) for one in made))


def _see_apart(made: Sequence[Made]) -> None:
    """See that there is something to add, and that no form takes the place of another.

    Raises InvalidRecord where all rows are refused, and InvalidInput else.
    """
    seen: dict[str, str] = {}
    for one in made:
        for record in one.records:
            if other := seen.get(record.record):
                msg = f"{other} and {one.form.name} both make the record {record.record}: add them "
                raise InvalidInput(msg + "one after the other, or give one another key")
            seen[record.record] = one.form.name
    if not seen:
        if wrong := violations([found for one in made for found in one.mistakes]):
            raise InvalidRecord(wrong)
        names = ", ".join(one.form.name for one in made)
        msg = f"{names}: nothing is filled in: fill in the sheet study or readiness, and save it"
        raise InvalidInput(msg)


def _keyed(path: Path, form: Form) -> bool:
    try:
        return write_keys(path, form)
    except (OSError, StorageFailure):  # it is added all the same, and the same keys are made again
        return False


def _make(
    forms: Iterable[Form], known: Known, *, partial: bool, told: Sequence[Finding] = ()
) -> tuple[Made, ...]:
    make = make_what_can_be if partial else make_records
    made = tuple(
        make(form, known, tuple(one for one in told if one.record == form.name)) for form in forms
    )
    wrong = violations([found for one in made for found in one.mistakes])
    if wrong and not partial:
        raise InvalidRecord(wrong)
    return made


def _locate(made: Iterable[Made], findings: Iterable[Finding], base: str) -> list[Finding]:
    """Findings of the gate, each told of the cell that it comes from."""
    homes = {record.iri(base): one for one in made for record in one.records}
    homes |= {record.record: one for one in made for record in one.records}
    return [
        homes[found.record].locate(found) if found.record in homes else found for found in findings
    ]


def _add(home: Home, made: Iterable[Made], steps: Steps) -> Added:
    """Add the records, and hold the texts that they stand on where that succeeds."""
    texts = [text for one in made for text in one.texts]
    fresh = [text for text in texts if home.shelf.find(text.text_sha256) is None]
    for text in fresh:
        home.shelf.hold(text)
    try:
        return add_records(
            home, [record for one in made for record in one.records], steps, home.region.base
        )
    except BaseException:
        for text in fresh:
            home.shelf.drop(text.text_sha256)
        raise
