"""Moderation for people."""

from forum.moderation.pages import acting, flagging, lists

ROUTES = [*flagging.ROUTES, *acting.ROUTES, *lists.ROUTES]
