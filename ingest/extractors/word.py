"""Word documents (.docx), by python-docx: paragraphs, headings, lists, tables and notes."""

import re
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from ingest.extractors.refusals import (
    DeclaresDoctype,
    PasswordProtected,
    TooLarge,
    Unreadable,
    WrongEncoding,
)
from ingest.extractors.tidy import tidy

MOST_UNPACKED = 100_000_000  # bytes of all parts
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")  # in UTF-16, too
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]{1,60}?encoding=["']([^"']{1,40})""")
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii"}  # in others, a DOCTYPE would not be seen
_BEGINNINGS = (b"<", BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE)
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "word/document.xml"
_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")
_LIST = re.compile(r"List (?:Bullet|Number|Paragraph)(?: (\d))?")
_HEADING = re.compile(r"Heading (\d)")
_KNOWN = re.compile(f"{_LIST.pattern}|{_HEADING.pattern}|Title$")
_MOST_DEEP = 6  # levels of a heading in Markdown, or of styles made from others
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent")}
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_word(data: bytes) -> str:
    """The text of a Word document. Raises a refusal with what is wrong with the file."""
    _refuse(data)
    document = docx.Document(BytesIO(data))
    parts = [*_blocks(document, document.element.body), *_notes(document)]
    return tidy("\n".join(parts))


def _refuse(data: bytes) -> None:
    if data.startswith(_OLD):
        msg = "is protected by a password, or of an old format: save it as .docx without a password"
        raise PasswordProtected(msg)
    try:
        with ZipFile(BytesIO(data)) as packed:
            _refuse_parts(packed)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        msg = f"is no Word document, or was cut short ({error}): save it again"
        raise Unreadable(msg) from None


def _refuse_parts(packed: ZipFile) -> None:
    if _MAIN not in packed.namelist():
        msg = f"is a zip file without {_MAIN}: save it as a Word document"
        raise Unreadable(msg)
    size = sum(part.file_size for part in packed.infolist())
    if size > MOST_UNPACKED:
        msg = f"unpacks to {size:,} bytes, more than a document may have ({MOST_UNPACKED:,})"
        raise TooLarge(msg)
    for part in packed.infolist():
        if part.filename.endswith((".xml", ".rels")):
            _refuse_part(part.filename, packed.read(part))


def _refuse_part(name: str, xml: bytes) -> None:
    if _DOCTYPE.search(xml):
        msg = f"declares a DOCTYPE in {name}, which can hide text: save it from Word"
        raise DeclaresDoctype(msg)
    declared = _ENCODING.match(xml)
    if (declared and declared[1].lower() not in _ENCODINGS) or not xml.startswith(_BEGINNINGS):
        msg = f"is not in UTF-8 or UTF-16 in {name}: save it from Word"
        raise WrongEncoding(msg)


def _blocks(document: Document, parent: BaseOxmlElement) -> Iterator[str]:
    """The lines of a body: each paragraph of its own, a list and a table without blank lines."""
    before = ""
    for child in _children(parent):
        if child.tag == qn("w:tbl"):
            kind, lines = "row", list(_rows(child))
        else:
            kind, line = _paragraph(document, child)
            lines = [line] if line.strip() else []
        if lines:
            yield from [] if kind == before and kind != "text" else [""]
            yield from lines
            before = kind


def _children(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Paragraphs and tables, those in content controls and insertions with them."""
    for child in parent:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _children(child)


def _paragraph(document: Document, element: BaseOxmlElement) -> tuple[str, str]:
    """What a paragraph is (text, or item of a list), and its line; then its text boxes."""
    words, style = _words(element).strip(), _style(document, element)
    boxes = [
        _words(one) for box in element.iter(qn("w:txbxContent")) for one in box.iter(qn("w:p"))
    ]
    inside = [box for box in dict.fromkeys(boxes) if box.strip()]
    depth, level = _depth(style), _list_level(element, style)
    if words and depth is not None:
        words = f"{'#' * depth} {' '.join(words.split())}"
    elif words and level is not None:
        words = f"{'  ' * level}- {' '.join(words.split())}"
    kind = "item" if level is not None and depth is None and not inside else "text"
    return kind, "\n\n".join([words, *inside])


def _depth(style: str) -> int | None:
    """How deep a heading stands, from 1 for the title; None for what is no heading."""
    found = _HEADING.match(style)
    if found:
        return min(int(found[1]) + 1, _MOST_DEEP)
    return 1 if style == "Title" else None


def _words(element: BaseOxmlElement) -> str:
    """The words of a paragraph, without those that were deleted or stand in a text box."""
    said: list[str] = []
    for child in element:
        if child.tag == qn("w:t"):
            said.append(child.text or "")
        elif child.tag in _BREAKS:
            said.append(_BREAKS[child.tag])
        elif child.tag not in _GONE and isinstance(child.tag, str):
            said.append("" if child.tag.endswith("}Fallback") else _words(child))
    return "".join(said)


def _style(document: Document, element: BaseOxmlElement) -> str:
    """The name of a paragraph's style, in English whatever Word speaks.

    A style of the user's own counts as the heading, title or list that it is made from.
    """
    named = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    wanted = named.get(qn("w:val")) if named is not None else None
    style = document.styles.element.get_by_id(wanted) if wanted else None
    for _ in range(_MOST_DEEP):
        if style is None:
            break
        name = str(style.name_val or "")
        if _KNOWN.match(found := name[:1].upper() + name[1:]):
            return found
        style = style.base_style
    return "Normal"


def _list_level(element: BaseOxmlElement, style: str) -> int | None:
    """How deep an item of a list stands, from 0; None for what is no item."""
    number = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    if number is not None:
        level = number.get(qn("w:val")) or "0"
        return min(int(level), 8) if level.isdigit() else 0
    named = _LIST.match(style)
    if named and not style.startswith("List Paragraph"):
        return int(named.group(1) or 1) - 1
    return None


def _rows(table: BaseOxmlElement) -> Iterator[str]:
    for row in table.iter(qn("w:tr")):
        cells = [" ".join(_cell(cell).split()) for cell in row.iterchildren(qn("w:tc"))]
        if any(cells):
            yield f"| {' | '.join(cells)} |"


def _cell(cell: BaseOxmlElement) -> str:
    return " ".join(_words(one) for one in cell.iterchildren(qn("w:p")))


def _notes(document: Document) -> Iterator[str]:
    """The footnotes and endnotes, after the text."""
    package = document.part.package
    for part in package.iter_parts() if package else ():
        if str(part.partname) in _NOTES:
            for note in parse_xml(part.blob).iter(qn("w:p")):
                if (words := _words(note)).strip():
                    yield f"\n{words.strip()}"
