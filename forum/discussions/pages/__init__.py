"""Discussions for people."""

from forum.discussions.pages import (
    branches,
    drafts,
    held,
    lists,
    marking,
    posts,
    reading,
    sharing,
    writing,
)

ROUTES = [
    *branches.ROUTES,
    *lists.ROUTES,
    *reading.ROUTES,
    *posts.ROUTES,
    *marking.ROUTES,
    *sharing.ROUTES,
    *writing.ROUTES,
    *drafts.ROUTES,
    *held.ROUTES,
]
