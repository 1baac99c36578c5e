"""Records made of a form: what is right goes in, and each mistake is told with its cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.documents import Document
from ingest.templates.checking import check_cells
from ingest.templates.description import sheets
from ingest.templates.drafting import Draft
from ingest.templates.form import Form, Found, Row
from ingest.templates.keys import mint
from ingest.templates.readiness import Statements, write_statement
from ingest.templates.study import name_clash, read_study
from ingest.templates.things import Known
from ontology.record import Source
from ontology.report import Finding, InvalidRecord, parse_record, violations

APART = ("study", "readiness")  # sheets that are no part of what the document says


@dataclass(frozen=True)
class Count:
    """What became of the rows of a sheet; those read are the other three together."""

    read: int
    loaded: int
    refused: int
    empty: int


@dataclass(frozen=True)
class Made:
    """What a form became: records, texts that they stand on, mistakes, and the rows refused.

    `cells` has the cell behind each node and property; rows go by what their file calls them.
    """

    form: Form
    records: tuple[Source, ...] = ()
    texts: tuple[Document, ...] = ()
    mistakes: Found = ()
    refused: frozenset[str] = frozenset()
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def counts(self) -> dict[str, Count]:
        """The count of each sheet that has rows."""
        counts: dict[str, Count] = {}
        for name, rows in self.form.rows.items():
            refused = sum(row.at in self.refused for row in rows)
            empty = self.form.empty.get(name, 0)
            if rows or empty:
                read = len(rows) + empty
                counts[name] = Count(read, len(rows) - refused, refused, empty)
        return counts

    def with_findings(self, findings: Iterable[Finding]) -> "Made":
        """The same with those of some findings that are on this form."""
        ours = [one for one in findings if one.record == self.form.name]
        return replace(self, mistakes=tuple(dict.fromkeys([*self.mistakes, *ours])))

    def locate(self, finding: Finding) -> Finding:
        """A finding on one of the records, told of the cell or the row that it comes from."""
        parts = finding.field.split(".")
        behind = [self.cells.get((key, parts[-1])) for key in parts]
        rows = [row.at for row in _rows(self.form) if row.text("key") in parts]
        study = [_study_place(row, parts[-1]) for row in self.form.rows["study"][:1]]
        place = next(filter(None, [*behind, *rows, *study]), finding.field)
        return replace(finding, record=self.form.name, field=place)


def _rows(form: Form) -> Iterable[Row]:
    return (row for rows in form.rows.values() for row in rows)


def _study_place(row: Row, name: str) -> str:
    column = next((one for one in sheets()["study"].columns if name in (one.field, one.name)), None)
    return row.place(column.name) if column else row.at


def make_records(form: Form, known: Known, told: Found = ()) -> Made:
    """The records of all rows of a form that are right, and every mistake of the others.

    Rows that a finding in `told` is on are refused as well; so are those that speak of them.
    """
    keyed = any(row.text("key") for row in form.rows["study"])
    form = mint(form)
    about, wrong = read_study(form, known)
    if about and not keyed and (clash := name_clash(form, known, about)):
        wrong.append(clash)
    mistakes = [*form.mistakes, *check_cells(form), *wrong, *told]
    refused = _touched(form, mistakes)
    draft = Draft(form, known, text=about.text if about else None)
    if any(row.at in refused for row in form.rows["study"]):
        about = None
    refused |= _fill(draft, refused, writing=about is not None)
    statements = Statements(form, known)
    for row in form.rows["readiness"]:
        if not statements.add_row(row, sound=row.at not in refused):
            refused |= {row.at}
    raw: list[dict[str, Any]] = [draft.record(about.fields)] if about else []
    texts: list[Document] = []
    for (place, _, _), rows in statements.made.items():
        text, record = write_statement(place, rows)
        texts.append(text)
        raw.append(record)
    found = tuple(dict.fromkeys([*mistakes, *draft.mistakes, *statements.mistakes]))
    made = Made(form, (), tuple(texts), found, frozenset(refused), draft.cells)
    return _parse(made, raw)


def make_what_can_be(form: Form, known: Known, told: Found = ()) -> Made:
    """As `make_records`, and again without what the records themselves show to be wrong."""
    made = make_records(form, known, told)
    while _touched(made.form, made.mistakes) - made.refused:
        made = make_records(form, known, made.mistakes)
    return made


def _fill(draft: Draft, refused: set[str], *, writing: bool) -> set[str]:
    """Draft all rows of the document, the wrong ones for their mistakes alone; those refused."""
    more: set[str] = set()
    for name, sheet in sheets().items():
        for row in draft.form.rows[name] if name not in APART else ():
            gone = {one.text("key") for one in _rows(draft.form) if one.at in refused | more}
            if not draft.add_row(sheet, row, gone, sound=writing and row.at not in refused):
                more.add(row.at)
    return more


def _touched(form: Form, mistakes: Iterable[Finding]) -> set[str]:
    """The rows that a mistake is in."""
    places = {one.field for one in violations(list(mistakes))}
    return {
        row.at
        for row in _rows(form)
        if row.wrong or row.at in places or places & set(row.places.values())
    }


def _parse(made: Made, raw: Iterable[dict[str, Any]]) -> Made:
    records: list[Source] = []
    mistakes = list(made.mistakes)
    for one in raw:
        try:
            record = parse_record(one)
        except InvalidRecord as error:
            mistakes += [made.locate(finding) for finding in error.findings]
            continue
        if isinstance(record, Source):
            records.append(record)
    return replace(made, records=tuple(records), mistakes=tuple(dict.fromkeys(mistakes)))
