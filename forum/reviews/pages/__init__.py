"""Correcting translations, and deciding about what others propose, for people."""

from forum.reviews.pages import languages, queue, translation

ROUTES = [*translation.ROUTES, *languages.ROUTES, *queue.ROUTES]
