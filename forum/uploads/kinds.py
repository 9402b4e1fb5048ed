"""Which kinds of files are taken, and how each is known by its first bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A kind of file, by its usual extension."""

    JPEG = "jpg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    AVIF = "avif"
    PDF = "pdf"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    EPUB = "epub"
    TXT = "txt"
    CSV = "csv"
    MP3 = "mp3"
    M4A = "m4a"
    OGG = "ogg"


@dataclass(frozen=True, slots=True)
class About:
    """What is fixed for a kind.

    Attributes:
        media_type: as it is served (IANA media types).
        extensions: those that a name may have, beside the kind's own.
    """

    media_type: str
    extensions: frozenset[str] = frozenset()


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

ABOUT: Mapping[Kind, About] = {
    Kind.JPEG: About("image/jpeg", frozenset({"jpeg", "jpe", "jfif"})),
    Kind.PNG: About("image/png", frozenset({"apng"})),
    Kind.GIF: About("image/gif"),
    Kind.WEBP: About("image/webp"),
    Kind.AVIF: About("image/avif"),
    Kind.PDF: About("application/pdf"),
    Kind.ODT: About(f"{_OPEN}.text"),
    Kind.ODS: About(f"{_OPEN}.spreadsheet"),
    Kind.ODP: About(f"{_OPEN}.presentation"),
    Kind.DOCX: About(f"{_OFFICE}.wordprocessingml.document"),
    Kind.XLSX: About(f"{_OFFICE}.spreadsheetml.sheet"),
    Kind.PPTX: About(f"{_OFFICE}.presentationml.presentation"),
    Kind.EPUB: About("application/epub+zip"),
    Kind.TXT: About("text/plain; charset=utf-8", frozenset({"text", "md", "markdown"})),
    Kind.CSV: About("text/csv; charset=utf-8"),
    Kind.MP3: About("audio/mpeg"),
    Kind.M4A: About("audio/mp4"),
    Kind.OGG: About("audio/ogg", frozenset({"oga", "opus"})),
}

PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.AVIF})
"""Shown on pages; everything else is downloaded."""
ARCHIVES = frozenset({Kind.ODT, Kind.ODS, Kind.ODP, Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.EPUB})
"""Kinds that are ZIP archives; which one, their content says (see `archives`)."""
TEXTS = frozenset({Kind.TXT, Kind.CSV})

HEAD = 64
"""How many first bytes `by_signature` needs."""
ZIP = b"PK\x03\x04"

_AT_START: Mapping[bytes, Kind] = {
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"GIF87a": Kind.GIF,
    b"GIF89a": Kind.GIF,
    b"%PDF-1.": Kind.PDF,
    b"%PDF-2.": Kind.PDF,
    b"ID3": Kind.MP3,
    b"OggS\x00": Kind.OGG,
}
# ISO base media files (ISO/IEC 14496-12 §4.3): the brand that says what the file is.
_BRANDS: Mapping[bytes, Kind] = {
    b"avif": Kind.AVIF,
    b"avis": Kind.AVIF,
    b"M4A ": Kind.M4A,
    b"M4B ": Kind.M4A,
}


def by_signature(head: bytes) -> Kind | None:
    """The kind of a file that says so in its first bytes; `None` for archives, texts and others.

    Args:
        head: the first `HEAD` bytes.
    """
    for signature, kind in _AT_START.items():
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    return Kind.MP3 if _is_mp3_frame(head) else None


def _is_mp3_frame(head: bytes) -> bool:
    """Whether this is the header of an MPEG audio frame, layer III (ISO/IEC 11172-3 §2.4.1.3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004
        return False
    version, rate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and rate not in {0, 15} and sampling != 3  # noqa: PLR2004


def extensions(kind: Kind) -> frozenset[str]:
    """Extensions, in lower case, that the name of such a file may have.

    Pictures take each other's: they are decoded whatever they are called, and get their own.
    """
    if kind in PICTURES:
        return frozenset().union(*(_own(one) for one in PICTURES))
    return _own(kind)


def _own(kind: Kind) -> frozenset[str]:
    return ABOUT[kind].extensions | {kind.value}
