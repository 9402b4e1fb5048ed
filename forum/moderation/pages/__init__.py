"""Moderation for people."""

from forum.moderation.bulk import pages as bulk
from forum.moderation.pages import (
    acting,
    appeals,
    deciding,
    flagging,
    lists,
    members,
    queue,
    undoing,
)

ROUTES = [
    *flagging.ROUTES,
    *acting.ROUTES,
    *queue.ROUTES,
    *bulk.ROUTES,
    *lists.ROUTES,
    *undoing.ROUTES,
    *members.ROUTES,
    *appeals.ROUTES,
    *deciding.ROUTES,
]
