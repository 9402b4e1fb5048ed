"""The archive of a backup, whole and otherwise."""

import gzip
import io
import json
import random
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from forum.interop.backup.archive import ABOUT, SUMS, Damaged, Writer, parts, verified

NOISE = random.Random(7).randbytes(100_000)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "whole"
    (tmp_path / "picture").write_bytes(NOISE)
    with path.open("wb") as file, closing(Writer(file)) as writer:
        writer.add_json(ABOUT, {"format": "test"})
        writer.add("rows/post/00000000", b"[1]\n[2]\n")
        writer.add_file("files/uploads/ü", tmp_path / "picture")
        writer.finish(rows={"post": 2})
    return path


def test_parts_come_back_in_their_order(archive: Path) -> None:
    found = {part.name: b"".join(part.pieces()) for part in parts(archive)}
    assert list(found) == [ABOUT, "rows/post/00000000", "files/uploads/ü", SUMS]
    assert found["files/uploads/ü"] == NOISE
    about, end = verified(archive)
    assert about == {"format": "test"}
    assert end["rows"] == {"post": 2}


def test_the_same_things_make_the_same_archive(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    with again.open("wb") as file, closing(Writer(file)) as writer:
        for part in parts(archive):
            if part.name != SUMS:
                writer.add(part.name, part.data())
        writer.finish(rows={"post": 2})
    assert again.read_bytes() == archive.read_bytes()


def test_an_archive_cut_short_anywhere_is_refused(archive: Path) -> None:
    whole = archive.read_bytes()
    for length in [*range(0, 300, 7), *range(300, len(whole), 4999), len(whole) - 1]:
        archive.write_bytes(whole[:length])
        with pytest.raises(Damaged):
            verified(archive)


def test_a_byte_that_was_changed_anywhere_is_found(archive: Path) -> None:
    whole = archive.read_bytes()
    for place in [*range(10, 200, 13), *range(200, len(whole) - 20_000, 9973)]:
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        with pytest.raises(Damaged):
            verified(archive)


def changed(archive: Path, changes: dict[str, bytes | None], more: dict[str, bytes]) -> None:
    """Write the archive anew with other contents and the sums that it had."""
    kept = [(part.name, part.data()) for part in parts(archive)]
    with (
        gzip.open(archive, "wb") as unzipped,
        tarfile.open(fileobj=unzipped, mode="w|") as tar,
    ):
        for name, data in [*more.items(), *kept]:
            if (wanted := changes.get(name, data)) is not None:
                member = tarfile.TarInfo(name)
                member.size = len(wanted)
                tar.addfile(member, io.BytesIO(wanted))


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"rows/post/00000000": b"[1]\n[3]\n"}, {}),
        ({"rows/post/00000000": None}, {}),
        ({"files/uploads/ü": NOISE[1:]}, {}),
        ({}, {"rows/post/00000001": b"[4]\n"}),
        ({}, {"rows/post/00000000": b"[1]\n[2]\n"}),
        ({ABOUT: None}, {}),
        ({SUMS: None}, {}),
        ({SUMS: b"[]"}, {}),
        ({SUMS: b"{"}, {}),
        ({ABOUT: b"[]"}, {}),
        ({ABOUT: b'{"format": "other"}'}, {}),
    ],
)
def test_an_archive_with_other_parts_than_were_written_is_refused(
    archive: Path, changes: dict[str, bytes | None], more: dict[str, bytes]
) -> None:
    changed(archive, changes, more)
    with pytest.raises(Damaged):
        verified(archive)


def test_something_that_is_no_file_is_refused(archive: Path) -> None:
    with gzip.open(archive, "wb") as unzipped, tarfile.open(fileobj=unzipped, mode="w|") as tar:
        member = tarfile.TarInfo("files/link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
        about = json.dumps({"sha256": {}}).encode()
        member = tarfile.TarInfo(SUMS)
        member.size = len(about)
        tar.addfile(member, io.BytesIO(about))
    with pytest.raises(Damaged):
        verified(archive)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for data in (b"", b"From maria@example.org", gzip.compress(b"no tar")):
        (tmp_path / "file").write_bytes(data)
        with pytest.raises(Damaged):
            verified(tmp_path / "file")
