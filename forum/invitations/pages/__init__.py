"""Invitations for people: who sends them, and who gets them."""

from forum.invitations.pages import accepting, sending

ROUTES = [*sending.ROUTES, *accepting.ROUTES]
