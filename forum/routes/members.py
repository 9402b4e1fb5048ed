"""The page of a member, with what other features know of them."""

from forum.accounts.pages.profile import profile_route
from forum.delegations.pages.showing import represented
from forum.discussions.pages.contributions import contributed

ROUTES = [profile_route(contributed, represented)]
