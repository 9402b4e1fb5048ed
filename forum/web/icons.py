"""Small pictures beside words: inline SVG, from the one set in `static/icons`."""

import re
from functools import cache

from markupsafe import Markup

from forum.web.assets import assets

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BETWEEN = re.compile(r"\s+")


@cache
def icon(name: str) -> Markup:
    """The picture `name`, hidden from screen readers: the word beside it says the same.

    Raises:
        KeyError: the set has no such picture.
    """
    svg = _COMMENT.sub("", assets()[f"icons/{name}.svg"].body.decode())
    return Markup(_BETWEEN.sub(" ", svg).strip().replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S704 (our own files)
