"""A reader's own words on a page that is made for many.

Where a template says `page.own("bell")`, the page holds a mark. Each time it is sent, what the mark
stands for is asked of its provider, for the one who reads: `app.OWN` names them. A page kept for
all members can so show what is one member's alone, and stays kept.

Own words are kept too. They may change only with what is announced on the channels that the page
is made from, on `member:<id>`, or on `read:<id>` (see `discussions.seen`).
"""

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from forum.core.ids import MemberId
from forum.runtime import runtime
from forum.web.identity import actor_of

# Nobody outside of this process can write a mark, so that no text of a post is taken for one.
_SALT = secrets.token_hex(12)
_MARK = re.compile(f"~{_SALT}([a-z_]+(?:-\\d+)?)~")


def mark(name: str, about: int = 0) -> Markup:
    """Stands for a reader's own words until the page is sent."""
    return Markup(f"~{_SALT}{name}-{about}~" if about else f"~{_SALT}{name}~")  # noqa: S704


def apart(text: str) -> tuple[list[str], list[str]]:
    """The pieces of a page, and the names of the marks between them: one fewer."""
    parts = _MARK.split(text)
    return parts[::2], parts[1::2]


async def own_words(request: Request[Any], names: Iterable[str]) -> Mapping[str, str]:
    """What each mark stands for, as HTML, for the one who reads; nothing for a visitor."""
    wanted: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for name in names:
        kind, _, about = name.partition("-")
        wanted[kind][int(about or 0)] = name
    words = dict.fromkeys((name for ids in wanted.values() for name in ids.values()), "")
    if actor_of(request).member_id is None:
        return words
    for kind, ids in wanted.items():
        found = await runtime(request).own[kind](request, list(ids))
        words |= {ids[about]: str(html) for about, html in found.items()}
    return words


async def filled(request: Request[Any], text: str) -> str:
    """A page with its reader's own words in it."""
    names = apart(text)[1]
    return fill(text, await own_words(request, names)) if names else text


def fill(text: str, words: Mapping[str, str]) -> str:
    """A text with words in the place of its marks."""
    if _SALT not in text:
        return text
    pieces, names = apart(text)
    return pieces[0] + "".join(
        words[name] + piece for name, piece in zip(names, pieces[1:], strict=True)
    )


def own_channels(member_id: MemberId) -> tuple[str, str]:
    """What a member's own words depend on, beside the page that they stand on."""
    return (f"member:{member_id}", f"read:{member_id}")


def blank(text: str) -> str:
    """A page for nobody in particular: without anybody's own words."""
    return "".join(apart(text)[0])
