"""What filters ask for, as words that stand in the index beside those of texts: pure.

A common word with a rare filter would otherwise have every post with the word looked at. The index
only narrows: what is shown is held against the posts themselves, so that a facet which is out of
date can hide a post for a moment, and never show one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from forum.core.ids import MemberId, SpaceId
from forum.discussions.rules import Kind

_MARK = "\ue000"
"""Begins every facet. Of the private use area: no word holds it (see `i18n.segment.tokens`)."""
ORIGINAL = f"{_MARK}o"
"""Stands at a text as it was written, and at no translation."""
_FIRST, _END = date(1970, 1, 1), date(2100, 1, 1)

AnyOf = tuple[str, ...]
"""Facets of which one has to stand there."""


@dataclass(frozen=True, slots=True)
class About:
    """What filters ask of a post."""

    space_id: SpaceId
    author_id: MemberId
    kind: Kind
    created_at: datetime


def facets(about: About, language: str) -> Sequence[str]:
    """The facets of a post that was written in a language (BCP 47 tag)."""
    day = about.created_at.astimezone(UTC).date()
    return [
        in_space(about.space_id),
        by_author(about.author_id),
        of_kind(about.kind),
        in_language(language),
        *(name(day) for name, _ in _PERIODS),
    ]


def in_space(space_id: SpaceId) -> str:
    """The facet of what is in a space."""
    return f"{_MARK}s{space_id}"


def by_author(author_id: MemberId) -> str:
    """The facet of what a member wrote."""
    return f"{_MARK}a{author_id}"


def of_kind(kind: Kind) -> str:
    """The facet of what is in topics of a kind."""
    return f"{_MARK}k{kind.value}"


def in_language(language: str) -> str:
    """The facet of what was written in a language; of letters only, as all words of the index."""
    return f"{_MARK}l{language.lower().replace('-', '')}"


def _of_decade(day: date) -> str:
    return f"{_MARK}d{day.year // 10}"


def _of_year(day: date) -> str:
    return f"{_MARK}y{day.year}"


def _of_month(day: date) -> str:
    return f"{_MARK}m{day:%Y%m}"


def _of_day(day: date) -> str:
    return f"{_MARK}t{day:%Y%m%d}"


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


_PERIODS = (
    (_of_decade, lambda day: date(day.year // 10 * 10 + 10, 1, 1)),
    (_of_year, lambda day: date(day.year + 1, 1, 1)),
    (_of_month, _next_month),
    (_of_day, lambda day: day + timedelta(days=1)),
)
"""Of each length, the longest first: its facet, and when the next one begins."""


def periods(begin: datetime | None, end: datetime | None) -> AnyOf:
    """The fewest decades, years, months and days (UTC) with all from `begin` until before `end`."""
    first = _FIRST if begin is None else begin.astimezone(UTC).date()
    last = _END if end is None else (end.astimezone(UTC) - timedelta(microseconds=1)).date()
    after = last + timedelta(days=1)
    return tuple(_cover(max(first, _FIRST), min(after, _END)))


def _cover(day: date, end: date) -> Iterator[str]:
    while day < end:
        before = day - timedelta(days=1)
        for name, following in _PERIODS:
            if name(day) != name(before) and following(day) <= end:
                yield name(day)
                day = following(day)
                break
