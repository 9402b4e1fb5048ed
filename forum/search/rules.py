"""What can be asked of search: plain values, and the bounds they keep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.ids import PostId
from forum.discussions.rules import Kind

LONGEST = 300
"""Characters of a query."""
MOST_WORDS = 32
"""Words and phrases of a query, those to be left out among them."""
PLACES = 256
"""Rows that the index has for each post: more than a post has languages."""

Sort = Literal["relevance", "new"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side.

    Attributes:
        text: as it was typed, without quotes.
        tokens: what the index is asked for, in this order; see `i18n.segment.tokens`.
        is_open: whether the last token may be the beginning of a longer one.
    """

    text: str
    tokens: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """Which posts are wanted; empty means any.

    Attributes:
        kind: of the topic.
        language: BCP 47 tag of the language that a post was written in.
        space: slug.
        author: handle.
        before: posts from before this day.
        after: posts from this day on.
        in_title: whether words are looked for in titles only.
    """

    kind: Kind | None = None
    language: str = ""
    space: str = ""
    author: str = ""
    before: date | None = None
    after: date | None = None
    in_title: bool = False

    def over(self, other: "Filters") -> "Filters":
        """These filters, and where they say nothing, those of `other`."""
        return replace(other, **dict(self.given()))

    def given(self) -> Iterator[tuple[str, Any]]:
        """Name and value of those filters that say something."""
        for name in self.__slots__:
            if value := getattr(self, name):
                yield name, value


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: every phrase of `words` stands in a text, none of `without` does.

    Attributes:
        wrong: filters whose value is none, as they were typed.
    """

    words: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    filters: Filters = field(default_factory=Filters)
    wrong: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        parts = (self.words, self.without, self.wrong, *self.filters.given())
        return not any(parts)


_DAY = N_("“{filter}”: write a day, a month or a year, such as 2026-05-31, 2026-05 or 2026.")
_EXPECTED: Mapping[str, str] = {
    "kind": N_("“{filter}”: the kinds are discussion, question, announcement and resource."),
    "language": N_("“{filter}”: this language is not known. Write its code, such as “th”."),
    "space": N_("“{filter}”: write the name of a space as in its address."),
    "author": N_("“{filter}”: write the name of a member as in the address of the profile."),
    "before": _DAY,
    "after": _DAY,
    "in": N_("“{filter}”: words can be looked for in titles only, by “in:title”."),
}


def check(asked: Asked) -> None:
    """Let a query pass that can be answered.

    Raises:
        InvalidInput: it asks for nothing, for too much, for what no filter knows, or only says what
            is not wanted.
    """
    if asked.wrong:
        raise InvalidInput([_wrong(asked.wrong[0])])
    if asked.is_empty:
        raise InvalidInput([Fault("q", N_("Write a word that is to be found."))])
    if asked.without and not asked.words:
        raise InvalidInput([Fault("q", N_("Words to leave out need a word that is to be found."))])
    if asked.filters.in_title and not asked.words:
        raise InvalidInput([Fault("q", N_("Write a word that is to be found in titles."))])
    if len(asked.words) + len(asked.without) > MOST_WORDS:
        text = N_("At most {limit} words can be looked for at once.")
        raise InvalidInput([Fault("q", text, (("limit", MOST_WORDS),))])


def _wrong(typed: str) -> Fault:
    name = typed.partition(":")[0].lower()
    return Fault("q", _EXPECTED[name], (("filter", typed),))


def place(post_id: PostId, number: int) -> int:
    """The row of a post's text: 0 for the original, from 1 for its translations.

    Raises:
        ValueError: there is no room for so many.
    """
    if not 0 <= number < PLACES:
        raise ValueError(number)
    return post_id * PLACES + number


def post_at(row: int) -> PostId:
    """The post that a row belongs to."""
    return PostId(row // PLACES)


def is_original(row: int) -> bool:
    """Whether a row holds a post as it was written."""
    return row % PLACES == 0
