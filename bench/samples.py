"""One small document of each format, made here from sentences of our own."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

import docx

TITLE = "A quiet lamp for night wards"
PARTS: Mapping[str, Sequence[str]] = {
    "Summary": ("Two wards in Larkhill tried a quiet lamp. Falls at night fell by 12% in a year.",),
    "What the project involved": ("Choosing the lamp with patients", "Training the night staff"),
    "Results": ("Dr. Moss counted 7 falls, eg on the way to bed. The year before had 19.",),
}
TABLE = (("Ward", "Falls"), ("North", "7"), ("South", "9"))


def make_word() -> bytes:
    """A Word document with headings, a list in two levels and a table."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for heading, lines in PARTS.items():
        document.add_heading(heading, 1)
        for line in lines:
            document.add_paragraph(line, "List Bullet" if len(lines) > 1 else "Normal")
    document.add_paragraph("on three wards", "List Bullet 2")
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for row, cells in enumerate(TABLE):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def make_pdf(*, words: bool = True) -> bytes:
    """A PDF of two pages, the second one packed; without words it is like a scan."""
    lines = [TITLE, *(line for heading, said in PARTS.items() for line in (heading, *said))]
    return make_pages([some if words else [] for some in (lines[:4], lines[4:])])


def make_pages(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF of these lines, its last page packed."""
    count = len(pages)
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
    kids = " ".join(f"{number + 4} 0 R" for number in range(count))
    drawn = [_page(lines) for lines in pages]
    packed = zlib.compress(drawn.pop())
    return write_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *(f"{page}/Contents {number + count + 4} 0 R>>".encode() for number in range(count)),
            *(b"<</Length %d>>stream\n%b\nendstream" % (len(one), one) for one in drawn),
            b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
        ]
    )


def write_pdf(bodies: Sequence[bytes]) -> bytes:
    """A PDF of objects numbered from 1, the first of which is the catalogue."""
    written = b"%PDF-1.4\n"
    places: list[int] = []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(written))
    )


def _page(lines: Sequence[str]) -> bytes:
    said = "".join(f"0 -24 Td ({line}) Tj\n" for line in lines)
    return f"BT /F1 12 Tf 50 800 Td\n{said}ET".encode("cp1252")


def make_web() -> bytes:
    """A web page with a menu, a notice and a foot around its main text."""
    parts = "".join(
        f"<h2>{heading}</h2>"
        + (f"<ul>{_each(lines, 'li')}</ul>" if len(lines) > 1 else _each(lines, "p"))
        for heading, lines in PARTS.items()
    )
    rows = "".join(f"<tr>{_each(cells, 'td')}</tr>" for cells in TABLE)
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{TITLE}</title>"
        "<script>let menu = 'unsaid';</script></head><body><nav><a href='/'>Home page</a></nav>"
        f"<main><h1>{TITLE}</h1>{parts}<table>{rows}</table></main>"
        "<footer>We use cookies. All rights reserved.</footer></body></html>"
    ).encode()


def _each(lines: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def make_markdown() -> bytes:
    """A Markdown page with headings, a list and a table."""
    parts = "\n".join(
        f"## {heading}\n\n" + "".join(f"{'- ' * (len(lines) > 1)}{line}\n" for line in lines)
        for heading, lines in PARTS.items()
    )
    rows = "\n".join(f"| {' | '.join(cells)} |" for cells in TABLE)
    return f"# {TITLE}\n\n{parts}\n{rows}\n".encode()


def make_text() -> bytes:
    """A plain text with bullets."""
    parts = "\n".join(
        f"{heading}\n\n" + "".join(f"{'  • ' * (len(lines) > 1)}{line}\n" for line in lines)
        for heading, lines in PARTS.items()
    )
    return f"{TITLE}\n\n{parts}".encode()


SAMPLES: Mapping[str, Callable[[], bytes]] = {
    ".docx": make_word,
    ".pdf": make_pdf,
    ".html": make_web,
    ".md": make_markdown,
    ".txt": make_text,
}
