"""Zip archives: written the same from the same files, and read as what strangers send."""

import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph.files import storage_failures
from ontology.errors import InvalidInput

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip has no earlier time
_ENCRYPTED = 0x1
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE = 2**20
_ARCHIVES = (".zip", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".jar", ".docx", ".xlsx")


class UnsafeArchive(InvalidInput):
    """The archive could do harm, or is none; nothing of it was kept."""

    code = "unsafeArchive"


@dataclass(frozen=True)
class Bounds:
    """How much an archive may hold: entries, bytes in all, and bytes for each byte packed."""

    entries: int = 100_000
    size: int = 4 * 2**30
    ratio: int = 200


def pack(folder: Path, out: Path) -> None:
    """Write a folder as a zip; the same files give the same bytes."""
    paths = sorted(
        (path for path in folder.rglob("*") if path.is_file()),
        key=lambda path: path.relative_to(folder).as_posix(),
    )
    temporary = out.with_name(f"{out.name}.tmp")
    with storage_failures():
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for path in paths:
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = (stat.S_IFREG | 0o644) << 16
                info.create_system = 3
                with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as to:
                    shutil.copyfileobj(source, to, _PIECE)
        temporary.replace(out)


def unpack(archive: Path, folder: Path, bounds: Bounds | None = None) -> None:
    """Unpack a zip into a new folder, after every entry was looked at.

    Raises UnsafeArchive where it is no zip, or an entry is one that could do harm.
    """
    bounds = bounds or Bounds()
    try:
        with storage_failures(), zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            _look_at(entries, bounds)
            folder.mkdir()
            left = bounds.size
            for entry in entries:
                if not entry.is_dir():
                    left -= _extract(opened, entry, folder / entry.filename, left)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        msg = f"{archive.name}: not a whole zip ({error})"
        raise UnsafeArchive(msg) from error
    except RuntimeError as error:  # how zipfile tells that a password is wanted
        msg = f"{archive.name}: cannot be unpacked ({error})"
        raise UnsafeArchive(msg) from error


def _look_at(entries: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    if len(entries) > bounds.entries:
        _refuse(f"{len(entries)} entries are more than {bounds.entries}")
    if sum(entry.file_size for entry in entries) > bounds.size:
        _refuse(f"it would unpack to more than {bounds.size} bytes")
    for entry in entries:
        _look_at_entry(entry, bounds)
    _look_at_names([entry.filename for entry in entries])


def _look_at_entry(entry: zipfile.ZipInfo, bounds: Bounds) -> None:
    name = entry.orig_filename
    mode = entry.external_attr >> 16
    kind = stat.S_IFMT(mode)
    for wrong, what in (
        (_leads_out(name), "its name leads out of the folder"),
        (kind not in {0, stat.S_IFREG, stat.S_IFDIR}, "it is a link or a device"),
        (entry.flag_bits & _ENCRYPTED, "it is encrypted"),
        (entry.compress_type not in _PACKED, "it is packed in an unusual way"),
        (name.lower().endswith(_ARCHIVES), "it is an archive itself"),
        (
            entry.file_size > bounds.ratio * max(entry.compress_size, 1)
            and entry.file_size > _PIECE,
            f"it unpacks to more than {bounds.ratio} times its size",
        ),
    ):
        if wrong:
            _refuse(f"{name[:100]!r}: {what}")


def _leads_out(name: str) -> bool:
    parts = PurePosixPath(name).parts
    odd = "\\" in name or ":" in name or any(ord(character) < ord(" ") for character in name)
    return odd or not parts or name.startswith("/") or bool({"..", "."} & set(name.split("/")))


def _look_at_names(names: Iterable[str]) -> None:
    """No two entries may be one file, also where letter case or composition does not count."""
    seen: set[str] = set()
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold().rstrip("/")
        if key in seen:
            _refuse(f"{name[:100]!r}: two entries have this name, or differ by case alone")
        seen.add(key)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, left: int) -> int:
    """Write one entry and give its bytes, counted: what the header says may be a lie."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(entry) as source, path.open("xb") as file:
        while piece := source.read(_PIECE):
            written += len(piece)
            if written > min(entry.file_size, left):
                _refuse(f"{entry.filename[:100]!r}: it is longer than it says")
            file.write(piece)
    return written


def _refuse(what: str) -> None:
    raise UnsafeArchive(what)
