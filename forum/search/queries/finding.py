"""Finding posts by words and filters.

A word that stands in every second post must not have them all ranked: the newest `CANDIDATES` rows
that fit are, and with them the newest whose titles fit. Whatever is older than that many equals is
reached by `sort=new`, which has no end.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import PostId, TopicId
from forum.core.paging import Page, Window, cut
from forum.search.queries.scope import Scope, scope
from forum.search.queries.statements import LANGUAGES
from forum.search.queries.walking import Row, Walk, are_common, below, rows
from forum.search.rules import PLACES, Asked, Sort, is_original, post_at

CANDIDATES = 200
_TITLES = 100
_FINE = 1_000_000
"""Scores are compared as whole numbers, which a cursor can hold."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that was found.

    Attributes:
        row: where its words stand: the original, or else a translation.
        score: how well they fit.
    """

    post_id: PostId
    topic_id: TopicId
    row: int
    score: int


@dataclass(frozen=True, slots=True)
class Best:
    """The posts that fit best, the best first and the newer one of two equals.

    Attributes:
        is_all: whether no other posts fit; else only the newest ones were ranked.
    """

    hits: Sequence[Hit] = ()
    is_all: bool = True


@dataclass(frozen=True, slots=True)
class HitsPage:
    """One page of the posts that fit; `is_all` as in `Best`."""

    page: Page[Hit]
    is_all: bool = True


async def hits_page(
    db: AsyncSession, actor: Actor, asked: Asked, sort: Sort, window: Window
) -> HitsPage:
    """One page of the posts that fit; the key of a hit is its score and its post."""
    if sort == "new" or not asked.words:
        return HitsPage(await _newest(db, actor, asked, window))
    best = await best_hits(db, actor, asked)
    after = window.after
    found = [one for one in best.hits if after is None or key_of(one) < after]
    return HitsPage(cut(found[: window.limit + 1], window, key_of), best.is_all)


def key_of(hit: Hit) -> tuple[int, int]:
    """Where a hit stands in a list, which begins with the greatest."""
    return (hit.score, hit.post_id)


async def best_hits(db: AsyncSession, actor: Actor, asked: Asked) -> Best:
    """The posts that fit best."""
    where = await scope(db, actor, asked)
    if where is None:
        return Best()
    found = await _candidates(db, asked, where, where.end)
    is_all = len(found) < CANDIDATES
    if not is_all and not asked.filters.in_title:
        found += await _older_titles(db, asked, where, found)
    return Best(sorted(_by_post(found), key=key_of, reverse=True), is_all)


async def _candidates(db: AsyncSession, asked: Asked, where: Scope, before: int) -> list[Row]:
    in_title = asked.filters.in_title
    return await rows(db, Walk(asked, where, CANDIDATES, before, in_title=in_title))


async def _older_titles(
    db: AsyncSession, asked: Asked, where: Scope, found: Sequence[Row]
) -> list[Row]:
    """Those of the newest `_TITLES` rows with the words in the title that are not found yet."""
    known = sum(row.in_title for row in found)
    if known >= _TITLES:
        return []
    last = found[-1].place
    walk = Walk(asked, where, _TITLES - known, last, in_title=True)
    seen = (where.end - last) // PLACES
    return await rows(db, replace(walk, is_common=are_common(walk, known, seen)))


async def _newest(db: AsyncSession, actor: Actor, asked: Asked, window: Window) -> Page[Hit]:
    """The posts that fit, the newest first: in portions, as one may be found in many languages."""
    where = await scope(db, actor, asked)
    found: list[Hit] = []
    is_last = where is None
    before = where.end if where is not None else 0
    if window.after is not None:
        before = below(PostId(int(window.after[1])))
    while where is not None and not is_last and len(found) <= window.limit:
        part = await _candidates(db, asked, where, before)
        is_last = len(part) < CANDIDATES
        if not is_last:  # the last post's other languages may be in the next portion
            last = post_at(part[-1].place)
            part = [row for row in part if post_at(row.place) != last] or part
        found += (Hit(one.post_id, one.topic_id, one.row, 0) for one in _by_post(part))
        before = below(found[-1].post_id) if found else before
    return cut(found[: window.limit + 1], window, key_of)


def _by_post(found_rows: Iterable[Row]) -> list[Hit]:
    """Each post once: with its best score, and the original if its words stand there."""
    found: dict[PostId, Hit] = {}
    for row, topic_id, score, _ in found_rows:
        post_id, fine = post_at(row), round(score * _FINE)
        if (known := found.get(post_id)) is None:
            found[post_id] = Hit(post_id, topic_id, row, fine)
        else:
            found[post_id] = Hit(post_id, topic_id, min(row, known.row), max(fine, known.score))
    return list(found.values())


async def languages_of(db: AsyncSession, found: Collection[Hit]) -> Mapping[PostId, str]:
    """The language of the translation in which each of `found` was found, where it was in one."""
    places = [one.row for one in found if not is_original(one.row)]
    if not places:
        return {}
    found_there = await (await db.connection()).execute(LANGUAGES, {"rows": places})
    return {post_at(row): tag for row, tag in found_there}
