"""Documents: their text, extracted once, kept under its digest and never extracted again."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ingest.extractors.confined import Reader, open_reader
from ingest.extractors.formats import PLAIN_TEXT, Format, format_of
from ingest.extractors.refusals import NoText, TooLarge
from ingest.extractors.text import read_text
from ontology.errors import InvalidInput, LimitReached, StorageFailure

MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class Document:
    """One document as it was taken in.

    Offsets of spans count the Unicode code points of `text`. `extractor` names how the text was had
    from the bytes, with its version.
    """

    name: str
    media_type: str
    bytes_sha256: str
    text: str
    extractor: str
    licence: str | None = None
    address: str | None = None
    coverage: str = "whole"

    @property
    def text_sha256(self) -> str:
        """The name the text is kept under."""
        return digest(self.text)

    def about(self) -> Mapping[str, object]:
        """All that is known of it but the text."""
        return {
            "name": self.name,
            "mediaType": self.media_type,
            "bytesSha256": self.bytes_sha256,
            "textSha256": self.text_sha256,
            "length": len(self.text),
            "extractor": self.extractor,
            "licence": self.licence,
            "address": self.address,
            "coverage": self.coverage,
        }


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def read_document(path: Path, reader: Reader | None = None) -> Document:
    """A document from its file; plain text and Markdown are decoded and otherwise untouched.

    A reader that is open serves many documents; without one, a process is started for this one
    where its format needs it. Raises StorageFailure where the file cannot be read, and one of the
    refusals of documents, with a code of its own, where it gives no text.
    """
    form = format_of(path)
    data = _read(path, MOST_BYTES + 1)
    try:
        text = _extract(form, data, reader)
    except (InvalidInput, LimitReached) as error:
        msg = f"{path.name}: {error}"
        raise type(error)(msg) from None
    return Document(path.name, form.media_type, sha256(data).hexdigest(), text, form.extractor)


def _extract(form: Format, data: bytes, reader: Reader | None) -> str:
    if len(data) > MOST_BYTES:
        msg = f"more than {MOST_BYTES:,} bytes are more than a text may have: give a part of it"
        raise TooLarge(msg)
    if form in PLAIN_TEXT.values():
        text = read_text(data)
    elif reader:
        text = reader.read(form, data)
    else:
        with open_reader() as own:
            text = own.read(form, data)
    if not any(map(str.isalnum, text)):
        msg = "holds no text"
        raise NoText(msg)
    return text


def _read(path: Path, most: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise StorageFailure(msg) from None


@dataclass(frozen=True)
class Shelf:
    """The folder of texts that a repository holds, and one more of the user's to look in.

    The user's own folder (`beside`) is only read: its files count by the digest of their text.
    """

    folder: Path
    beside: Path | None = None

    def hold(self, document: Document) -> None:
        """Keep a document's text and what is known of it, on disk before this returns.

        The text comes last: what is known without a text is no document, and is written over.
        """
        name = document.text_sha256
        about = json.dumps(document.about(), indent=1, ensure_ascii=False)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self.folder / f"{name}.about.json", about.encode("utf-8"))
            _write(self.folder / f"{name}.txt", document.text.encode("utf-8"))
        except OSError as error:
            msg = f"{self.folder}: cannot be written ({error.strerror}): the text is not held"
            raise StorageFailure(msg) from None

    def find(self, text_sha256: str) -> Document | None:
        """The document whose text has this digest, or None where it is not held.

        Raises StorageFailure where a kept text is no longer what was kept.
        """
        path = self.folder / f"{text_sha256}.txt"
        if not path.exists():
            return next((doc for doc in self._beside() if doc.text_sha256 == text_sha256), None)
        text = _read(path).decode("utf-8", errors="replace")
        if digest(text) != text_sha256:
            msg = f"{path.name}: the kept text was changed: put it back (whatworked document add)"
            raise StorageFailure(msg)
        about = path.with_suffix(".about.json")
        try:
            return _document(text, json.loads(_read(about)))
        except (ValueError, LookupError, TypeError):
            msg = f"{about.name}: was changed: add the text again (whatworked document add)"
            raise StorageFailure(msg) from None

    def drop(self, text_sha256: str) -> None:
        """Remove a text and all that was known of it."""
        for path in self.folder.glob(f"{text_sha256}.*"):
            path.unlink()

    def names(self) -> list[str]:
        """The digests of the texts that are kept."""
        return (
            sorted(path.stem for path in self.folder.glob("*.txt")) if self.folder.exists() else []
        )

    def check(self) -> Iterator[str]:
        """One sentence for each kept text that is no longer what was kept."""
        for name in self.names():
            try:
                self.find(name)
            except StorageFailure as error:
                yield str(error)

    def _beside(self) -> Iterator[Document]:
        for path in sorted(self.beside.iterdir()) if self.beside and self.beside.is_dir() else ():
            if path.suffix.lower() in PLAIN_TEXT and path.is_file():
                try:
                    yield read_document(path)
                except (InvalidInput, StorageFailure):
                    continue


def _document(text: str, about: Mapping[str, str]) -> Document:
    return Document(
        name=about["name"],
        media_type=about["mediaType"],
        bytes_sha256=about["bytesSha256"],
        text=text,
        extractor=about["extractor"],
        licence=about["licence"],
        address=about["address"],
        coverage=about["coverage"],
    )


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and on disk."""
    part = path.with_suffix(path.suffix + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
