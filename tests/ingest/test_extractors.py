"""Documents of every format: their text had once, and a clear error for each that has none."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from pypdf import PdfReader, PdfWriter

from bench.mutated import read_mutated
from bench.samples import PARTS, SAMPLES, TITLE, make_pdf, make_word, write_pdf
from ingest.documents import Document, Shelf, read_document
from ingest.extractors.confined import Bounds, Reader, open_reader
from ingest.extractors.formats import FORMATS
from ingest.extractors.refusals import REFUSALS, Crashed
from ingest.extractors.tidy import tidy
from ingest.suggesters.layout import read_layout
from ontology.errors import InvalidInput

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
LOOP = b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
LARGE = bytes(200_000_000)
NESTED = "".join(f"<!ENTITY b{n} '{f'&b{n - 1};' * 10}'>" for n in range(1, 10))
BOMB = f"<!DOCTYPE a [<!ENTITY b0 'ha'>{NESTED}]>"


def given(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One process that reads for all tests: what one document did to it would show in the next."""
    with open_reader() as opened:
        yield opened


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """A Word document with its parts changed."""
    file = BytesIO()
    with ZipFile(BytesIO(make_word())) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def with_body(body: str) -> bytes:
    """A Word document whose body is this."""
    whole = f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()
    return repacked(lambda name, old: whole if name == "word/document.xml" else old)


