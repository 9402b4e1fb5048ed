"""Files for tests, made here."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), **saving: Any) -> bytes:
    """A picture of one colour with a mark in a corner."""
    image = Image.new(saving.pop("mode", "RGB"), size, saving.pop("colour", "#336699"))
    image.paste("white", (0, 0, 4, 4))
    held = io.BytesIO()
    image.save(held, form, **saving)
    return held.getvalue()


def moving(form: str = "GIF", frames: int = 3) -> bytes:
    """A picture of several frames."""
    every = [Image.new("RGB", (20, 20), (90 * one % 256, 40, 40)) for one in range(frames)]
    held = io.BytesIO()
    every[0].save(held, form, save_all=True, append_images=every[1:], duration=50, loop=0)
    return held.getvalue()


def png_header(width: int, height: int) -> bytes:
    """The beginning of a PNG that says it is large."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    body = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return b"\x89PNG\r\n\x1a\n" + chunk + body


def archive(members: dict[str, bytes | str], *, packed: bool = True) -> bytes:
    """A ZIP archive."""
    held = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(held, "w", how) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return held.getvalue()


def word(main: str = WORD, **more: bytes | str) -> bytes:
    """A document of a word processor."""
    types = CONTENT_TYPES.format(main=main)
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w/>", **more})


def open_document(label: str = "application/vnd.oasis.opendocument.text", **more: str) -> bytes:
    """A document of another one."""
    return archive({"mimetype": label, "content.xml": "<office/>", **more}, packed=False)
