"""Pictures written anew: pixels stay, everything else goes."""

import io
import struct
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from forum.uploads.kinds import Kind
from forum.uploads.pictures import Picture, rewrite, write_copies
from forum.uploads.rules import FileDamaged, PictureTooLarge
from tests.forum.uploads import samples

SECRET = b"Iloilo 10.72N 122.56E"
GPS = {1: "N", 2: (10.0, 43.0, 12.0), 3: "E", 4: (122.0, 33.0, 36.0)}


def anew(content: bytes, kind: Kind) -> tuple[Picture, bytes]:
    into = io.BytesIO()
    made = rewrite(io.BytesIO(content), kind, into)
    return made, into.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010E] = SECRET.decode()
    found.get_ifd(0x8825).update(GPS)
    return found


def sayings(kind: Kind) -> dict[str, Any]:
    """What each format can carry beside its pixels."""
    if kind == Kind.PNG:
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", SECRET.decode())
        told.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        return {"pnginfo": told, "exif": exif()}
    if kind == Kind.GIF:
        return {"comment": SECRET}
    if kind == Kind.JPEG:
        return {"exif": exif(), "comment": SECRET, "xmp": SECRET}
    return {"exif": exif(), "xmp": SECRET}


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.AVIF])
def test_what_is_written_beside_the_pixels_goes(kind: Kind) -> None:
    form = "JPEG" if kind == Kind.JPEG else kind.upper()
    sent = samples.picture(form, **sayings(kind))
    assert SECRET in sent
    made, content = anew(sent + b"<script>alert(1)</script>", kind)
    assert (made.kind, made.width, made.height, made.moving) == (kind, 40, 30, False)
    shown = opened(content)
    assert shown.size == (40, 30)
    assert SECRET not in content
    assert b"<script>" not in content
    assert not shown.getexif()
    assert not {"comment", "xmp", "exif", "Comment", "XML:com.adobe.xmp"} & shown.info.keys()


def test_a_picture_on_its_side_is_turned_upright() -> None:
    made, content = anew(samples.picture("JPEG", exif=exif(6)), Kind.JPEG)
    assert (made.width, made.height) == (30, 40)
    assert opened(content).size == (30, 40)
    red, _, _ = opened(content).convert("RGB").getpixel((29, 0))  # type: ignore[misc]
    assert red > 200  # the mark of the first corner


def test_the_colour_profile_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _, content = anew(samples.picture("JPEG", icc_profile=profile), Kind.JPEG)
    assert opened(content).info["icc_profile"] == profile


def test_a_profile_of_other_colours_goes() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    _, content = anew(samples.picture("JPEG", icc_profile=lab), Kind.JPEG)
    assert "icc_profile" not in opened(content).info


@pytest.mark.parametrize(
    ("form", "mode", "kind", "shown"),
    [
        ("JPEG", "CMYK", Kind.JPEG, "RGB"),
        ("JPEG", "L", Kind.JPEG, "L"),
        ("PNG", "RGBA", Kind.PNG, "RGBA"),
        ("PNG", "LA", Kind.PNG, "LA"),
        ("PNG", "I;16", Kind.PNG, "RGB"),
        ("WEBP", "RGBA", Kind.WEBP, "RGBA"),
    ],
)
def test_colours_are_kept_as_browsers_show_them(
    form: str, mode: str, kind: Kind, shown: str
) -> None:
    held = io.BytesIO()
    Image.new(mode, (20, 10)).save(held, form)
    _, content = anew(held.getvalue(), kind)
    assert opened(content).mode == shown


@pytest.mark.parametrize(
    ("form", "kind"), [("GIF", Kind.GIF), ("WEBP", Kind.WEBP), ("PNG", Kind.PNG)]
)
def test_a_moving_picture_keeps_moving(form: str, kind: Kind) -> None:
    made, content = anew(samples.moving(form), kind)
    assert made == Picture(Kind.WEBP, 20, 20, moving=True)
    shown = opened(content)
    assert getattr(shown, "n_frames", 1) == 3
    shown.seek(1)
    shown.load()
    assert shown.info["duration"] == 50


def test_a_polyglot_loses_its_other_half() -> None:
    gif = samples.picture("GIF")
    sly = gif[:-1] + b"\x21\xfe\x18<script>alert(1)</script\x00" + gif[-1:]
    _, content = anew(sly, Kind.GIF)
    assert b"script" not in content


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.AVIF])
def test_what_ends_too_early_is_damaged(kind: Kind) -> None:
    form = "JPEG" if kind == Kind.JPEG else kind.upper()
    whole = samples.picture(form, size=(300, 300), mode="RGB")
    for length in (20, len(whole) // 2):
        with pytest.raises(FileDamaged):
            anew(whole[:length], kind)


@pytest.mark.parametrize("size", [(100_000, 100_000), (16_001, 1), (7_000, 7_000)])
def test_too_many_pixels_are_not_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge):
        anew(samples.png_header(*size), Kind.PNG)


def test_no_pixels_are_no_picture() -> None:
    with pytest.raises(FileDamaged):
        anew(samples.png_header(0, 0), Kind.PNG)


def test_a_moving_picture_may_not_have_too_many_pixels_altogether(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("forum.uploads.rules.MOST_MOVING_PIXELS", 1_199)
    with pytest.raises(PictureTooLarge):
        anew(samples.moving(), Kind.GIF)


def test_a_picture_of_another_format_than_it_begins_with_is_damaged() -> None:
    with pytest.raises(FileDamaged):
        anew(samples.picture("PNG"), Kind.JPEG)


def test_text_that_unpacks_to_too_much_is_no_picture() -> None:
    bomb = PngImagePlugin.PngInfo()
    bomb.add_text("a", "x" * 80_000_000, zip=True)
    with pytest.raises(FileDamaged):
        anew(samples.picture("PNG", pnginfo=bomb), Kind.PNG)


def test_small_copies_keep_shape_and_colours() -> None:
    made, content = anew(samples.picture("JPEG", size=(1000, 500)), Kind.JPEG)
    into = {320: io.BytesIO(), 960: io.BytesIO()}
    write_copies(io.BytesIO(content), made, into)
    assert [opened(into[width].getvalue()).size for width in into] == [(320, 160), (960, 480)]
    blue = opened(into[320].getvalue()).convert("RGB").getpixel((200, 100))
    assert all(abs(a - b) < 12 for a, b in zip(blue, (0x33, 0x66, 0x99), strict=True))  # type: ignore[arg-type]


def test_a_header_alone_is_damaged() -> None:
    for content in (
        b"RIFF\x10\0\0\0WEBPVP8X",
        b"GIF89a",
        struct.pack(">I4s4s", 16, b"ftyp", b"avif"),
    ):
        kind = {b"R": Kind.WEBP, b"G": Kind.GIF}.get(content[:1], Kind.AVIF)
        with pytest.raises(FileDamaged):
            anew(content, kind)
