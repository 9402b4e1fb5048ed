"""Moderation for programs."""

from forum.moderation.api import acting, deciding, members, queue

ROUTES = [*acting.ROUTES, *queue.ROUTES, *members.ROUTES, *deciding.ROUTES]
