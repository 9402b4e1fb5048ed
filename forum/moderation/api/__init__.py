"""Moderation for programs."""

from forum.moderation.api import acting, deciding, held, members, queue

ROUTES = [*acting.ROUTES, *queue.ROUTES, *held.ROUTES, *members.ROUTES, *deciding.ROUTES]
