"""Masks: what an engine must not change is sent as `<x id="n"/>` and put back afterwards."""

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from i18n.translate.marks import Piece, Place, scan

MASK = re.compile(r"""<x\s+id\s*=\s*["']?(\d{1,6})["']?\s*(?:/>|>\s*</x\s*>)""")
"""A mask as engines give it back: `<x id="0"/>`, `<x id="0"></x>`, with other spacing or quotes."""

_LEFTOVER = re.compile(r"</?x\b")
_ACTIVE = re.compile(r"[*_`]|~~")
Side: TypeAlias = Literal["before", "after", None]


class MasksLost(Exception):
    """An answer does not hold every mask exactly once, or holds the halves of a link crosswise."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one mask stands for.

    Attributes:
        value: what takes its place in the translation.
        sticks: the side on which no space may come between it and the text (emphasis, links).
        half: which half of a link it is.
    """

    value: str
    sticks: Side = None
    half: Literal["open", "close", None] = None


@dataclass(frozen=True, slots=True)
class Masked:
    """A text ready for an engine.

    Attributes:
        text: escaped as in HTML, with masks numbered from 0.
        marks: what mask n stands for, at n.
        has_words: whether anything is left to translate.
    """

    text: str
    marks: tuple[Mark, ...]
    has_words: bool

    @property
    def links(self) -> Mapping[int, int]:
        """The masks that begin a link or an image, each with the one that ends it."""
        found: dict[int, int] = {}
        opened: list[int] = []
        for number, mark in enumerate(self.marks):
            if mark.half == "open":
                opened.append(number)
            elif mark.half == "close":
                found[opened.pop()] = number
        return found


def mask(
    text: str, keep: Collection[str] = (), places: Mapping[Place, str] | None = None
) -> Masked:
    """Hide from the engine what must not change.

    Code, addresses, mentions, tags, numbers with units, entities, escapes, hard breaks, emphasis
    marks and both halves of links are masked; the text of a link is not.

    Args:
        text: the inline content of one Markdown block.
        keep: whole words that are not translated. Case counts.
        places: where further words begin and end, in order, and what stands for them in the
            translation, as Markdown; no two overlap.
    """
    places = places or {}
    values = {start: value for (start, _), value in places.items()}
    parts: list[str] = []
    marks: list[Mark] = []
    has_words = False
    for piece in scan(text, keep, places):
        if piece.kind == "text":
            parts.append(html.escape(piece.text, quote=False))
            has_words = has_words or any(map(str.isalpha, piece.text))
        else:
            parts.append(f'<x id="{len(marks)}"/>')
            marks.append(_mark(piece, text, values))
    return Masked("".join(parts), tuple(marks), has_words)


def unmask(masked: Masked, answer: str) -> str:
    """Put back into an engine's `answer` what `masked` hides; masks may have changed places.

    Emphasis marks that the engine made up are escaped; spaces that it put between an emphasis mark
    or a link's bracket and its text are taken out, since they would undo the emphasis.

    Raises:
        MasksLost: a mask is missing, repeated, unknown or broken, or a link's halves are crosswise.
    """
    chunks = MASK.split(answer)
    texts = [_plain(chunk) for chunk in chunks[::2]]
    order = [int(number) for number in chunks[1::2]]
    if sorted(order) != list(range(len(masked.marks))):
        raise MasksLost(f"masks {order} came back of {len(masked.marks)}")
    marks = [masked.marks[number] for number in order]
    _check_halves(order, masked)
    for index, mark in enumerate(marks):
        if mark.sticks == "after":
            texts[index + 1] = texts[index + 1].lstrip()
        elif mark.sticks == "before":
            texts[index] = texts[index].rstrip()
    return texts[0] + "".join(m.value + t for m, t in zip(marks, texts[1:], strict=True))


def _mark(piece: Piece, text: str, values: Mapping[int, str]) -> Mark:
    before = text[piece.start - 1 : piece.start] or " "
    end = piece.start + len(piece.text)
    after = text[end : end + 1] or " "
    match piece.kind:
        case "term":
            return Mark(values.get(piece.start, piece.text))
        case "open":
            return Mark(piece.text, None if after.isspace() else "after", "open")
        case "close":
            return Mark(piece.text, None if before.isspace() else "before", "close")
        case "emphasis":
            return Mark(piece.text, _inner_side(before, after))
        case _:
            return Mark(piece.text)


def _inner_side(before: str, after: str) -> Side:
    """On which side of an emphasis mark its text is; `None` if both could be (CommonMark, 6.2)."""
    opens = not after.isspace() and not before.isalnum()
    closes = not before.isspace() and not after.isalnum()
    if opens == closes:
        return None
    return "after" if opens else "before"


def _plain(chunk: str) -> str:
    if _LEFTOVER.search(chunk):
        raise MasksLost(f"a broken mask in {chunk[:80]!r}")
    return _ACTIVE.sub(r"\\\g<0>", html.unescape(chunk))


def escape_again(answer: str) -> str:
    """Give an answer that came unescaped back its form: text escaped, masks as they were sent."""
    chunks = MASK.split(answer)
    chunks[::2] = [html.escape(chunk, quote=False) for chunk in chunks[::2]]
    chunks[1::2] = [f'<x id="{number}"/>' for number in chunks[1::2]]
    return "".join(chunks)


def _check_halves(order: list[int], masked: Masked) -> None:
    if not any(mark.half for mark in masked.marks):
        return
    links = masked.links
    opened: list[int] = []
    for number in order:
        half = masked.marks[number].half
        if half == "open":
            opened.append(number)
        elif half == "close" and (not opened or links[opened.pop()] != number):
            raise MasksLost("the halves of a link came back crosswise")
