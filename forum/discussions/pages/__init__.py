"""Discussions for people."""

from forum.discussions.pages import lists, posts, reading, writing

ROUTES = [*lists.ROUTES, *reading.ROUTES, *posts.ROUTES, *writing.ROUTES]
