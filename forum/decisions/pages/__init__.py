"""Decisions for people."""

from forum.decisions.pages import acting, making, showing

ROUTES = [*showing.ROUTES, *acting.ROUTES, *making.ROUTES]
