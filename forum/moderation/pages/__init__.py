"""Moderation for people."""

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
    *lists.ROUTES,
    *undoing.ROUTES,
    *members.ROUTES,
    *appeals.ROUTES,
    *deciding.ROUTES,
]
