"""What delegations are, who speaks and decides for one, and when a mandate counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from forum.core.errors import N_, Fault, ForumError, InvalidInput
from forum.core.ids import DelegationId


class OrganisationKind(StrEnum):
    """What an organisation is."""

    MINISTRY = "ministry"
    UNIVERSITY = "university"
    SCHOOL = "school"
    PLATFORM = "platform"
    """Offers courses of several institutions, as national platforms for MOOCs do."""
    INTERNATIONAL = "international"
    CIVIL_SOCIETY = "civil_society"
    COMPANY = "company"
    OTHER = "other"


class DelegationKind(StrEnum):
    """Whom a delegation stands for."""

    PARTNER = "partner"
    """A country, the European Union or the ASEAN Secretariat."""
    STAKEHOLDER = "stakeholder"
    """An organisation that is heard and is no partner."""
    GROUP = "group"
    """Several delegations that speak as one."""


class Capacity(StrEnum):
    """As what a person acts for a delegation, the highest first."""

    HEAD = "head"
    ALTERNATE = "alternate"
    ADVISER = "adviser"
    OBSERVER = "observer"


DECIDING = frozenset({Capacity.HEAD, Capacity.ALTERNATE})
"""Who commits the delegation: votes, objects, consents."""
SPEAKING = DECIDING | {Capacity.ADVISER}
"""Who asks for the floor in its name."""
NAMED_BY_FOCAL_POINT = frozenset(Capacity) - {Capacity.HEAD}
"""Whom a delegation's own focal points name; heads are named by who looks after all of them."""

RESERVED_SLUGS = frozenset({"new", "partners"})
"""Names that pages of ours have taken among the addresses of delegations."""


class DelegationTaken(ForumError):
    """There is a delegation of this partner, or with this address, already."""

    code, status, text = "delegation_taken", 409, N_("This delegation is here already.")


class DelegationClosed(ForumError):
    """Nobody can be named to act for a delegation that is closed."""

    code, status = "delegation_closed", 409
    text = N_("This delegation is closed: nobody can act for it.")


class MandateOverlaps(ForumError):
    """The person acts for the delegation on one of these days already."""

    code, status = "mandate_overlaps", 409
    text = N_("This person acts for the delegation on some of these days already.")


class MandateEnded(ForumError):
    """The mandate is over."""

    code, status, text = "mandate_ended", 409, N_("This mandate is over already.")


@dataclass(frozen=True, slots=True)
class Days:
    """From the `first` to the `last` day of UTC, both included; `None`: without end.

    Raises:
        InvalidInput: `last` is before `first`.
    """

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise InvalidInput([Fault("last_day", N_("The last day is before the first one."))])

    def overlaps(self, other: "Days") -> bool:
        """Whether there is a day of both."""
        return _reaches(self, other.first) and _reaches(other, self.first)

    def __contains__(self, day: date) -> bool:
        return self.first <= day and _reaches(self, day)


def _reaches(days: Days, day: date) -> bool:
    return days.last is None or day <= days.last


def day_of(at: datetime) -> date:
    """The day of an instant, in UTC."""
    return at.astimezone(UTC).date()


def days_taken(days: Days, ended_at: datetime | None) -> Days | None:
    """The days of a mandate on which there cannot be another one.

    One that was ended leaves the day on which that was done to the next; `None`: it leaves all.
    """
    if ended_at is None:
        return days
    last = day_of(ended_at) - timedelta(days=1)
    if last < days.first:
        return None
    return Days(days.first, last if days.last is None else min(last, days.last))


def check_apart(days: Days, taken: Iterable[Days | None]) -> None:
    """Let a mandate of `days` stand beside others of the same person for the same delegation.

    Raises:
        MandateOverlaps: one of them has a day in common with it.
    """
    if any(other is not None and days.overlaps(other) for other in taken):
        raise MandateOverlaps


class MandateState(StrEnum):
    """How it is with a mandate."""

    COMING = "coming"
    CURRENT = "current"
    PAST = "past"


def state_at(days: Days, ended_at: datetime | None, at: datetime) -> MandateState:
    """How it is with a mandate at an instant."""
    today = day_of(at)
    if (ended_at is not None and ended_at <= at) or not _reaches(days, today):
        return MandateState.PAST
    return MandateState.CURRENT if today in days else MandateState.COMING


def may_name(capacity: Capacity, *, is_focal_point: bool) -> bool:
    """Whether a delegation's own focal points may give, and end, a mandate of this kind.

    Heads and focal points are named by who looks after all delegations, so that nobody can pass on
    what was given to them.
    """
    return capacity in NAMED_BY_FOCAL_POINT and not is_focal_point


@dataclass(frozen=True, slots=True)
class Identity:
    """What says whom a delegation stands for."""

    kind: DelegationKind
    name: str
    partner: str
    has_organisation: bool


def check_identity(given: Identity) -> None:
    """Let a delegation be set up: of a partner, of an organisation, or of a group with a name.

    Raises:
        InvalidInput: what its kind needs is not said.
    """
    needed = N_("This is needed.")
    if given.kind is DelegationKind.PARTNER and not given.partner:
        raise InvalidInput([Fault("partner", needed)])
    if given.kind is DelegationKind.STAKEHOLDER and not given.has_organisation:
        raise InvalidInput([Fault("organisation_id", needed)])
    if given.kind is DelegationKind.GROUP and not given.name:
        raise InvalidInput([Fault("name", needed)])


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """For whom an act was done, and as what its doer acted: as rows, events and records keep it."""

    delegation_id: DelegationId
    capacity: Capacity

    @property
    def decides(self) -> bool:
        """Whether the act commits the delegation."""
        return self.capacity in DECIDING

    @property
    def speaks(self) -> bool:
        """Whether the floor can be asked for in its name."""
        return self.capacity in SPEAKING
