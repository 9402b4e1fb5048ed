"""Emphasis in text that has no spaces between its words.

CommonMark lets `**` open or close only where spaces or punctuation say so. In `这是**“重要”**内容`
nothing does, and the signs stay visible. Here a character of an unspaced script beside the signs
counts as punctuation would; text in other scripts is read as CommonMark 0.31 section 6.2 says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from forum.text.scripts import CHINESE_JAPANESE, UNSPACED

_UNSPACED = re.compile(f"[{UNSPACED}]")
_CHINESE_JAPANESE = re.compile(f"[{CHINESE_JAPANESE}]")


class _Side(NamedTuple):
    """What stands on one side of a run of emphasis signs."""

    space: bool
    punctuation: bool
    unspaced: bool

    @property
    def frees(self) -> bool:
        """Whether punctuation on the other side may be emphasised."""
        return self.space or self.punctuation or self.unspaced


@lru_cache(maxsize=4096)
def _side(char: str) -> _Side:
    return _Side(
        space=isWhiteSpace(ord(char)),
        punctuation=isMdAsciiPunct(ord(char)) or isPunctChar(char),
        unspaced=_UNSPACED.match(char) is not None,
    )


class _State(StateInline):
    """The state of an inline parse, with delimiter runs that know unspaced scripts."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: FBT001, N802, N803
        """Measure the run at `start` and tell whether it can open or close emphasis."""
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = _side(self.src[start - 1] if start else " ")
        after = _side(self.src[end] if end < self.posMax else " ")
        left = not after.space and (not after.punctuation or before.frees)
        right = not before.space and (not before.punctuation or after.frees)
        return Scanned(
            left and (canSplitWord or not right or before.punctuation),
            right and (canSplitWord or not left or after.punctuation),
            end - start,
        )


class InlineParser(ParserInline):
    """The inline parser of markdown-it, run on our state."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse the text of one block and append its tokens to `tokens`."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def join_lines(state: StateCore) -> None:
    """Core rule of markdown-it: a line break between Chinese or Japanese characters is no space."""
    for block in state.tokens:
        if block.children:
            block.children = list(_joined(block.children))


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """All but such breaks; beside the edge of a block or of emphasis, a break is kept."""
    before = ["", *(token.content[-1:] for token in tokens)]
    after = [*(token.content[:1] for token in tokens[1:]), ""]
    for token, *sides in zip(tokens, before, after, strict=False):
        if token.type != "softbreak" or not all(map(_CHINESE_JAPANESE.match, sides)):
            yield token
