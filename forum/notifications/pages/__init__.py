"""Notifications for people."""

from forum.notifications.pages import choosing, following, lists, stopping

ROUTES = [*lists.ROUTES, *following.ROUTES, *choosing.ROUTES, *stopping.ROUTES]
