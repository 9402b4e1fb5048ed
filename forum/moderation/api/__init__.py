"""Moderation for programs."""

from forum.moderation.api import acting, deciding, members

ROUTES = [*acting.ROUTES, *members.ROUTES, *deciding.ROUTES]
