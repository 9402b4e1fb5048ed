"""Discussions for people."""

from forum.discussions.pages import lists, marking, posts, reading, sharing, writing

ROUTES = [
    *lists.ROUTES,
    *reading.ROUTES,
    *posts.ROUTES,
    *marking.ROUTES,
    *sharing.ROUTES,
    *writing.ROUTES,
]
