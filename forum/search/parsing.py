"""From what somebody types to what is looked for: pure, and never a refusal.

`word  "two words"  -word  kind:question  language:th  space:teaching  author:maria
before:2026-05  after:2025-12-31  in:title`. Whatever is none of these is a word; what begins as a
filter and has a value that it cannot have is kept apart, and refused by `rules.check`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from forum.discussions.rules import Kind
from forum.search.rules import Asked, Filters, Phrase
from forum.text.address import is_slug
from i18n.languages import UnknownLanguage, canonical
from i18n.segment import tokens

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
_PART = re.compile(r'(?P<minus>(?<!\S)-(?=[\w"]))?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))')
_DAY = re.compile(r"([1-8]\d{3})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)
_FIRST_YEAR = 1970
_HANDLE = re.compile(r"@?([\w.-]{1,60})")


def parse(text: str) -> Asked:
    """Take a query apart; the last of several filters of one name counts."""
    asked = Asked()
    for part in _PART.finditer(_paired(text.translate(_QUOTES))):
        asked = _with(asked, part)
    return asked


def _paired(text: str) -> str:
    """The text, without the one quotation mark that nothing closes."""
    if text.count('"') % 2 == 0:
        return text
    head, _, tail = text.rpartition('"')
    return f"{head} {tail}"


def _with(asked: Asked, part: re.Match[str]) -> Asked:
    quoted, bare = part["quoted"], part["bare"]
    if bare and not part["minus"] and (name := _filter_of(bare)) is not None:
        filters = _filtered(asked.filters, name, bare)
        if filters is None:
            return replace(asked, wrong=(*asked.wrong, bare))
        return replace(asked, filters=filters)
    found = phrase(bare or quoted, is_open=bool(bare) and not part["minus"])
    if found is None:
        return asked
    if part["minus"]:
        return replace(asked, without=(*asked.without, found))
    return replace(asked, words=(*asked.words, found))


def phrase(text: str, *, is_open: bool) -> Phrase | None:
    """A phrase as the index knows it; `None` where `text` is only signs.

    Args:
        text: what somebody typed.
        is_open: whether longer words than the last one will do. One Latin letter begins too many;
            one Han character stands, in the index, at the beginning of a pair.
    """
    found = tuple(tokens(text, query=True))
    if not found:
        return None
    last = found[-1]
    alone = len(last) == 1
    return Phrase(text, found, not last.isascii() if alone else is_open)


def _filter_of(word: str) -> str | None:
    name, colon, value = word.partition(":")
    return name.lower() if colon and value and name.lower() in _READERS else None


def _filtered(filters: Filters, name: str, word: str) -> Filters | None:
    found = _READERS[name](word.partition(":")[2])
    return None if found is None else replace(filters, **found)


def _kind(value: str) -> dict[str, Any] | None:
    found = value.lower()
    return {"kind": Kind(found)} if found in set(Kind) else None


def _language(value: str) -> dict[str, Any] | None:
    try:
        return {"language": canonical(value)}
    except UnknownLanguage:
        return None


def _space(value: str) -> dict[str, Any] | None:
    return {"space": value.lower()} if is_slug(value.lower()) else None


def _author(value: str) -> dict[str, Any] | None:
    found = _HANDLE.fullmatch(value)
    return {"author": found[1].lower()} if found else None


def _day(name: str) -> Callable[[str], dict[str, Any] | None]:
    def read(value: str) -> dict[str, Any] | None:
        found = day(value)
        return None if found is None else {name: found}

    return read


def day(text: str) -> date | None:
    """A day, or the first day of a month or of a year: `2026-05-01`, `2026-05`, `2026`."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, number = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, number) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def _where(value: str) -> dict[str, Any] | None:
    return {"in_title": True} if value.lower() == "title" else None


_READERS: Mapping[str, Callable[[str], dict[str, Any] | None]] = {
    "kind": _kind,
    "language": _language,
    "space": _space,
    "author": _author,
    "before": _day("before"),
    "after": _day("after"),
    "in": _where,
}
