"""From a post and its translations to what the index holds of them: pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from icu4py import icu_version

from forum.core.ids import PostId
from forum.search.rules import place
from forum.text.parser import parser
from forum.text.plain import block_texts
from i18n.segment import tokens

VERSION = f"1 ICU {icu_version}"
"""Names the way in which words are cut; another one is the reason to build the index anew."""

_SPACES = re.compile(r"\s+")
_DIRECTION_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in one language; `title` is empty for replies."""

    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A post as it stands.

    Attributes:
        language: BCP 47 tag it was written in.
        original: Markdown, with the topic's title if it is the first post.
        tags: of the topic, if it is the first post.
        others: translations by language.
    """

    post_id: PostId
    language: str
    original: Wording
    tags: Sequence[str] = ()
    others: Mapping[str, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the index: the tokens of one text, in order."""

    row: int
    language: str
    title: Sequence[str]
    body: Sequence[str]


def documents(source: Source) -> list[Document]:
    """What is found of a post: the original, then each of its translations."""
    texts = [(source.language, source.original), *sorted(source.others.items())]
    return [
        Document(
            place(source.post_id, number),
            language,
            tokens(wording.title),
            [*tokens(plain_text(wording.text)), *_tokens_of(() if number else source.tags)],
        )
        for number, (language, wording) in enumerate(texts)
    ]


def _tokens_of(texts: Iterable[str]) -> list[str]:
    return [token for text in texts for token in tokens(text)]


def plain_text(source: str) -> str:
    """Markdown as one line of words, quotes among them, without controls of direction."""
    words = " ".join(block_texts(parser().parse(source)))
    return _SPACES.sub(" ", _DIRECTION_CONTROL.sub("", words)).strip()
