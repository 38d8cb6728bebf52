"""Zip archives from strangers: everything about them is checked before anything in them is read, and nothing is ever written to disk."""

from __future__ import annotations

import io
import mmap
import re
import stat
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from designer.core.importers.imported import Unreadable

MOST_ENTRIES = 20_000
MOST_BYTES = 2_000_000_000  # of all entries together, unpacked
MOST_RATIO = 300  # unpacked to packed, of an entry of more than FREE_BYTES; deflate itself reaches 1,032
FREE_BYTES = 10_000_000
LONGEST_NAME = 500

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_NESTED = re.compile(r"\.(zip|tar|tgz|gz|bz2|xz|7z|rar|whl|jar|egg|zst)$", re.IGNORECASE)
_ENCRYPTED = 0x1
_ENTRY = b"PK\x01\x02"  # begins each line of the list of files
_UNPACK = "Unpack it and drop the one file that is meant."


class Archive:
    """A zip in memory or on the disk whose names and sizes are sound. Raises Unreadable, with a sentence, for any other."""

    def __init__(self, data: bytes | Path, *, most_bytes: int = MOST_BYTES, most_entries: int | None = None) -> None:
        most = MOST_ENTRIES if most_entries is None else most_entries
        if (count := _count(data)) > most:  # before zipfile makes an object of each
            raise Unreadable(f"This archive holds {count:,} files; at most {most:,} are read. {_UNPACK}")
        try:
            self._zip = zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError, EOFError) as error:
            raise Unreadable("This zip archive is damaged or not complete: its list of files cannot be read. Fetch or make it again.") from error
        entries = self._zip.infolist()
        _check_sizes(entries, data.stat().st_size if isinstance(data, Path) else len(data), most_bytes)
        for entry in entries:
            _check(entry)
        double = next((name for name, count in Counter(entry.filename for entry in entries).items() if count > 1), None)
        if double:
            raise Unreadable(f"This archive holds two files called {_shown(double)}, and which one is meant cannot be known. {_UNPACK}")
        self.names: tuple[str, ...] = tuple(entry.filename for entry in entries if not entry.is_dir())

    def read(self, name: str, most: int | None = None) -> bytes:
        """A file of the archive; `most` bounds its size. Raises Unreadable where it is missing, damaged or too large."""
        try:
            entry = self._zip.getinfo(name)
        except KeyError:
            raise Unreadable(f"This archive holds no file {_shown(name)}.") from None
        if most is not None and entry.file_size > most:
            raise Unreadable(f"{_shown(name)} in this archive holds {entry.file_size:,} bytes; at most {most:,} are read.")
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
            raise Unreadable(f"{_shown(name)} in this archive is damaged. Fetch or make the archive again.") from error

    def size(self, name: str) -> int:
        """The unpacked size of a file of the archive."""
        return self._zip.getinfo(name).file_size


def _count(data: bytes | Path) -> int:
    """How many entries an archive may list."""
    if isinstance(data, bytes):
        return data.count(_ENTRY)
    with data.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        return sum(1 for _ in re.finditer(re.escape(_ENTRY), mapped))


def _check_sizes(entries: list[zipfile.ZipInfo], size: int, most: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > most:
        raise Unreadable(f"Unpacked, this archive would hold {unpacked:,} bytes; at most {most:,} are read.")
    if sum(entry.compress_size for entry in entries) > size:
        raise Unreadable("The files of this archive overlap, as no program writes them. It is not read.")


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if not _is_plain(name) or not _is_plain(entry.orig_filename):
        raise Unreadable(f"This archive names a file outside its own folder, {_shown(entry.orig_filename)}. It is not read.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable(f"{_shown(name)} in this archive is a link to another file. It is not read.")
    if _NESTED.search(name):
        raise Unreadable(f"There is another archive in this one, {_shown(name)}. {_UNPACK}")
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable("This archive is locked by a password. Unlock it first.")
    if entry.compress_type not in _METHODS:
        raise Unreadable(f"{_shown(name)} in this archive is packed in a way that is not read. Pack it again as an ordinary zip.")
    if entry.file_size > FREE_BYTES and entry.file_size > MOST_RATIO * entry.compress_size:
        raise Unreadable(f"{_shown(name)} in this archive unpacks to {entry.file_size:,} bytes from {entry.compress_size:,}. It is not read.")


def _is_plain(name: str) -> bool:
    """Whether a name stays within the archive's own folder on every system."""
    parts = name.replace("\\", "/").rstrip("/").split("/")
    return len(name) <= LONGEST_NAME and "\x00" not in name and ":" not in parts[0] and all(part not in ("", "..") for part in parts)


def _shown(name: str) -> str:
    return repr(name if len(name) <= 80 else f"{name[:77]}…")
