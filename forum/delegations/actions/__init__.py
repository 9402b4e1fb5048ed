"""What people do with delegations. An action checks, changes, announces; its caller commits."""

from forum.delegations.actions.delegations import (
    change_delegation,
    make_delegation,
    set_up_partners,
)
from forum.delegations.actions.mandates import end_mandate, give_mandate, named
from forum.delegations.actions.organisations import change_organisation, make_organisation

__all__ = [
    "change_delegation",
    "change_organisation",
    "end_mandate",
    "give_mandate",
    "make_delegation",
    "make_organisation",
    "named",
    "set_up_partners",
]
