"""From a post and its translations to what the index holds of them: pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from icu4py import icu_version

from forum.core.ids import PostId
from forum.resources.rules import Subject
from forum.resources.words import SUBJECTS
from forum.search.facets import ORIGINAL, About, facets
from forum.search.rules import place
from forum.text.plain import html_text
from i18n.catalogs import gettext
from i18n.segment import tokens

VERSION = f"2 ICU {icu_version}"
"""Names the way in which words are cut; another one is the reason to build the index anew."""

_SPACES = re.compile(r"\s+")
_DIRECTION_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in one language: `html` as it was rendered; `title` is empty for replies."""

    title: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of a resource says in words; see `forum.resources`."""

    provider: str
    subject: Subject | None
    competences: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A post as it stands.

    Attributes:
        language: BCP 47 tag it was written in.
        original: as written, with the topic's title if it is the first post.
        tags: of the topic, if it is the first post.
        card: of the topic, if it is the first post and has one.
        others: translations by language.
    """

    post_id: PostId
    about: About
    language: str
    original: Wording
    tags: Sequence[str] = ()
    card: Card | None = None
    others: Mapping[str, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the index: the tokens of one text, in order, and what filters ask of it."""

    row: int
    language: str
    title: Sequence[str]
    body: Sequence[str]
    facets: Sequence[str]


def documents(source: Source) -> list[Document]:
    """What is found of a post: the original, then each of its translations."""
    texts = [(source.language, source.original), *sorted(source.others.items())]
    known = facets(source.about, source.language)
    return [
        Document(
            place(source.post_id, number),
            language,
            tokens(wording.title),
            _tokens_of([one_line(html_text(wording.html)), *_beside(source, language)]),
            known if number else [*known, ORIGINAL],
        )
        for number, (language, wording) in enumerate(texts)
    ]


def _beside(source: Source, language: str) -> Iterable[str]:
    """What stands around a text: tags and a card; only a subject has a name in each language."""
    card = source.card
    if language == source.language:
        yield from source.tags
        if card is not None:
            yield from (card.provider, *card.competences)
    if card is not None and card.subject is not None:
        yield gettext(SUBJECTS[card.subject], language)


def _tokens_of(texts: Iterable[str]) -> list[str]:
    return [token for text in texts for token in tokens(text)]


def one_line(words: str) -> str:
    """Words with one space between them, without controls of direction."""
    return _SPACES.sub(" ", _DIRECTION_CONTROL.sub("", words)).strip()
