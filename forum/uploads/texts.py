"""Plain text: what tells it from everything else that has no signature."""

import codecs
import re
from typing import IO

from forum.uploads.rules import FileTypeRefused

_CHUNK = 1 << 16
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# Of what browsers take for a page or a drawing (mimesniff.spec.whatwg.org §7.1), what nobody writes
# into notes by chance.
_MARKUP = re.compile(
    r"<(?:!doctype|\?xml|html|head|body|script|iframe|svg|object|embed)\b", re.IGNORECASE | re.ASCII
)
_LOOKED_AT = 4_096
"""Characters at the start in which markup makes a text something else."""


def check_text(file: IO[bytes]) -> None:
    """Let plain text in UTF-8 pass.

    Raises:
        FileTypeRefused: it is something else, or markup.
    """
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    start = ""
    try:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            start += text[: _LOOKED_AT - len(start)]
            if _CONTROLS.search(text):
                raise FileTypeRefused
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise FileTypeRefused from error
    if _MARKUP.search(start):
        raise FileTypeRefused
