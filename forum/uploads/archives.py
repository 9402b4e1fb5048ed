"""ZIP archives: which document one is, and whether it is safe, without unpacking it.

Members are counted and their declared sizes added; only two that say what the document is are
read, and of those no more than a little.
"""

import zipfile
import zlib
from collections.abc import Mapping
from typing import IO
from xml.etree import ElementTree

from forum.uploads.kinds import Kind
from forum.uploads.rules import FileDamaged, FileTypeRefused, FileUnsafe

MOST_MEMBERS = 5_000
MOST_UNPACKED = 500_000_000
"""Bytes that all members together say they have."""
MOST_RATIO = 200
"""Unpacked bytes for each packed one, of archives that unpack to more than `SMALL`."""
SMALL = 10_000_000
LONGEST_DIRECTORY = 1_000_000
"""Bytes of an archive's list of members."""
_LONGEST_LABEL = 1_000_000

_END = b"PK\x05\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 65_535

# OpenDocument 1.3, part 2, §3.3 and EPUB 3.3 §4.2.5: the first member, stored as it is.
_BY_LABEL: Mapping[bytes, Kind] = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    b"application/vnd.oasis.opendocument.presentation": Kind.ODP,
    b"application/epub+zip": Kind.EPUB,
}
_LABEL = "mimetype"
# ECMA-376, part 2, §6.2.3.2: types of all parts; the main one has one of these.
_TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_MAIN_PART: Mapping[str, Kind] = {
    f"{_OFFICE}wordprocessingml.document.main+xml": Kind.DOCX,
    f"{_OFFICE}spreadsheetml.sheet.main+xml": Kind.XLSX,
    f"{_OFFICE}presentationml.presentation.main+xml": Kind.PPTX,
    f"{_OFFICE}presentationml.slideshow.main+xml": Kind.PPTX,
}
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex")
_PROGRAM_FOLDERS = ("basic/", "scripts/")


def document_kind(file: IO[bytes], size: int) -> Kind:
    """Which kind of document an archive is.

    Raises:
        FileDamaged: it cannot be read.
        FileTypeRefused: it is another archive.
        FileUnsafe: it holds macros, is locked, or unpacks to too much.
    """
    _check_directory(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(archive.infolist(), size)
            return _kind(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise FileDamaged from error
    except NotImplementedError as error:  # packed in a way that no document uses
        raise FileTypeRefused from error


def _check_directory(file: IO[bytes], size: int) -> None:
    """Look at how long the list of members is before it is read whole (APPNOTE §4.3.16)."""
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise FileDamaged
    members = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if members > MOST_MEMBERS or length > LONGEST_DIRECTORY:
        raise FileUnsafe


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise FileUnsafe
    if unpacked > SMALL and unpacked > MOST_RATIO * size:
        raise FileUnsafe
    names = [member.filename.lower() for member in members]
    if any(_is_unsafe(name) for name in names) or any(one.flag_bits & 1 for one in members):
        raise FileUnsafe


def _is_unsafe(name: str) -> bool:
    """Whether a member holds a program, or would be unpacked outside of its folder."""
    leaves = name.startswith("/") or "\\" in name or ".." in name.split("/")
    return leaves or name.startswith(_PROGRAM_FOLDERS) or any(one in name for one in _PROGRAMS)


def _kind(archive: zipfile.ZipFile) -> Kind:
    first = archive.infolist()[0] if archive.infolist() else None
    if first is not None and first.filename == _LABEL:
        found = _BY_LABEL.get(_beginning(archive, first).strip())
    else:
        found = _office_kind(archive)
    if found is None:
        raise FileTypeRefused
    return found


def _office_kind(archive: zipfile.ZipFile) -> Kind | None:
    if _TYPES not in archive.namelist():
        return None
    listed = _beginning(archive, archive.getinfo(_TYPES))
    if b"<!" in listed:  # no document type stands there, and entities are what bombs are made of
        raise FileUnsafe
    try:
        parts = list(ElementTree.fromstring(listed))  # noqa: S314 (see above)
    except ElementTree.ParseError as error:
        raise FileDamaged from error
    types = {part.get("ContentType", "") for part in parts}
    if any("macroenabled" in one.lower() for one in types):
        raise FileUnsafe
    return next((_BY_MAIN_PART[one] for one in sorted(types) if one in _BY_MAIN_PART), None)


def _beginning(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as part:
        read = part.read(_LONGEST_LABEL + 1)
    if len(read) > _LONGEST_LABEL:
        raise FileUnsafe
    return read
