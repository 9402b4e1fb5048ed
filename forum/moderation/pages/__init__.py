"""Moderation for people."""

from forum.moderation.pages import (
    acting,
    appeals,
    deciding,
    flagging,
    held,
    lists,
    members,
    queue,
    undoing,
)

ROUTES = [
    *flagging.ROUTES,
    *acting.ROUTES,
    *queue.ROUTES,
    *held.ROUTES,
    *lists.ROUTES,
    *undoing.ROUTES,
    *members.ROUTES,
    *appeals.ROUTES,
    *deciding.ROUTES,
]
