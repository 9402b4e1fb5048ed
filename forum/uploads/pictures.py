"""Pictures: decoded and written anew, so that pixels alone are left of what was sent.

Positions, names of devices, comments, previews and anything hidden behind a picture's end go;
what stays are pixels, transparency, the timing of frames and the colour profile (ICC.1), without
which colours change. Work for a thread: a large picture takes a second or two.
"""

import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from forum.uploads.kinds import Kind
from forum.uploads.rules import FileDamaged, PictureTooLarge, check_pixels, copies

_FORMATS: Mapping[Kind, tuple[str, ...]] = {
    Kind.JPEG: ("JPEG",),
    Kind.PNG: ("PNG",),
    Kind.GIF: ("GIF",),
    Kind.WEBP: ("WEBP",),
    Kind.AVIF: ("AVIF",),
}
_SAVING: Mapping[Kind, dict[str, Any]] = {
    Kind.JPEG: {"format": "JPEG", "quality": 90, "optimize": True, "progressive": True},
    Kind.PNG: {"format": "PNG"},
    Kind.GIF: {"format": "GIF"},
    Kind.WEBP: {"format": "WEBP", "quality": 90, "method": 3},
    Kind.AVIF: {"format": "AVIF", "quality": 80, "speed": 8},
}
_COPY: dict[str, Any] = {"format": "WEBP", "quality": 78, "method": 3}
_MOVING: dict[str, Any] = {"format": "WEBP", "quality": 80, "method": 2, "save_all": True}
_LONGEST_PROFILE = 500_000
_DEFAULT_FRAME = 100
"""Milliseconds of a frame that does not say."""

# Pixels are counted by `check_pixels`, before any is decoded.
Image.MAX_IMAGE_PIXELS = None

_BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow raises at files that are not what they say."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was written anew.

    Attributes:
        kind: as stored; moving pictures become WebP.
        width, height: pixels, upright.
        moving: whether it has several frames.
    """

    kind: Kind
    width: int
    height: int
    moving: bool


def rewrite(file: IO[bytes], kind: Kind, into: IO[bytes]) -> Picture:
    """Decode a picture and write it anew.

    Raises:
        FileDamaged: it cannot be decoded to its end.
        PictureTooLarge: it has more pixels than are decoded.
    """
    with _decoding(file, _FORMATS[kind]) as image:
        frames = 1 if kind == Kind.JPEG else getattr(image, "n_frames", 1)
        check_pixels(*image.size, frames)
        if frames > 1:
            return _rewrite_moving(image, into)
        upright = _bare(ImageOps.exif_transpose(image))
        shown = _fitting(upright, kind)
        shown.save(into, **_SAVING[kind], **_profile(image, shown))
        return Picture(kind, *shown.size, moving=False)


def _rewrite_moving(image: Image.Image, into: IO[bytes]) -> Picture:
    durations: list[int] = []

    def frames() -> Iterator[Image.Image]:
        for frame in ImageSequence.Iterator(image):
            shown = _bare(frame.convert("RGBA"))  # WebP tells a frame's time once it is decoded
            durations.append(round(frame.info.get("duration") or _DEFAULT_FRAME))
            yield shown

    every = list(frames())
    loop = int(image.info.get("loop", 1))
    rest: dict[str, Any] = {"append_images": every[1:], "duration": durations, "loop": loop}
    every[0].save(into, **_MOVING, **rest)
    return Picture(Kind.WEBP, *every[0].size, moving=True)


def write_copies(file: IO[bytes], picture: Picture, into: Mapping[int, IO[bytes]]) -> None:
    """Write a picture's small copies as WebP.

    Args:
        file: what `rewrite` wrote.
        picture: what it gave.
        into: a file for each width that `rules.copies` names.

    Raises:
        FileDamaged: it cannot be decoded, which would be a bug of ours.
    """
    with _decoding(file, _FORMATS[picture.kind]) as image:
        for width in sorted(copies(picture.width, moving=picture.moving), reverse=True):
            height = max(1, round(picture.height * width / picture.width))
            small = _fitting(_bare(image), Kind.WEBP).resize((width, height), reducing_gap=2.0)
            small.save(into[width], **_COPY, **_profile(image, small))


@contextmanager
def _decoding(file: IO[bytes], formats: tuple[str, ...]) -> Iterator[Image.Image]:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about metadata that is thrown away
            with Image.open(file, formats=formats) as image:
                yield image
    except PictureTooLarge:
        raise
    except _BROKEN as error:
        raise FileDamaged from error


def _bare(image: Image.Image) -> Image.Image:
    """The same pixels without what is written beside them, decoded."""
    image.load()
    bare = image.copy()
    bare.info = {name: image.info[name] for name in ("transparency",) if name in image.info}
    return bare


def _fitting(image: Image.Image, kind: Kind) -> Image.Image:
    """A picture in a colour mode that its kind, and every browser, has."""
    if kind == Kind.JPEG:
        return image if image.mode in {"L", "RGB"} else image.convert("RGB")
    if kind == Kind.PNG and image.mode in {"1", "L", "LA", "P", "RGB", "RGBA"}:
        return image
    if kind == Kind.GIF and image.mode in {"L", "P"}:
        return image
    has_alpha = image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _profile(original: Image.Image, written: Image.Image) -> dict[str, Any]:
    """The colour profile, where it is one of what is written (ICC.1:2022 §7.2.6)."""
    profile = original.info.get("icc_profile")
    if not isinstance(profile, bytes) or len(profile) > _LONGEST_PROFILE:
        return {}
    spaces = {b"GRAY": {"L", "LA", "1"}, b"RGB ": {"P", "RGB", "RGBA"}}
    return {"icc_profile": profile} if written.mode in spaces.get(profile[16:20], ()) else {}
