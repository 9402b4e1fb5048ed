"""All SQL of search; what is found is bound by `visible_to` and `text_readable_by`."""

from forum.search.queries.building import build_of, last_post, next_posts
from forum.search.queries.finding import (
    Best,
    Hit,
    HitsPage,
    best_hits,
    hits_page,
    key_of,
    languages_of,
)
from forum.search.queries.indexing import posts_of, put, sources, tags_of, take_turn
from forum.search.queries.rows import Found, found_posts
from forum.search.queries.suggesting import tags_like

__all__ = [
    "Best",
    "Found",
    "Hit",
    "HitsPage",
    "best_hits",
    "build_of",
    "found_posts",
    "hits_page",
    "key_of",
    "languages_of",
    "last_post",
    "next_posts",
    "posts_of",
    "put",
    "sources",
    "tags_like",
    "tags_of",
    "take_turn",
]
