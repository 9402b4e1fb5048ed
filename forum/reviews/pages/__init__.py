"""Correcting translations, and deciding about what others propose, for people."""

from forum.reviews.pages import coverage, languages, queue, translation

ROUTES = [*translation.ROUTES, *languages.ROUTES, *queue.ROUTES, *coverage.ROUTES]
