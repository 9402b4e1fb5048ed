"""The words of Markdown without its signs, and of what it was rendered to."""

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

_CONTENT = frozenset({"text", "code_inline", "mention"})
_BREAKS = frozenset({"softbreak", "hardbreak"})
_IMAGE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_WITHIN_WORDS = re.compile(r"</?(?:a|code|em|s|strong)(?:\s[^>]*)?>")
_TAG = re.compile(r"<[^>]*>")


def inline_text(tokens: Sequence[Token]) -> str:
    """The text of one block's inline tokens; an image stands for its description."""
    return "".join(map(_text, tokens))


def block_texts(tokens: Sequence[Token], *, quotes: bool = True) -> Iterator[str]:
    """The text of each block that holds some, in order; blocks in quotes only if `quotes`."""
    depth = 0
    for token in tokens:
        if token.type.startswith("blockquote"):
            depth += token.nesting
        elif quotes or not depth:
            yield from _block(token)


def _block(token: Token) -> Iterator[str]:
    if token.children:
        yield inline_text(token.children)
    elif token.type in {"fence", "code_block"}:
        yield token.content


def _text(token: Token) -> str:
    if token.type in _CONTENT:
        return token.content
    if token.type in _BREAKS:
        return " "
    return inline_text(token.children or ())


def html_text(safe: str) -> str:
    """The text of a rendered post, of which an image gives its description.

    A hundred times quicker than reading the Markdown again.

    Args:
        safe: what `text.markdown.render` made; nothing else has its signs escaped for sure.
    """
    words = _WITHIN_WORDS.sub("", _IMAGE.sub(r"\1", safe))
    return html.unescape(_TAG.sub(" ", words))
