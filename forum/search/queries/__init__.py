"""All SQL of search; what is found is bound by `visible_to` and `text_readable_by`."""

from forum.search.queries.building import build_of, last_post, next_posts
from forum.search.queries.finding import Hit, hits, hits_page, key_of, languages_of
from forum.search.queries.indexing import put, sources, tags_of, take_turn
from forum.search.queries.rows import Found, found_posts
from forum.search.queries.suggesting import tags_like

__all__ = [
    "Found",
    "Hit",
    "build_of",
    "found_posts",
    "hits",
    "hits_page",
    "key_of",
    "languages_of",
    "last_post",
    "next_posts",
    "put",
    "sources",
    "tags_like",
    "tags_of",
    "take_turn",
]
