"""Mentions: `@handle` in members' text."""

import re

from markdown_it.rules_inline import StateInline

from forum.text.scripts import UNSPACED

#: A member's handle: 2 to 30 of `a-z 0-9 _ -`, with a letter or digit at both ends.
HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,28}[a-z0-9])")

# A letter beside it makes it part of a word or an address, except in scripts without spaces.
_LETTER = rf"[^\W_{UNSPACED}]"
_MENTION = re.compile(
    rf"(?<!{_LETTER})(?<![.%+@/&=-])"
    r"@([A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9]))"
    rf"(?!{_LETTER}|[_-]+[A-Za-z0-9]|[./][A-Za-z0-9]|@)"
)


def mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (its own)
    """Inline rule of markdown-it: `@handle` becomes a token `mention`.

    Its `content` is the text as typed, its `meta["handle"]` the handle in lower case. Code, links
    and mail addresses hold no mentions.
    """
    if state.linkLevel or state.src[state.pos] != "@":
        return False
    match = _MENTION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = match.group()
        token.meta = {"handle": match[1].lower()}
    state.pos = match.end()
    return True
