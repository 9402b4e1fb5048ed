"""What forms and lists call things."""

from collections.abc import Mapping, Sequence

from forum.core.errors import N_
from forum.delegations.partners import Group
from forum.delegations.rules import Capacity, DelegationKind, MandateState, OrganisationKind
from i18n.catalogs import gettext

GROUPS: Mapping[str, str] = {
    Group.ASEAN: N_("Southeast Asia"),
    Group.NESA: N_("Northeast and South Asia, Australia and New Zealand"),
    Group.EU: N_("European Union"),
    Group.EUROPE: N_("Other European partners"),
}
"""Headings of the list of partners, in its order."""
KINDS: Mapping[DelegationKind, tuple[str, str]] = {
    DelegationKind.PARTNER: (
        N_("Partner"),
        N_("A country, the European Union or the ASEAN Secretariat."),
    ),
    DelegationKind.STAKEHOLDER: (
        N_("Stakeholder"),
        N_("An organisation that is heard and is no partner."),
    ),
    DelegationKind.GROUP: (N_("Group"), N_("Several delegations that speak as one.")),
}
CAPACITIES: Mapping[Capacity, tuple[str, str]] = {
    Capacity.HEAD: (N_("Head of delegation"), N_("Speaks and decides for the delegation.")),
    Capacity.ALTERNATE: (N_("Alternate"), N_("Speaks and decides in the head’s place.")),
    Capacity.ADVISER: (N_("Adviser"), N_("Speaks for the delegation, and does not decide.")),
    Capacity.OBSERVER: (N_("Observer"), N_("Follows, and does not speak for the delegation.")),
}
ORGANISATIONS: Mapping[OrganisationKind, str] = {
    OrganisationKind.MINISTRY: N_("Ministry"),
    OrganisationKind.UNIVERSITY: N_("University"),
    OrganisationKind.SCHOOL: N_("School"),
    OrganisationKind.PLATFORM: N_("Platform for open courses"),
    OrganisationKind.INTERNATIONAL: N_("International organisation"),
    OrganisationKind.CIVIL_SOCIETY: N_("Organisation of civil society"),
    OrganisationKind.COMPANY: N_("Company"),
    OrganisationKind.OTHER: N_("Other organisation"),
}
STATES: Mapping[MandateState, str] = {
    MandateState.COMING: N_("Not begun yet"),
    MandateState.CURRENT: N_("In force"),
    MandateState.PAST: N_("Over"),
}


def kind_choices(locale: str) -> Sequence[tuple[str, str, str]]:
    """Kinds of delegations: value, text and remark."""
    return [(key.value, gettext(a, locale), gettext(b, locale)) for key, (a, b) in KINDS.items()]


def capacity_choices(
    locale: str, offered: Sequence[Capacity] = tuple(Capacity)
) -> Sequence[tuple[str, str, str]]:
    """As what somebody can act: value, text and remark."""
    return [
        (one.value, gettext(CAPACITIES[one][0], locale), gettext(CAPACITIES[one][1], locale))
        for one in offered
    ]


def capacity_names(locale: str) -> Mapping[str, str]:
    """What the capacities are called."""
    return {one.value: gettext(text, locale) for one, (text, _) in CAPACITIES.items()}


def organisation_kinds(locale: str) -> Sequence[tuple[str, str]]:
    """Kinds of organisations: value and text."""
    return [(one.value, gettext(text, locale)) for one, text in ORGANISATIONS.items()]


def state_names(locale: str) -> Mapping[str, str]:
    """How it is with a mandate, by word."""
    return {one.value: gettext(text, locale) for one, text in STATES.items()}
