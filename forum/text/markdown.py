"""Markdown to HTML that is safe to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from forum.text.dressing import Dressing, MentionUrl
from forum.text.parser import MAX_NESTING, parser
from forum.text.sanitize import sanitize

__all__ = ["RENDERER_VERSION", "SHORT", "MentionUrl", "Rendered", "parser", "render"]

#: Grows whenever the same source gives other HTML, so that stored HTML can be told from fresh.
RENDERER_VERSION: Final = 3

#: Characters up to which rendering (some 2 ms) costs less on the event loop than in a thread, where
#: the two would pass Python's lock to and fro.
SHORT: Final = 2_000

# Beyond these a source costs more to render than any reader gains: it is shown as it was typed.
_MAX_TOKENS = 20_000
_MAX_DEPTH = MAX_NESTING - 2


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post as members see it.

    Attributes:
        html: safe to show as it is.
        mentions: handles mentioned, in lower case, each once, in order; those in quotes were told
            before.
        links: addresses linked to, each once, in order, without mentions and pictures shown.
        version: `RENDERER_VERSION` at the time.
    """

    html: str
    mentions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    version: int = RENDERER_VERSION


def member_page(handle: str) -> str:
    """The address of a member's page."""
    return f"/m/{handle}"


def render(
    source: str, *, mention_url: MentionUrl = member_page, language: str | None = None
) -> Rendered:
    """Render members' Markdown; no source is refused.

    The worst source of 20,000 characters costs about half a second: one that is not `SHORT` is
    rendered off the event loop, once, when the text is written.

    Args:
        source: Markdown, as `forum.text.clean.clean_text` leaves it.
        mention_url: address of a handle's page; None leaves the mention as text.
        language: BCP 47 tag of the text; blocks that are surely in another one then say in which.
    """
    markdown = parser()
    env: dict[str, object] = {}
    tokens = markdown.parse(source, env)
    if _is_out_of_proportion(tokens):
        return Rendered(sanitize(_as_typed(source)))
    dressing = Dressing(mention_url, language)
    dressing.dress(tokens)
    html = sanitize(markdown.renderer.render(tokens, markdown.options, env))
    return Rendered(html, tuple(dressing.mentions), tuple(dressing.links))


def _is_out_of_proportion(tokens: Sequence[Token]) -> bool:
    everything = [*tokens, *(child for token in tokens for child in token.children or ())]
    return len(everything) > _MAX_TOKENS or any(token.level > _MAX_DEPTH for token in everything)


def _as_typed(source: str) -> str:
    return f'<pre class="plain" dir="auto">{escapeHtml(source)}</pre>'
