"""The formats of documents: their file endings, media types and who reads them."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ingest.extractors.refusals import UnknownFormat


@dataclass(frozen=True)
class Format:
    """A format: the module that reads it, in which version, and the library it stands on."""

    name: str
    media_type: str
    module: str
    revision: int
    library: str | None = None

    @property
    def extractor(self) -> str:
        """How a text is had from such bytes: it changes where another text may come out."""
        by = f" {self.library} {version(self.library)}" if self.library else ""
        return f"{self.module}/{self.revision}{by}"


_PLAIN = Format("text", "text/plain", "text", 1)
_MARKDOWN = Format("Markdown", "text/markdown", "text", 1)
_WORD = Format(
    "Word document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "word",
    1,
    "python-docx",
)
_PDF = Format("PDF", "application/pdf", "pdf", 1, "pypdf")
_WEB = Format("web page", "text/html", "web", 1, "trafilatura")

PLAIN_TEXT = {".txt": _PLAIN, ".text": _PLAIN, ".md": _MARKDOWN, ".markdown": _MARKDOWN}
FORMATS = PLAIN_TEXT | {".docx": _WORD, ".pdf": _PDF, ".html": _WEB, ".htm": _WEB}


def format_of(path: Path) -> Format:
    """The format of a file, by the ending of its name. Raises UnknownFormat for any other."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        msg = f"{path.name}: save the document as one of {', '.join(FORMATS)}: these are read"
        raise UnknownFormat(msg)
    return found
