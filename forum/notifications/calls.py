"""Whom a post calls: by name, or by quoting a post of theirs. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from forum.core.ids import PostId
from forum.notifications.rules import MOST_NAMED
from forum.text.markdown import render
from forum.text.parser import parser

_POST = re.compile(r"/p/([1-9]\d{0,17})(?![\d/])")


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom a post calls; `MOST_NAMED` of each at most, in the order of the text.

    Attributes:
        handles: in lower case, mentioned outside of quotes.
        quoted: posts that a quote links to.
    """

    handles: tuple[str, ...] = ()
    quoted: tuple[PostId, ...] = ()


def calls(source: str, site: str) -> Calls:
    """Read a post's Markdown.

    Args:
        source: as stored.
        site: public address of this site, which links in quotes may begin with.
    """
    if "@" not in source and "/p/" not in source:
        return Calls()
    rendered = render(source)
    quoted: dict[PostId, None] = {}
    if any(_post(link, site) for link in rendered.links):
        quoted = dict.fromkeys(_quoted(source, site))
    return Calls(rendered.mentions[:MOST_NAMED], tuple(quoted)[:MOST_NAMED])


def _quoted(source: str, site: str) -> Iterator[PostId]:
    depth = 0
    for token in parser().parse(source):
        if token.tag == "blockquote":
            depth += token.nesting
        elif depth:
            yield from _linked(token, site)


def _linked(token: Token, site: str) -> Iterator[PostId]:
    for child in token.children or ():
        if child.type == "link_open" and (found := _post(str(child.attrs["href"]), site)):
            yield found


def _post(href: str, site: str) -> PostId | None:
    match = _POST.match(href.removeprefix(site))
    return PostId(int(match[1])) if match else None
