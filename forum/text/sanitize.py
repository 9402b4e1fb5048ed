"""The two walls: members' HTML reaches a page only through two sanitisers with one allow-list.

bleach reads the HTML with html5lib, nh3 with html5ever: an attack must be misread by both to pass.
bleach gets no more fixes, so it never stands alone. This is the only module that imports either.
"""

import re
import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import nh3

from forum.text import files, links

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner

_Check = Callable[[str], object]

REL: Final = "nofollow ugc noopener noreferrer"

TAGS: Final = frozenset(
    {"a", "code", "em", "s", "strong", "br", "img"}
    | {"blockquote", "div", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
    | {"table", "tbody", "td", "th", "thead", "tr"}
)


def _any(_value: str) -> bool:
    return True


def _one_of(*values: str) -> _Check:
    return frozenset(values).__contains__


_PIXELS: _Check = re.compile(r"[1-9][0-9]{0,4}").fullmatch
_CELL: Mapping[str, _Check] = {"class": _one_of("cell-left", "cell-center", "cell-right")}

#: Attributes by tag, each with the check that its value passes; `*` holds those of every tag.
ATTRIBUTES: Final[Mapping[str, Mapping[str, _Check]]] = {
    "*": {
        "dir": _one_of("auto", "ltr", "rtl"),
        "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}").fullmatch,
        "translate": _one_of("no", "yes"),
    },
    "a": {
        "class": _one_of("mention"),
        "href": links.is_allowed,
        "rel": _one_of(REL),
        "title": _any,
    },
    "code": {"class": re.compile(r"language-[a-z0-9+#.-]{1,20}").fullmatch},
    "div": {"class": _one_of("table"), "tabindex": _one_of("0")},
    "img": {
        "alt": _any,
        "height": _PIXELS,
        "loading": _one_of("lazy"),
        "sizes": _one_of(files.SIZES),
        "src": links.is_upload,
        "srcset": files.is_srcset,
        "title": _any,
        "width": _PIXELS,
    },
    "ol": {"start": re.compile(r"[0-9]{1,9}").fullmatch},
    "pre": {"class": _one_of("plain")},
    "td": _CELL,
    "th": _CELL,
}

# Character references bring in controls that HTML forbids; and parsers swallow a line break that
# begins a `pre`, one at each reading.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Text, its five references, and bare tags: no attribute but a direction, and no other element; and
# as `render` writes them, links of text alone, mentions and code. Possessive, so that no text takes
# long.
_WORDS = r"(?:[^<>&]++|&(?:amp|lt|gt|quot|#39);)"
_URL = r"https?://(?:[A-Za-z0-9._~/?#@!$*+,;=:%()-]|&amp;)++"
_PLAIN = re.compile(
    rf"(?:{_WORDS}|<br>"
    rf'|<a href="{_URL}">{_WORDS}++</a>'
    rf'|<a href="/m/[A-Za-z0-9_-]++" class="mention" translate="no">{_WORDS}++</a>'
    rf'|<code dir="auto" translate="no">{_WORDS}++</code>'
    r"|<(?:p|li|ul|ol|blockquote|h[3-6])(?: dir=\"(?:auto|ltr|rtl)\")?>|<(?:em|strong|s|code)>"
    r"|</(?:p|li|ul|ol|blockquote|h[3-6]|em|strong|s|code)>)*+"
)
_FIRST_BREAKS = re.compile(r"(<pre[^>]*>)\n+")


def sanitize(html: str) -> str:
    """Leave of `html` only what the allow-list names; the text of other elements stays.

    Links get `rel="nofollow ugc noopener noreferrer"`. Doing it twice changes nothing.
    """
    # Most posts are plain: there is nothing in them that the first, slow wall could stop.
    if not _PLAIN.fullmatch(html):
        html = first_wall(html)
    read = second_wall(html)
    # Tags nested against the rules may be read otherwise next time; one more reading settles them.
    if read != html:
        read = second_wall(read)
    return _FIRST_BREAKS.sub(r"\1", _CONTROLS.sub("", read))


def first_wall(html: str) -> str:
    """Sanitise by bleach alone; for `sanitize` and its tests."""
    return _bleach.cleaner.clean(html)


def second_wall(html: str) -> str:
    """Sanitise by nh3 alone; for `sanitize` and its tests."""
    return _NH3.clean(html)


def _is_allowed(tag: str, attribute: str, value: str) -> bool:
    check = ATTRIBUTES.get(tag, {}).get(attribute) or ATTRIBUTES["*"].get(attribute)
    return check is not None and bool(check(value))


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    return value if _is_allowed(tag, attribute, value) else None


class _Bleach(threading.local):
    """A cleaner keeps its parser's state, so each thread has one."""

    @cached_property
    def cleaner(self) -> "Cleaner":
        """Imported when the first text needs it, as in some processes none does."""
        from bleach.sanitizer import Cleaner  # noqa: PLC0415

        return Cleaner(tags=TAGS, attributes=_is_allowed, protocols=links.SCHEMES, strip=True)


_bleach = _Bleach()
_NH3 = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(checks) - {"rel"} for tag, checks in ATTRIBUTES.items()},
    attribute_filter=_filtered,
    url_schemes=set(links.SCHEMES),
    link_rel=REL,
)
