"""The list of topics for programs, with what search finds of them."""

from forum.discussions.api import topics_route
from forum.search.api import topics_found

ROUTES = [topics_route(topics_found)]
