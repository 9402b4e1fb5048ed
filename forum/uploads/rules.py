"""What may be uploaded, how much of it, and the ways that an upload is refused."""

from dataclasses import dataclass
from datetime import timedelta

from forum.core.errors import N_, ForumError
from forum.text.files import WIDTHS

MB = 1_000_000
MOST_PIXELS = 40_000_000
"""Of a picture; decoded, they take up to 160 MB."""
LONGEST_SIDE = 16_000
"""Pixels; WebP, in which small copies are made, ends a little above."""
MOST_MOVING_PIXELS = 60_000_000
"""Of all frames of a moving picture together."""

FILES_A_DAY = 100
BYTES_A_DAY = 100 * MB
BYTES_ALTOGETHER = 2000 * MB
"""Of one member; the same bytes under two names count twice."""

UNUSED_KEPT = timedelta(days=1)
"""How long an upload waits for a text that refers to it."""
BYTES_KEPT = timedelta(hours=1)
"""How long bytes stay after somebody last uploaded them: longer than any upload takes."""
DAY = timedelta(days=1)


class EmptyFile(ForumError):
    """The file holds no bytes, or no file was chosen."""

    code, status, text = "empty_file", 422, N_("Choose a file that is not empty.")


class FileTypeRefused(ForumError):
    """The file's content is of no kind that is taken."""

    code, status = "file_type_refused", 415
    text = N_(
        "Files of this type are not taken. Pictures (JPEG, PNG, GIF, WebP, AVIF), PDF, office "
        "documents, EPUB, plain text and CSV in UTF-8, and sound (MP3, M4A, Ogg) are."
    )


class FileTypeMismatch(ForumError):
    """The file's name says another kind than its content."""

    code, status = "file_type_mismatch", 415
    text = N_("The name ends in .{named}, but the content is of the type {found}.")


class FileDamaged(ForumError):
    """The file begins as one of its kind and cannot be read as one."""

    code, status = "file_damaged", 422
    text = N_("This file is damaged or not complete.")


class FileUnsafe(ForumError):
    """The archive holds macros, or unpacks to more than it should."""

    code, status = "file_unsafe", 422
    text = N_("This document holds macros or unpacks to far too much. Save it without them.")


class PictureTooLarge(ForumError):
    """The picture has more pixels than are decoded."""

    code, status = "picture_too_large", 422
    text = N_("This picture has too many pixels. At most {megapixels} million are taken.")


class UploadQuotaReached(ForumError):
    """The member has uploaded as much as one may in a day, or altogether."""

    code, status = "upload_quota_reached", 429
    text = N_("You have uploaded as much as one member may for now. Try again tomorrow.")


class UploadInUse(ForumError):
    """A post refers to the file, so it stays."""

    code, status = "upload_in_use", 409
    text = N_("A post shows this file. Take it out of the post, or delete the post.")


@dataclass(frozen=True, slots=True)
class Used:
    """How much a member has uploaded: files and bytes since a day, and bytes altogether."""

    files: int
    recent: int
    altogether: int


def check_quota(used: Used, size: int) -> None:
    """Let `size` bytes more in.

    Raises:
        UploadQuotaReached: they would be too many.
    """
    if (
        used.files >= FILES_A_DAY
        or used.recent + size > BYTES_A_DAY
        or used.altogether + size > BYTES_ALTOGETHER
    ):
        raise UploadQuotaReached


def check_pixels(width: int, height: int, frames: int = 1) -> None:
    """Let a picture be decoded.

    Raises:
        FileDamaged: it has no pixels.
        PictureTooLarge: it has too many.
    """
    if width < 1 or height < 1:
        raise FileDamaged
    most = MOST_PIXELS if frames == 1 else MOST_MOVING_PIXELS
    if max(width, height) > LONGEST_SIDE or width * height * frames > most:
        raise PictureTooLarge(megapixels=most // 1_000_000)


def copies(width: int, *, moving: bool) -> tuple[int, ...]:
    """Widths of the small copies that a picture of `width` pixels has."""
    return () if moving else tuple(one for one in WIDTHS if one < width)
