"""Organisations, delegations and mandates, as they come in and go out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from forum.accounts.schemas import MemberOut, Partner
from forum.core.errors import N_
from forum.core.ids import DelegationId, MandateId, OrganisationId
from forum.delegations.rules import (
    RESERVED_SLUGS,
    Capacity,
    DelegationKind,
    MandateState,
    OnBehalf,
    OrganisationKind,
)
from forum.web.fields import Day, LanguageTag, Line, Slug, blank_is_none
from forum.web.shapes import Input, Output

LARGEST = 2**63 - 1


def _homepage(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError(N_("Give an address that begins with https:// or http://."))
    return value


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _unreserved(value: str) -> str:
    if value in RESERVED_SLUGS:
        raise ValueError(N_("This address is used by the forum itself."))
    return value


Name = Annotated[str, Line(1, 160)]
OptionalName = Annotated[str, Line(0, 160)]
Homepage = Annotated[str, Line(0, 500), AfterValidator(_homepage)]
DelegationSlug = Annotated[Slug, AfterValidator(_unreserved)]
OrganisationKey = Annotated[int, Field(ge=1, le=LARGEST)]
OptionalKey = Annotated[OrganisationKey | None, BeforeValidator(blank_is_none)]
OptionalDay = Annotated[Day | None, BeforeValidator(blank_is_none)]
Members = Annotated[list[Slug], Field(max_length=100)]
"""Slugs of the delegations of a group."""


class OrganisationDraft(Input):
    """An organisation to be added."""

    name: Name
    language: LanguageTag = "en"
    kind: OrganisationKind
    partner: Partner = ""
    homepage: Homepage = ""


class OrganisationChange(Input):
    """What is to be different about an organisation; what is left out stays."""

    name: Name | None = None
    language: LanguageTag | None = None
    kind: OrganisationKind | None = None
    partner: Partner | None = None
    homepage: Homepage | None = None


class OrganisationOut(Output):
    """An organisation, for everybody.

    Attributes:
        partner: code of the partner that it belongs to; "" for none.
    """

    id: OrganisationId
    url: str
    name: str
    language: str
    kind: OrganisationKind
    partner: str
    homepage: str


class DelegationDraft(Input):
    """A delegation to be set up."""

    slug: DelegationSlug
    kind: DelegationKind
    name: OptionalName = ""
    language: LanguageTag = "en"
    partner: Partner = ""
    organisation_id: OrganisationKey | None = None
    members: Members = Field(default_factory=list)


class DelegationChange(Input):
    """What is to be different about a delegation; what is left out stays.

    Attributes:
        members: all of the delegations of a group.
        closed: whether nobody can act for it any more.
    """

    name: OptionalName | None = None
    language: LanguageTag | None = None
    organisation_id: OrganisationKey | None = None
    members: Members | None = None
    closed: bool | None = None


class DelegationOut(Output):
    """A delegation, for everybody; the persons of it are another list.

    Attributes:
        name: its own, or what the reader calls its partner, or its organisation's.
        language: BCP 47 tag of the name.
        partner: code of its partner; "" for none.
        group: where its partner stands: E (European Union), O (other Europe), A (ASEAN), N
            (Northeast and South Asia); "" for none.
        since: the year in which its partner joined ASEM.
    """

    id: DelegationId
    url: str
    slug: str
    name: str
    language: str
    kind: DelegationKind
    partner: str
    group: str
    since: int | None
    is_asem_partner: bool
    is_asean_member: bool
    languages: Sequence[str]
    organisation: OrganisationOut | None
    closed_at: datetime | None


class DelegationWhole(DelegationOut):
    """A delegation with those that belong to it as to a group, and the groups it belongs to."""

    members: Sequence[DelegationOut]
    groups: Sequence[DelegationOut]


class MandateDraft(Input):
    """Who is to act for a delegation: a handle, with or without `@`, or an e-mail address.

    Attributes:
        first_day: today if it is left out.
        last_day: without end if it is left out.
    """

    who: Annotated[str, Line(1, 254)]
    capacity: Capacity
    is_focal_point: bool = False
    first_day: Day | None = None
    last_day: Day | None = None


class MandateOut(Output):
    """That a person acts for a delegation; both days are days of UTC, and included."""

    id: MandateId
    member: MemberOut
    capacity: Capacity
    is_focal_point: bool
    first_day: date
    last_day: date | None
    ended_at: datetime | None
    state: MandateState


class Voice(Output):
    """A delegation that somebody may act for, and as what."""

    delegation: DelegationOut
    capacity: Capacity
    is_focal_point: bool

    @property
    def on_behalf(self) -> OnBehalf:
        """What is kept of an act that is done in its name."""
        return OnBehalf(self.delegation.id, self.capacity)


class OrganisationForm(Input):
    """What a page lets somebody say about an organisation."""

    name: Name
    language: LanguageTag
    kind: OrganisationKind
    partner: Partner = ""
    homepage: Homepage = ""


class NewDelegationForm(Input):
    """The same about a delegation to be set up."""

    slug: DelegationSlug
    kind: DelegationKind
    name: OptionalName = ""
    language: LanguageTag
    partner: Partner = ""
    organisation_id: OptionalKey = None


class DelegationForm(Input):
    """The same about a delegation that is there."""

    name: OptionalName = ""
    language: LanguageTag
    organisation_id: OptionalKey = None
    members: Annotated[Members, BeforeValidator(_several)] = Field(default_factory=list)
    closed: bool = False


class MandateForm(MandateDraft):
    """The same about a mandate: what is left empty is left out."""

    first_day: OptionalDay = None
    last_day: OptionalDay = None


class Nothing(Input):
    """A form that says nothing beside what it is for."""
