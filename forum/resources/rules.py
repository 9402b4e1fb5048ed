"""What a shared resource is described by, and when its address counts as dead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import N_, ForumError


class ResourceType(StrEnum):
    """What the resource is."""

    OER = "oer"
    """Open educational resource: material that may be used and adapted."""
    COURSE = "course"
    """Online course."""
    PROGRAMME = "programme"
    """Training programme."""
    WEBINAR = "webinar"
    INFORMATION = "information"


class Licence(StrEnum):
    """Under which terms it can be used: SPDX identifiers (spdx.org/licenses, 3.27)."""

    CC0 = "CC0-1.0"
    CC_BY = "CC-BY-4.0"
    CC_BY_SA = "CC-BY-SA-4.0"
    CC_BY_NC = "CC-BY-NC-4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0"
    CC_BY_ND = "CC-BY-ND-4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0"
    CC_BY_IGO = "CC-BY-3.0-IGO"
    CC_BY_SA_IGO = "CC-BY-SA-3.0-IGO"
    MIT = "MIT"
    APACHE = "Apache-2.0"
    GPL = "GPL-3.0-or-later"
    RESERVED = "LicenseRef-all-rights-reserved"
    UNKNOWN = "LicenseRef-not-stated"


class Level(StrEnum):
    """Whom it is for: the levels of ISCED 2011 (UNESCO), taken together."""

    SCHOOL = "school"
    """ISCED 0–3."""
    VOCATIONAL = "vocational"
    """ISCED 4–5."""
    HIGHER = "higher"
    """ISCED 6–8."""
    PROFESSIONAL = "professional"
    """Further training of those who work."""
    EVERYONE = "everyone"


class Subject(StrEnum):
    """What it is about: the broad fields of ISCED-F 2013 (UNESCO)."""

    GENERIC = "generic"
    EDUCATION = "education"
    ARTS = "arts"
    SOCIETY = "society"
    BUSINESS = "business"
    SCIENCE = "science"
    ICT = "ict"
    ENGINEERING = "engineering"
    AGRICULTURE = "agriculture"
    HEALTH = "health"
    SERVICES = "services"


MOST_VERSIONS = 100
"""Of one work: more than there are languages here."""


class AlreadyShared(ForumError):
    """The same address was shared before, in topics that the actor sees."""

    code, status = "already_shared", 409
    text = N_("This address was shared already. You can share it again if you have a reason.")


class Outcome(StrEnum):
    """What asking for an address told."""

    REACHED = "reached"
    GONE = "gone"
    """Its server says that it is not there, or that it cannot serve it."""
    SILENT = "silent"
    """No answer at all."""
    UNKNOWN = "unknown"
    """It answers, but not to us: it asks for a sign-in, or for no automatic visits."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """What is known of an address.

    Attributes:
        failures: checks in a row that failed.
        failing_since: when the first of them was.
        unreachable_since: the same moment, once the address counts as dead; else `None`.
        due: when to check next.
    """

    failures: int
    failing_since: datetime | None
    unreachable_since: datetime | None
    due: datetime


ENOUGH_FAILURES = 3
LONG_ENOUGH = timedelta(days=2)
"""From the first failure to the one that counts: a night's maintenance is not a dead address."""
FIRST_CHECK = timedelta(minutes=5)
"""After an address was given."""
WHEN_WELL = timedelta(days=7)
FIRST_WAIT, LONGEST_WAIT = timedelta(days=1), timedelta(days=28)


def after(outcome: Outcome, before: LinkState, now: datetime) -> LinkState:
    """What is known of an address once it was checked."""
    match outcome:
        case Outcome.REACHED:
            return LinkState(0, None, None, now + WHEN_WELL)
        case Outcome.UNKNOWN:
            return LinkState(
                before.failures, before.failing_since, before.unreachable_since, now + WHEN_WELL
            )
        case Outcome.GONE | Outcome.SILENT:
            return _failed(before, now)


def _failed(before: LinkState, now: datetime) -> LinkState:
    failures, since = before.failures + 1, before.failing_since or now
    is_dead = failures >= ENOUGH_FAILURES and now - since >= LONG_ENOUGH
    wait: timedelta = FIRST_WAIT * 2 ** min(failures - 1, 10)
    dead = before.unreachable_since or (since if is_dead else None)
    return LinkState(failures, since, dead, now + min(wait, LONGEST_WAIT))


GONE_STATUSES = frozenset({404, 410})
SERVER_FAILED = 500
REFUSED = 400


def outcome_of(status: int) -> Outcome:
    """What an HTTP status says of an address (RFC 9110 §15)."""
    if status < REFUSED:
        return Outcome.REACHED
    if status in GONE_STATUSES or status >= SERVER_FAILED:
        return Outcome.GONE
    return Outcome.UNKNOWN


FEWEST_HOSTS = 3


def is_own_fault(outcomes: Mapping[str, Iterable[Outcome]]) -> bool:
    """Whether it is rather our own line that is down: of several hosts, not one has answered.

    Args:
        outcomes: of the addresses that were asked for, by host.
    """
    told = {one for found in outcomes.values() for one in found}
    return len(outcomes) >= FEWEST_HOSTS and told == {Outcome.SILENT}
