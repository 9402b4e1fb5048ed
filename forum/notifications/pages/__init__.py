"""Notifications for people."""

from forum.notifications.pages import awaiting, choosing, following, lists, proving, stopping

ROUTES = [
    *lists.ROUTES,
    *following.ROUTES,
    *awaiting.ROUTES,
    *choosing.ROUTES,
    *proving.ROUTES,
    *stopping.ROUTES,
]
