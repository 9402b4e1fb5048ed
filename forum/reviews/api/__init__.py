"""Correcting translations, and deciding about what others propose, for programs."""

from forum.reviews import figures_api
from forum.reviews.api import correcting, deciding, showing

ROUTES = [*figures_api.ROUTES, *correcting.ROUTES, *showing.ROUTES, *deciding.ROUTES]
