"""Taking a text apart into what is translated, and putting a translation together."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from anyio import to_thread

from forum.text.clean import clean_line, clean_text
from forum.text.markdown import SHORT, render
from forum.text.segments import Apart, split
from forum.text.segments import take_apart as take_markdown_apart
from i18n.translate.originals import Originals

_MARKUP = re.compile(r"[\\`*_\[\]<>&~]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # CommonMark 0.31, 2.4


@dataclass(frozen=True, slots=True)
class Parts:
    """A text taken apart, once for all languages that it is translated into.

    Attributes:
        originals: its segments, as Markdown.
        apart: where they stand; `None` for one line of plain text.
    """

    originals: Originals
    apart: Apart | None

    @property
    def texts(self) -> Sequence[str]:
        """The segments."""
        return self.originals.texts

    @property
    def keep(self) -> frozenset[str]:
        """Words in them that are not translated."""
        return self.originals.keep


@dataclass(frozen=True, slots=True)
class Whole:
    """A translated text, and what is shown of it."""

    text: str
    html: str


async def take_apart(text: str, *, markdown: bool) -> Parts:
    """Find the segments of `text`; one line of plain text is one segment."""
    if not markdown:
        return Parts(Originals([as_markdown(text)]), None)
    if len(text) <= SHORT:
        return _take_apart(text)
    return await to_thread.run_sync(_take_apart, text)


def as_markdown(line: str) -> str:
    """Plain text as Markdown that says the same."""
    return _MARKUP.sub(r"\\\g<0>", line)


def _take_apart(text: str) -> Parts:
    apart = take_markdown_apart(text)
    texts = [segment.text for segment in apart.segments]
    return Parts(Originals(texts, apart.label_links), apart)


async def put_together(parts: Parts, segments: Sequence[str]) -> Whole:
    """Put translated `segments` in the places of those of a text.

    Raises:
        SegmentsDiffer: there are more or fewer of them.
        NotUnicodeText: one holds half a character.
    """
    if parts.apart is None:
        return write_line(ESCAPED.sub(r"\1", " ".join(segments)))
    if len(parts.apart.source) <= SHORT:
        return _put_together(parts.apart, segments)
    return await to_thread.run_sync(_put_together, parts.apart, segments)


def _put_together(apart: Apart, segments: Sequence[str]) -> Whole:
    return _write(clean_text(apart.join(segments)))


async def write(text: str, *, markdown: bool = True) -> Whole:
    """Render a translation that a person has written.

    Raises:
        NotUnicodeText: it is one line, and holds half a character.
    """
    if not markdown:
        return write_line(text)
    if len(text) <= SHORT:
        return _write(text)
    return await to_thread.run_sync(_write, text)


def _write(text: str) -> Whole:
    return Whole(text, render(text).html)


def write_line(text: str) -> Whole:
    """The same for one line of plain text.

    Raises:
        NotUnicodeText: it holds half a character.
    """
    line = clean_line(text)
    return Whole(line, html.escape(line))


async def counterparts(
    original: str, translated: str, *, markdown: bool
) -> Sequence[tuple[str, str]]:
    """Match the segments of two texts; none where they are not built alike."""
    if not markdown:
        return [(as_markdown(original), as_markdown(translated))]
    if len(original) + len(translated) <= SHORT:
        return _counterparts(original, translated)
    return await to_thread.run_sync(_counterparts, original, translated)


def _counterparts(original: str, translated: str) -> Sequence[tuple[str, str]]:
    first, second = split(original), split(translated)
    if [one.kind for one in first] != [one.kind for one in second]:
        return ()
    return [(one.text, other.text) for one, other in zip(first, second, strict=True)]
