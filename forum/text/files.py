"""Files uploaded here: their addresses, what these tell of a picture, and pictures as links."""

import re
from collections.abc import Callable
from html import unescape

from markupsafe import escape

WIDTHS = (320, 960)
"""Pixels of the small copies that pictures have, where they are wider."""
SIZES = "(min-width: 48rem) 44rem, 100vw"
"""How wide a picture is at most shown in a post (HTML §4.8.4.2.2)."""
MOST_FILES = 100
"""Files of one text that count as referred to."""

_NAME = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"
_PICTURE = re.compile(rf"/u/[0-9]{{1,18}}/([1-9][0-9]{{0,4}})x([1-9][0-9]{{0,4}})/{_NAME}")
_COPY = rf"/u/[0-9]{{1,18}}/[0-9x]{{3,11}}/{_NAME}(?:\?w=[0-9]{{3}})? [0-9]{{1,5}}w"
_SRCSET = re.compile(rf"{_COPY}(?:, {_COPY}){{1,2}}")
_REFERENCE = re.compile(r'<(?:a|img) [^<>]*?(?:src|href)="(?:https?://[^/"]*)?/u/([0-9]{1,18})/')
_MARKED = re.compile(r"([\\`*_\[\]<>])")
# Tags as the sanitiser writes them: every value in double quotes.
_TAGS = re.compile(r'<a(?: [^<>"]+="[^"]*")*>|</a>|<img((?: [a-z]+="[^"]*")*)>')
_VALUE = re.compile(r' ([a-z]+)="([^"]*)"')


def address(number: int, name: str, width: int = 0, height: int = 0) -> str:
    """The address of a file; a picture's tells its size, so that pages keep room for it.

    Args:
        number: the upload's.
        name: ASCII letters, digits, `-`, `_` and `.`; only for people to read.
        width: of a picture, in pixels; 0 for other files.
        height: the same.
    """
    return f"/u/{number}/{width}x{height}/{name}" if width else f"/u/{number}/{name}"


def markdown(name: str, url: str, *, picture: bool) -> str:
    """What a text shows a file, or links to it, with; the name stands for words about it."""
    words = _MARKED.sub(r"\\\1", name.rpartition(".")[0] if picture else name)
    return f"{'!' if picture else ''}[{words}]({url})"


def picture_size(url: str) -> tuple[int, int] | None:
    """Width and height in pixels of a picture uploaded here; `None` of any other address."""
    found = _PICTURE.fullmatch(url)
    return (int(found[1]), int(found[2])) if found else None


def srcset(url: str, width: int) -> str:
    """The small copies and the picture itself, as `srcset` (HTML §4.8.4.2.1); "" without copies."""
    small = [f"{url}?w={one} {one}w" for one in WIDTHS if one < width]
    return ", ".join([*small, f"{url} {width}w"]) if small else ""


def is_srcset(value: str) -> bool:
    """Whether a `srcset` names only pictures uploaded here."""
    return _SRCSET.fullmatch(value) is not None


def referred(html: str) -> tuple[int, ...]:
    """Numbers of the uploads that a rendered text shows or links to, each once, in order."""
    numbers = dict.fromkeys(int(found) for found in _REFERENCE.findall(html))
    return tuple(numbers)[:MOST_FILES]


def without_pictures(html: str, say: Callable[[str, tuple[int, int] | None], str]) -> str:
    """The same with a link in the place of each picture, for those who pay for every byte.

    Args:
        html: as `forum.text.sanitize` leaves it.
        say: makes the words, as text, of a picture's description and its size.
    """
    inside = False

    def replaced(tag: re.Match[str]) -> str:
        nonlocal inside
        if not tag[0].startswith("<img"):
            inside = tag[0] != "</a>"
            return tag[0]
        values = dict(_VALUE.findall(tag[1]))
        words = escape(say(unescape(values.get("alt", "")), picture_size(values.get("src", ""))))
        return str(words) if inside else f'<a href="{values.get("src", "")}">{words}</a>'

    return _TAGS.sub(replaced, html)
