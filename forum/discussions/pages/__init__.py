"""Discussions for people."""

from forum.discussions.pages import lists, posts, reading, sharing, writing

ROUTES = [*lists.ROUTES, *reading.ROUTES, *posts.ROUTES, *sharing.ROUTES, *writing.ROUTES]
