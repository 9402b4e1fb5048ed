"""From a text as typed to what is stored of it."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from anyio import to_thread

from forum.core.actor import Actor
from forum.text.dressing import MOST_RECOGNISED
from forum.text.files import referred
from forum.text.markdown import RENDERER_VERSION, SHORT, render
from i18n.detect import detect
from i18n.mixed import is_mixed

_NOT_PROSE = re.compile(r"<(pre|code)\b.*?</\1>|<[^>]*>", re.DOTALL)

_PARAGRAPH_END = re.compile(r"\n[\s>]*\n")


@dataclass(frozen=True, slots=True)
class Written:
    """A post's text, ready to be stored.

    Attributes:
        files: numbers of the uploads that it shows or links to.
    """

    source: str
    html: str
    renderer: int
    language: str
    files: Sequence[int]


def is_short(source: str) -> bool:
    """Whether a text is rendered at once, and not in a thread."""
    return len(source) <= SHORT


async def write(source: str, language: str | None, author: Actor) -> Written:
    """Render a text, and recognise its language where its author did not say it.

    Done before the database is asked for anything, so that no lock is held meanwhile.
    """
    if is_short(source):
        return _write(source, language, author)
    return await to_thread.run_sync(_write, source, language, author)


def _write(source: str, language: str | None, author: Actor) -> Written:
    rendered = render(source)
    said = language or _recognised(rendered.html, author)
    if is_mixed(_PARAGRAPH_END.split(source, MOST_RECOGNISED), said):
        rendered = render(source, language=said)
    return Written(source, rendered.html, RENDERER_VERSION, said, referred(rendered.html))


def _recognised(rendered: str, author: Actor) -> str:
    preferred = author.reads[0] if author.reads else None
    prose = html.unescape(_NOT_PROSE.sub(" ", rendered))
    found = detect(prose, hint=preferred)
    return found.language or preferred or author.locale