def declared(declaration: str, encoding: str = "utf-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}<w:document {W}/>'
    return repacked(lambda name, old: text.encode(encoding) if name == "word/document.xml" else old)


def zipped(name: str, data: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return file.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(make_pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def many_pages(count: int) -> bytes:
    kids = b" ".join([b"3 0 R"] * count)
    pages = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    return write_pdf([CATALOGUE, pages, b"<</Type/Page/Parent 2 0 R>>"])


@pytest.mark.parametrize("suffix", SAMPLES)
def test_every_format_gives_the_words_of_the_document(
    reader: Reader, tmp_path: Path, suffix: str
) -> None:
    document = read_document(given(tmp_path, f"lamp{suffix.upper()}", SAMPLES[suffix]()), reader)
    for heading, lines in PARTS.items():
        assert heading in document.text
        assert all(line in document.text for line in lines)
    assert document.text.index(TITLE) < document.text.index("Summary")
    assert document.media_type == FORMATS[suffix].media_type
    assert document.extractor == FORMATS[suffix].extractor
    for unsaid in ("unsaid", "cookies", "Home page"):
        assert unsaid not in document.text


@pytest.mark.parametrize("suffix", SAMPLES)
def test_every_format_gives_sections_with_roles(
    reader: Reader, tmp_path: Path, suffix: str
) -> None:
    text = read_document(given(tmp_path, f"lamp{suffix}", SAMPLES[suffix]()), reader).text
    layout = read_layout(text)
    found = {text[b.start : b.end]: b.role for b in layout.blocks if b.form == "heading"}
    assert found["Summary"] == "summary"
    assert found["What the project involved"] == "implementation"
    assert found["Results"] == "results"


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
def test_lists_and_tables_stay_lists_and_tables(
    reader: Reader, tmp_path: Path, suffix: str
) -> None:
    text = read_document(given(tmp_path, f"lamp{suffix}", SAMPLES[suffix]()), reader).text
    said = {text[b.start : b.end]: b.form for b in read_layout(text).blocks}
    assert said["Training the night staff"] == "item"
    assert said["| North | 7 |"] == "row"


def test_a_web_page_that_marks_no_main_part_keeps_its_headings_and_signs(
    reader: Reader, tmp_path: Path
) -> None:
    page = "<h2>Results</h2><p>It fell [3] by a*b &lt;5.</p><p>2019. It rose.</p><nav>Menu</nav>"
    text = read_document(given(tmp_path, "a.htm", page.encode()), reader).text
    assert text == "## Results\n\nIt fell [3] by a*b <5.\n\n2019. It rose.\n"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("cp1252", ""), ("cp1252", "ISO-8859-1")],
)
def test_a_web_page_is_decoded_as_a_browser_does(
    reader: Reader, tmp_path: Path, encoding: str, declared: str
) -> None:
    said = "The ward’s café cost £5 – less than it did."
    page = f"<html><head><meta charset='{declared}'></head><body><p>{said}</p></body></html>"
    assert (
        read_document(given(tmp_path, "a.html", page.encode(encoding)), reader).text == f"{said}\n"
    )


def test_the_same_bytes_give_the_same_text_and_the_library_is_named(
    reader: Reader, tmp_path: Path
) -> None:
    first, second = (
        read_document(given(tmp_path, "lamp.docx", make_word()), reader) for _ in range(2)
    )
    assert first.text_sha256 == second.text_sha256
    assert first.extractor.startswith("word/1 python-docx ")


def test_a_style_made_from_a_heading_is_a_heading(reader: Reader, tmp_path: Path) -> None:
    document = docx.Document()
    for name, base in (("Trust heading", "Heading 2"), ("Trust lead", "Trust heading")):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[base]
    document.styles["Heading 2"].base_style = document.styles["Trust lead"]  # a circle
    document.add_paragraph("Lamps", "Trust lead")
    document.add_paragraph("dim ones", "Quote")
    file = BytesIO()
    document.save(file)
    text = read_document(given(tmp_path, "a.docx", file.getvalue()), reader).text
    assert text == "### Lamps\n\ndim ones\n"


def test_what_was_deleted_is_gone_and_what_was_inserted_is_read(
    reader: Reader, tmp_path: Path
) -> None:
    body = (
        "<w:p><w:r><w:t>Falls </w:t></w:r><w:ins><w:r><w:t>fell</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>rose</w:delText></w:r></w:del></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert (
        read_document(given(tmp_path, "a.docx", with_body(body)), reader).text
        == "Falls fell\n\nin a box\n"
    )


def test_footnotes_of_a_word_document_are_read(reader: Reader, tmp_path: Path) -> None:
    note = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>It was dark.</w:t></w:r></w:p>"
    written = f"{note}</w:footnote></w:footnotes>".encode()
    type_ = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="n1" Type="{type_}" Target="footnotes.xml"/></Relationships>'
    end = b"</Relationships>"

    def add(name: str, old: bytes) -> bytes:
        return old.replace(end, relation.encode()) if name.endswith("document.xml.rels") else old

    file = BytesIO(repacked(add))
    with ZipFile(file, "a") as packed:
        packed.writestr("word/footnotes.xml", written)
    text = read_document(given(tmp_path, "a.docx", file.getvalue()), reader).text
    assert text.endswith("\n\nIt was dark.\n")


def test_a_cell_of_two_paragraphs_stays_in_its_row(reader: Reader, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 2).cell(0, 0).text = "two\nlines"
    file = BytesIO()
    document.save(file)
    text = read_document(given(tmp_path, "a.docx", file.getvalue()), reader).text
    assert text == "| two lines |  |\n"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("bomb.docx", declared(BOMB), "doctype: declares a DOCTYPE in word/document.xml"),
        ("xxe.docx", declared('<!DOCTYPE a SYSTEM "f">'), "doctype: declares a DOCTYPE"),
        ("wide.docx", declared('<!DOCTYPE a [<!ENTITY b "c">]>', "utf-16"), "doctype: DOCTYPE"),
        ("old.docx", declared("", "cp1252"), "encoding: is not in UTF-8 or UTF-16 in word/"),
        ("large.docx", zipped("word/document.xml", LARGE), "tooLarge: unpacks to 200,000,000"),
        ("cut.docx", make_word()[:3000], "unreadable: no Word document, or was cut short"),
        ("none.docx", b"words", "unreadable: no Word document, or was cut short"),
        ("zero.docx", b"", "unreadable: no Word document, or was cut short"),
        ("plain.docx", zipped("a.txt", b"words"), "unreadable: zip file without word/document"),
        ("half.docx", zipped("word/document.xml", b"<a/>"), "unreadable: cannot be read as a Wo"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "passwordProtected: by a"),
        ("empty.docx", with_body(""), "noText: holds no text"),
        ("empty.pdf", b"", "unreadable: is no PDF"),
        ("cut.pdf", make_pdf()[:40], "unreadable: cannot be read as a PDF"),
        ("none.pdf", make_word(), "unreadable: is no PDF"),
        ("scan.pdf", make_pdf(words=False), "noText: has pages but no text: it may be a scan"),
        ("loop.pdf", write_pdf([CATALOGUE, LOOP]), "unreadable: PDF"),
        ("locked.pdf", locked_pdf(), "passwordProtected: is protected by a password"),
        ("long.pdf", many_pages(5_001), "tooLarge: has 5,001 pages, more than 5,000"),
        ("empty.html", b"<html><body></body></html>", "noText: holds no main text"),
        ("zero.html", b"", "noText: holds no main text"),
        ("none.html", bytes(range(256)), "unreadable: holds a zero byte"),
        ("large.html", b"<p>a</p>" * 3_000_000, "tooLarge: more than a web page may have"),
        ("none.txt", b"a\0b", "unreadable: holds a zero byte"),
        ("wide.txt", "fell".encode("utf-16"), "encoding: begins as UTF-16"),
        ("old.txt", "caf\u00e9".encode("cp1252"), "encoding: byte 3 is not UTF-8"),
        ("unseen.txt", "\ufeff \u200b\u202e\n".encode(), "noText: holds no text"),
        ("letter.doc", b"words", "unknownFormat: save the document as one of .txt"),
    ],
)
def test_what_cannot_be_read_gets_an_error_of_its_own_and_leaves_nothing(
    reader: Reader, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    shelf = Shelf(tmp_path / "shelf")
    code, _, words = told.partition(": ")
    with pytest.raises(InvalidInput, match=f"^{name}: .*{words}") as refused:
        shelf.hold(read_document(given(tmp_path, name, data), reader))
    assert refused.value.code == code
    assert shelf.names() == []
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_signs_that_nobody_sees_stay_in_plain_text_and_go_from_the_rest(
    reader: Reader, tmp_path: Path
) -> None:
    said = "Fa\u200blls \u202efell\u202c.\n" + "word " * 200_000
    document = read_document(given(tmp_path, "a.md", said.encode()), reader)
    assert document.text == said
    assert tidy("Fa\u200blls\u00ad \u202efell\u202c.\r\n\n\n\ncafe\u0301 \ud800") == (
        "Falls fell.\n\ncaf\u00e9 \ufffd\n"
    )


def test_a_word_document_is_held_and_found_again(reader: Reader, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    document: Document = read_document(given(tmp_path, "a.docx", make_word()), reader)
    shelf.hold(document)
    assert shelf.find(document.text_sha256) == document


@pytest.mark.parametrize("suffix", SAMPLES)
def test_damaged_files_end_in_text_or_a_clear_error(suffix: str) -> None:
    bounds = Bounds()
    with open_reader(bounds) as reader:
        found = read_mutated(suffix, 25, 7, reader, bounds).outcomes
    assert set(found) - {"text", Crashed.code} <= set(REFUSALS)
    assert found["text"] > 0
    assert found.total() > found["text"]
