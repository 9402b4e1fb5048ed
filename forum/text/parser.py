"""The Markdown that members write: CommonMark with tables, strike-through, mentions, bare links."""

from functools import cache

from markdown_it import MarkdownIt

from forum.text import links
from forum.text.emphasis import InlineParser, join_lines
from forum.text.mentions import mention
from forum.text.renderer import Renderer
from forum.text.tables import table

#: Deepest nesting of quotes and lists; markdown-it reads no further.
MAX_NESTING = 30

_OPTIONS = {"html": False, "xhtmlOut": False, "maxNesting": MAX_NESTING}


class _Parser(MarkdownIt):
    """markdown-it with our inline rules; HTML in the source is text."""

    def __init__(self) -> None:
        super().__init__("commonmark", _OPTIONS, renderer_cls=Renderer)
        self.inline = InlineParser()
        self.configure("commonmark", _OPTIONS)
        self.enable(["table", "strikethrough"])
        self.block.ruler.at("table", table, {"alt": ["paragraph", "reference"]})
        self.inline.ruler.after("text", "bare_link", links.bare_link)
        self.inline.ruler.after("bare_link", "mention", mention)
        self.core.ruler.after("text_join", "join_lines", join_lines)

    def validateLink(self, url: str) -> bool:  # noqa: N802 (markdown-it's own name)
        """Whether a link may lead to `url`; if not, its Markdown stays visible as text."""
        return links.is_allowed(url)


@cache
def parser() -> MarkdownIt:
    """The one parser of members' text; safe to share between threads.

    Its tokens are those of markdown-it and `mention` (see `forum.text.mentions`). Safe HTML comes
    from `forum.text.markdown.render` alone.
    """
    return _Parser()
