"""Discussions for people."""

from forum.discussions.pages import drafts, lists, marking, posts, reading, sharing, writing

ROUTES = [
    *lists.ROUTES,
    *reading.ROUTES,
    *posts.ROUTES,
    *marking.ROUTES,
    *sharing.ROUTES,
    *writing.ROUTES,
    *drafts.ROUTES,
]
