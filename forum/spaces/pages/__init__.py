"""Spaces for those who look after them; their topics are shown by discussions."""

from forum.spaces.pages import making, members, texts

ROUTES = [*making.ROUTES, *texts.ROUTES, *members.ROUTES]
