"""Moderation for programs."""

from forum.moderation.api import acting, deciding, held, members, queue
from forum.moderation.bulk import api as bulk

ROUTES = [
    *bulk.ROUTES,
    *acting.ROUTES,
    *queue.ROUTES,
    *held.ROUTES,
    *members.ROUTES,
    *deciding.ROUTES,
]
