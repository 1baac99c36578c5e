"""Forms as files: read and written by what they are called."""

from pathlib import Path

from ingest.templates.form import Form, blank
from ingest.templates.form_book import read_workbook, write_workbook
from ingest.templates.keys import keys_made, mint
from ingest.templates.tables import read_folder, write_folder
from ingest.templates.text_forms import begins_form, read_text_form, write_json, write_yaml
from ingest.templates.workbook_reading import write_cells
from ontology.errors import InvalidInput, StorageFailure
from ontology.report import violations

FORMS = {".xlsx": "xlsx", ".yaml": "yaml", ".yml": "yaml", ".json": "json", "": "csv"}
_NEAR = {
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods"), "save it as .xlsx"),
    **dict.fromkeys((".csv", ".tsv"), "give the folder that the CSV files of the form are in"),
}


def form_kind(path: Path) -> str:
    """Which of the four a path names; InvalidInput where none."""
    if path.is_dir():
        return "csv"
    if kind := FORMS.get(path.suffix.lower()):
        return kind
    way = _NEAR.get(path.suffix.lower(), "name a form .xlsx, .yaml or .json, or a folder for CSV")
    msg = f"{path}: is no form that is read here: {way}"
    raise InvalidInput(msg)


def holds_form(path: Path) -> bool:
    """Whether a path is that of a form, or of what was meant as one, and not of records."""
    suffix = path.suffix.lower()
    if path.is_dir() or suffix == ".xlsx" or suffix in _NEAR:
        return True
    return path.is_file() and begins_form(path)


def read_form(path: Path) -> Form:
    """The form in a file or folder, with the mistakes that it shows; the errors of its reader."""
    match form_kind(path):
        case "xlsx":
            return read_workbook(path.name, _read(path))
        case "csv":
            return read_folder(path)
    return read_text_form(path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise StorageFailure(msg) from None


def form_files(form: Form, kind: str) -> dict[str, bytes]:
    """What the form is written as: bytes by the name of a file in a folder; '' for one file."""
    match kind:
        case "xlsx":
            return {"": write_workbook(form)}
        case "csv":
            return {name: text.encode() for name, text in write_folder(form).items()}
        case "json":
            return {"": write_json(form).encode()}
    return {"": write_yaml(form).encode()}


def write_form(form: Form, path: Path, kind: str = "") -> None:
    """Write the form to a new file or folder; InvalidInput where there is something already."""
    kind = kind or form_kind(path)
    if path.exists():
        msg = f"{path}: is there already, and is not written over: take another name"
        raise InvalidInput(msg)
    for name, data in form_files(form, kind).items():
        target = path / name if name else path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def write_keys(path: Path, form: Form) -> bool:
    """Write the keys that rows lack into the file that the form was read from, once.

    False, and the file as it was, where that would lose something: comments of one's own in YAML,
    or cells that could not be read.
    """
    kind = form_kind(path)
    made = {place: key for place, key in keys_made(form).items() if "!" in place or kind != "xlsx"}
    if not made:
        return True
    if kind == "xlsx":
        data = {"": write_cells(path.name, _read(path), made)}
    elif violations(form.mistakes) or (kind == "yaml" and _own_comments(path, form)):
        return False
    else:
        data = form_files(mint(form), kind)
    for name, one in data.items():
        _replace(path / name if name else path, one)
    return True


def _own_comments(path: Path, form: Form) -> bool:
    """Whether a file has a # that no cell and no template brought: it might be a comment."""
    ours = write_yaml(blank(form.depth)) + write_yaml(form)
    lines = path.read_text("utf-8-sig").splitlines()
    return any("#" in line and line not in ours for line in lines)


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
