"""Zip archives from strangers: refused before anything in them is read."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from designer.core.importers import archives
from designer.core.importers.archives import Archive
from designer.core.importers.imported import Unreadable


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, data in files.items():
            file.writestr(zipfile.ZipInfo(name), data, compress_type=compression)
    return out.getvalue()


def test_a_sound_archive_is_read() -> None:
    archive = Archive(zipped({"config.json": b"{}", "assets/words.txt": b"a b"}))
    assert archive.names == ("config.json", "assets/words.txt")
    assert archive.read("assets/words.txt") == b"a b"
    assert archive.size("config.json") == 2


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.json", "a/../../b", "C:\\windows\\x", "c:/x", "..\\x", "a//b", "x" * 600])
def test_names_that_lead_out_of_the_archive_are_refused(name: str) -> None:
    with pytest.raises(Unreadable, match="outside its own folder"):
        Archive(zipped({name: b"x"}))


def test_a_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("config.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    with pytest.raises(Unreadable, match="link"):
        Archive(out.getvalue())


def test_an_archive_in_an_archive_is_refused() -> None:
    with pytest.raises(Unreadable, match="another archive"):
        Archive(zipped({"inner.zip": zipped({"a": b"b"})}))


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size() -> None:
    bomb = zipped({"config.json": b"\0" * 20_000_000})
    with pytest.raises(Unreadable, match=r"unpacks to 20,000,000 bytes"):
        Archive(bomb)
    with pytest.raises(Unreadable, match="at most 1,000,000 are read"):
        Archive(bomb, most_bytes=1_000_000)


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 3)
    with pytest.raises(Unreadable, match="holds 4 files"):
        Archive(zipped({str(place): b"" for place in range(4)}))


def test_files_that_overlap_are_refused() -> None:
    data = bytearray(zipped({f"{place}.json": b"x" * 100 for place in range(3)}, zipfile.ZIP_STORED))
    directory = data.index(b"PK\x01\x02")
    for _ in range(3):
        struct.pack_into("<II", data, directory + 20, 250, 250)
        directory = data.find(b"PK\x01\x02", directory + 4)
    with pytest.raises(Unreadable, match="overlap"):
        Archive(bytes(data))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_two_files_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("config.json", "{}")
        file.writestr("config.json", "[]")
    with pytest.raises(Unreadable, match="two files"):
        Archive(out.getvalue())


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(zipped({"config.json": b"{}"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match="password"):
        Archive(bytes(data))


def test_a_size_that_lies_is_found_when_the_file_is_read() -> None:
    data = bytearray(zipped({"config.json": b"{}" * 500}))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    with pytest.raises(Unreadable, match="damaged"):
        Archive(bytes(data)).read("config.json")


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100, zipped({"a": b"b" * 100})[:-30]])
def test_half_an_archive_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        Archive(data)


def test_a_file_larger_than_the_caller_takes_is_refused() -> None:
    with pytest.raises(Unreadable, match="at most 10 are read"):
        Archive(zipped({"config.json": b"x" * 11})).read("config.json", most=10)
