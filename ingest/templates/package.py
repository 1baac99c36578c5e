"""The package that a workbook is: looked through before anything is unpacked or parsed."""

import io
import re
import zipfile
import zlib

from ontology.errors import InvalidInput

MOST_BYTES = 20_000_000  # of the file
MOST_PARTS = 500
MOST_UNPACKED = 60_000_000  # of all parts
MOST_LINES = 20_000  # rows of one sheet, empty ones too
MOST_CELLS = 400_000  # of one sheet
MOST_MERGED = 100_000  # cells that merged ranges of one sheet cover
_DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_LINE = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c\b")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)"
)
_OLD = b"\xd0\xcf\x11\xe0"  # how .xls begins, and a workbook with a password
_MACROS = "vbaproject.bin"
_WANTED = ("[Content_Types].xml", "xl/workbook.xml")


def check_package(name: str, data: bytes) -> None:
    """See that the bytes of a file are those of a workbook that is safe to read.

    Raises InvalidInput: where it is no zip, one that unpacks to more than a form can need, is
    encrypted, or has parts that declare a document type, which forms never do.
    """
    if data.startswith(_OLD):
        raise _refusal(name, "is an .xls, or has a password: save it as .xlsx without a password")
    if len(data) > MOST_BYTES:
        raise _refusal(name, f"has {len(data):,} bytes, more than a form needs ({MOST_BYTES:,})")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(name, package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise _refusal(name, f"is no workbook ({error}): save it as .xlsx") from None
    except (RuntimeError, ValueError, OSError, zlib.error) as error:
        raise _refusal(name, f"cannot be unpacked ({error}): save it anew as .xlsx") from None


def _refusal(name: str, why: str) -> InvalidInput:
    return InvalidInput(f"{name}: {why}")


def _check_parts(name: str, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise _refusal(name, "is encrypted: save it without a password")
    if len(parts) > MOST_PARTS or len(set(names)) < len(names):
        raise _refusal(name, f"has more than {MOST_PARTS} parts, or one twice: save it anew")
    if any(wanted not in names for wanted in _WANTED):
        raise _refusal(name, "is a zip file and no workbook: save the form as .xlsx")
    if any(one.lower().endswith(_MACROS) for one in names):
        raise _refusal(name, "has macros, and no form needs them: save it as .xlsx")
    left = MOST_UNPACKED
    for part in parts:
        left -= _check_part(name, package, part, left)


def _check_part(name: str, package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """The bytes that a part unpacks to, counted and not as its header says."""
    with package.open(part) as file:
        data = file.read(left + 1)
    if len(data) > left or part.file_size > left:
        raise _refusal(name, f"unpacks to more than {MOST_UNPACKED:,} bytes: no form needs that")
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return len(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        raise _refusal(name, f"{part.filename} is not in UTF-8: save it anew as .xlsx")
    if _DECLARED.search(data):
        raise _refusal(name, f"{part.filename} declares a document type: no workbook does")
    _check_size(name, part.filename, data)
    return len(data)


def _check_size(name: str, part: str, data: bytes) -> None:
    """See that a sheet is no larger than a form: the parser makes an object of each cell."""
    lines, cells = len(_LINE.findall(data)), len(_CELL.findall(data))
    if lines > MOST_LINES or cells > MOST_CELLS:
        msg = f"{part} has {lines:,} rows and {cells:,} cells, empty ones counted: delete the rows "
        raise _refusal(name, msg + "below the last one that is filled in")
    if sum(map(_area, _MERGED.findall(data))) > MOST_MERGED:
        raise _refusal(name, f"{part} merges more cells than a form has: take them apart")


def _area(span: tuple[bytes, bytes, bytes, bytes]) -> int:
    """How many cells a range such as A1:C3 covers."""
    left, top, right, bottom = span
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
