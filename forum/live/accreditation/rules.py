"""Who can ask to take part, and what can be decided about it."""

from forum.core.errors import N_, Fault, ForumError, InvalidInput
from forum.delegations.rules import Capacity, may_name
from forum.live.parts import Part
from forum.live.sessions.rules import RequestState

ASKED_FOR = (Part.DELEGATE, Part.OBSERVER, Part.STAKEHOLDER)
"""Parts that people ask for; to all others the secretariat invites."""
REASON_MOST = 500


class TakesPartAlready(ForumError):
    """The person was let in as this already."""

    code, status = "takes_part_already", 409
    text = N_("This person takes part as this already.")


class DecidedAlready(ForumError):
    """The request does not wait for a decision any more."""

    code, status = "decided_already", 409
    text = N_("Somebody decided about this request meanwhile, or it was withdrawn.")


class QuotaReached(ForumError):
    """The delegation has as many people in this part as it can have."""

    code, status = "quota_reached", 409
    text = N_("This delegation has as many people here as it can have: {most}.")


class NotAboutYourself(ForumError):
    """A focal point does not decide about their own request."""

    code, status = "not_about_yourself", 403
    text = N_("Somebody else decides about your own request.")


def check_request(
    part: Part, capacity: Capacity | None, *, has_delegation: bool, is_proven: bool
) -> None:
    """Let somebody ask to take part.

    Args:
        part: as what.
        capacity: as what they act for the delegation.
        has_delegation: whether they name one.
        is_proven: whether a mandate for it, or a letter, shows that they act for it.

    Raises:
        InvalidInput: the secretariat invites to this part, or something is missing.
    """
    if part not in ASKED_FOR:
        raise InvalidInput([Fault("part", N_("The secretariat invites to this part."))])
    check_identity(part, capacity, has_delegation=has_delegation)
    if has_delegation and not is_proven:
        text = N_("Please add the letter by which the delegation names you.")
        raise InvalidInput([Fault("letter", text)])


def check_identity(part: Part, capacity: Capacity | None, *, has_delegation: bool) -> None:
    """Let somebody take part as something, for a delegation or not.

    Raises:
        InvalidInput: a delegate needs a delegation, and who acts for one a capacity.
    """
    if part is Part.DELEGATE and not has_delegation:
        raise InvalidInput([Fault("delegation", N_("A delegate acts for a delegation."))])
    if has_delegation and capacity is None:
        text = N_("Say as what they act for the delegation.")
        raise InvalidInput([Fault("capacity", text)])


def check_decision(state: RequestState, to: RequestState, reason: str) -> None:
    """Let a request be approved or declined.

    Raises:
        DecidedAlready: it does not wait.
        InvalidInput: it is declined without a reason.
    """
    if state is not RequestState.RECEIVED:
        raise DecidedAlready
    if to is RequestState.DECLINED and not reason:
        raise InvalidInput([Fault("reason", N_("Say why, so that they understand."))])


def check_muting(minutes: int, reason: str) -> None:
    """Let somebody be muted for some minutes; 0: let them take the word again.

    Raises:
        InvalidInput: they are muted without a reason.
    """
    if minutes and not reason:
        raise InvalidInput([Fault("reason", N_("Say why, so that they understand."))])


def check_quota(taken: int, most: int | None) -> None:
    """Let one more be let in beside `taken` others.

    Raises:
        QuotaReached: there are `most` already.
    """
    if most is not None and taken >= most:
        raise QuotaReached(most=most)


def is_for_focal_point(part: Part, capacity: Capacity | None) -> bool:
    """Whether a delegation's focal point decides about this, as the secretariat does."""
    is_theirs = part in {Part.DELEGATE, Part.OBSERVER} and capacity is not None
    return is_theirs and capacity is not None and may_name(capacity, is_focal_point=False)
