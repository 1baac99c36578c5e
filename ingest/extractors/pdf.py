"""PDF, by pypdf: the text of each page in its order."""

import logging
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from ingest.extractors.refusals import NoText, PasswordProtected, TooLarge, Unreadable
from ingest.extractors.tidy import tidy

MOST_PAGES = 5_000
_MARK = b"%PDF-"
_HEAD = 1024  # bytes in which the mark of a PDF must stand
_LOCKED = "is protected by a password, or encrypted: save it without"


def read_pdf(data: bytes) -> str:
    """The text of a PDF. Raises a refusal with what is wrong with the file."""
    if _MARK not in data[:_HEAD]:
        msg = "is no PDF: it does not begin as one"
        raise Unreadable(msg)
    logging.disable()  # what the library thinks of the file is no news to the user
    try:
        return _text(PdfReader(BytesIO(data)))
    except (FileNotDecryptedError, DependencyError):
        raise PasswordProtected(_LOCKED) from None


def _text(reader: PdfReader) -> str:
    if reader.is_encrypted and not reader.decrypt(""):
        raise PasswordProtected(_LOCKED)
    count = len(reader.pages)
    if count > MOST_PAGES:
        msg = f"has {count:,} pages, more than {MOST_PAGES:,}: give the part that counts"
        raise TooLarge(msg)
    pages = [page.extract_text() for page in reader.pages]
    if not any(page.strip() for page in pages):
        msg = "has pages but no text: it may be a scan: have its words recognised (OCR) first"
        raise NoText(msg)
    return tidy("\n\n".join(pages))
