"""Quotes: what somebody else wrote, with who did, as the beginning of an answer."""

import re

from i18n.segment import truncate

LONGEST = 2_000
"""Characters of a quote; whoever wants more links to it."""

_MARKED = re.compile(r"([\\`*_\[\]<>])")


def quote(source: str, author: str, url: str) -> str:
    """Markdown that quotes a text, names its author and links to it; ends with an empty line.

    Args:
        source: Markdown; quotes in it stay quotes.
        author: a name, as plain text.
        url: where the text stands.
    """
    name = _MARKED.sub(r"\\\1", " ".join(author.split()))
    # The author comes first: a block of code that is cut off would swallow what follows it.
    lines = [f"[{name}]({url}):", "", *truncate(source.strip(), LONGEST).splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
