"""Cuts a long text into pieces that each fit into a post."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from i18n.segment import graphemes

_FENCE = re.compile(r"(?:> )*`{3,60}")
_QUOTE = re.compile(r"(?:> )*")
_ROOM = 70
"""What is left in a piece for a fence at its end."""


def cut(markdown: str, most: int) -> Sequence[str]:
    """Cut `markdown` into pieces of at most `most` characters, whole paragraphs where it can.

    A block of code that is cut ends with its fence, and the next piece begins with one.

    Args:
        markdown: as `mbox.markdown.to_markdown` writes it: code stands between fences.
        most: at least 1,000.
    """
    if len(markdown) <= most:
        return [markdown]
    pieces: list[str] = []
    for block in _blocks(markdown):
        for place, part in enumerate(_fitting(block, most)):
            if not place and pieces and len(pieces[-1]) + 2 + len(part) <= most:
                pieces[-1] += f"\n\n{part}"
            else:
                pieces.append(part)
    return pieces


def _blocks(markdown: str) -> Iterator[str]:
    """What stands between empty lines; those inside of fences part nothing."""
    block: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        fence = _fence_after(fence, line)
        if line or fence:
            block.append(line)
        elif block:
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)


def _fence_after(fence: str, line: str) -> str:
    """The fence that is open after `line`, with the marks of quotation before it."""
    if fence:
        return "" if line == fence else fence
    return line if _FENCE.fullmatch(line) else ""


@dataclass(slots=True)
class _Filling:
    """A piece that is being filled with lines."""

    lines: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, line: str) -> None:
        self.lines.append(line)
        self.size += len(line) + 1

    def text(self, fence: str) -> str:
        return "\n".join([*self.lines, fence] if fence else self.lines)


def _fitting(block: str, most: int) -> Iterator[str]:
    if len(block) <= most:
        yield block
        return
    filling, fence = _Filling(), ""
    for line in _lines(block, most - 2 * _ROOM):
        if filling.lines and filling.size + len(line) + len(fence) + 1 > most:
            yield filling.text(fence)
            filling = _Filling()
            if fence:
                filling.add(fence)
        filling.add(line)
        fence = _fence_after(fence, line)
    yield filling.text("")


def _lines(block: str, most: int) -> Iterator[str]:
    """The lines of a block; one that is too long comes in several, quoted like the first."""
    for line in block.split("\n"):
        rest = line
        while len(rest) > most:
            head = _head(rest[:most])
            yield head.rstrip()
            rest = _QUOTE.match(line)[0][: most // 2] + rest[len(head) :].lstrip()  # type: ignore[index]
        yield rest


def _head(text: str) -> str:
    """All of `text` but its last word, or where there are no words, its last character."""
    space = text.rfind(" ", len(text) // 2)
    return text[:space] if space > 0 else "".join([*graphemes(text)][:-1]) or text
