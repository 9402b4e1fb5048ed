"""Documents and queries in the words of each index: pure.

Tokens are letters, digits and marks only (see `i18n.segment.tokens`), so that none of them can be
taken for a sign of FTS5 (sqlite.org/fts5.html §3) or of `tsquery` (postgresql.org, §8.11).
"""

from collections.abc import Iterable, Sequence

from forum.search.documents import Document
from forum.search.facets import AnyOf
from forum.search.rules import Asked, Phrase

_FARTHEST = 16_383
"""PostgreSQL counts no further in a text."""
_TITLE = "^"
"""Begins the lexemes by which PostgreSQL finds titles: its index knows nothing of weights."""


def fts5(asked: Asked, narrowed: Sequence[AnyOf], *, in_title: bool) -> str:
    """A query for FTS5.

    Args:
        asked: the words.
        narrowed: facets; of each of these groups one stands there.
        in_title: whether words are looked for in titles only; words to leave out are where that
            was asked for.
    """
    parts = [f"({{facets}} : ({' OR '.join(map(_quoted, group))}))" for group in narrowed]
    if asked.words:
        found = _within(" AND ".join(map(_fts5, asked.words)), in_title=in_title)
        if asked.without:
            unwanted = " OR ".join(map(_fts5, asked.without))
            found = f"({found} NOT {_within(unwanted, in_title=asked.filters.in_title)})"
        parts.insert(0, found)
    return " AND ".join(parts)


def _within(words: str, *, in_title: bool) -> str:
    return f"({{title}} : ({words}))" if in_title else f"({words})"


def _fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_open else ""}'


def _quoted(facet: str) -> str:
    return f'"{facet}"'


def tsquery(asked: Asked, narrowed: Sequence[AnyOf], *, in_title: bool) -> str:
    """The same for PostgreSQL, to be cast to `tsquery`."""
    begin = _TITLE if in_title else ""
    wanted = (_tsquery(one, begin) for one in asked.words)
    nowhere = _TITLE if asked.filters.in_title else ""
    unwanted = (f"!({_tsquery(one, nowhere)})" for one in asked.without)
    groups = ("(" + " | ".join(f"'{one}'" for one in group) + ")" for group in narrowed)
    return " & ".join([*wanted, *unwanted, *groups])


def _tsquery(phrase: Phrase, begin: str) -> str:
    lexemes = [f"'{begin}{token}'" for token in phrase.tokens]
    if phrase.is_open:
        lexemes[-1] += ":*"
    return f"({' <-> '.join(lexemes)})"


def tsvector(document: Document) -> str:
    """A document for PostgreSQL, to be cast to `tsvector`; titles weigh most."""
    title, after = document.title, len(document.title) + 2
    return " ".join(
        [
            *_placed(title, 1, "A"),
            *_placed([_TITLE + token for token in title], 1, "A"),
            *_placed(document.body, after, ""),
            *(f"'{facet}'" for facet in document.facets),
        ]
    )


def _placed(tokens: Sequence[str], first: int, weight: str) -> Iterable[str]:
    for at, token in enumerate(tokens, first):
        yield f"'{token}':{min(at, _FARTHEST)}{weight}"
