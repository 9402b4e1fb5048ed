"""Tokens to HTML, where members' text differs from markdown-it's own rendering."""

import re
from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_Tokens = Sequence[Token]

_CODE_LANGUAGE = re.compile(r"[a-z0-9+#.-]{1,20}")


class Renderer(RendererHTML):
    """Keeps code from being translated or mirrored, lets tables scroll, knows mentions."""

    def fence(self, tokens: _Tokens, idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """A block of code between fences; its language becomes a class if it is a plain name."""
        language = tokens[idx].info.strip().partition(" ")[0].lower()
        return _code(tokens[idx].content, language if _CODE_LANGUAGE.fullmatch(language) else "")

    def code_block(self, tokens: _Tokens, idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """A block of code by indentation."""
        return _code(tokens[idx].content)

    def code_inline(self, tokens: _Tokens, idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Code within a sentence."""
        return f'<code dir="auto" translate="no">{escapeHtml(tokens[idx].content)}</code>'

    def table_open(self, tokens: _Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """A table in a box that scrolls, by keyboard too."""
        return '<div class="table" tabindex="0">\n' + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: _Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        """The end of a table and of its box."""
        return self.renderToken(tokens, idx, options, env) + "</div>\n"

    def mention(self, tokens: _Tokens, idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """A mention: a link if its token has an address, else text."""
        text = escapeHtml(tokens[idx].content)
        return f"<a{self.renderAttrs(tokens[idx])}>{text}</a>" if tokens[idx].attrs else text


def _code(content: str, language: str = "") -> str:
    attribute = f' class="language-{language}"' if language else ""
    return f'<pre dir="ltr" translate="no"><code{attribute}>{escapeHtml(content)}</code></pre>\n'
