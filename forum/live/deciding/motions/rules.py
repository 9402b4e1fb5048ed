"""What holds of motions that are before a meeting; their kinds and order are `live.motions`."""

from collections.abc import Collection
from enum import StrEnum

from forum.core.errors import N_, ForumError
from forum.core.ids import DelegationId, MemberId
from forum.decisions.rules import Method
from forum.live.motions import MotionKind, by_precedence
from forum.live.profiles import Profile
from forum.live.sessions.rules import Standing


class MotionState(StrEnum):
    """How it is with a motion."""

    MOVED = "moved"
    """Before the meeting."""
    PUT = "put"
    """Put to the vote: its decision says what became of it."""
    WITHDRAWN = "withdrawn"
    """By whoever moved it, before the vote (A/520/Rev.20, rule 80)."""
    SET_ASIDE = "set_aside"
    """By the chair."""


class MotionNotInRules(ForumError):
    """The session's rules do not have the motion."""

    code, status = "motion_not_in_rules", 422
    text = N_("The rules of this session do not have this motion.")


class MotionPending(ForumError):
    """The same is before the meeting."""

    code, status = "motion_pending", 409
    text = N_("This motion is before the meeting already.")


class OtherMotionFirst(ForumError):
    """Motions are put in their order (A/520/Rev.20, rule 77)."""

    code, status = "other_motion_first", 409
    text = N_("Another motion comes before this one.")


class MotionChanged(ForumError):
    """The motion is not before the meeting any more."""

    code, status = "motion_changed", 409
    text = N_("This motion was put, withdrawn or set aside meanwhile.")


def check_moved(profile: Profile, kind: MotionKind, pending: Collection[MotionKind]) -> None:
    """Let a motion be moved beside those that are before the meeting.

    Raises:
        MotionNotInRules: the rules do not have it.
        MotionPending: it is before the meeting.
    """
    if kind not in profile.motions:
        raise MotionNotInRules
    if kind in pending:
        raise MotionPending


def check_put(kind: MotionKind, pending: Collection[MotionKind]) -> None:
    """Let a motion be put to the vote.

    Raises:
        MotionChanged: it is not before the meeting.
        OtherMotionFirst: another one goes before it.
    """
    if kind not in pending:
        raise MotionChanged
    if by_precedence(pending)[0] is not kind:
        raise OtherMotionFirst


def is_own(
    member: MemberId, standing: Standing, mover: MemberId, delegation: DelegationId | None
) -> bool:
    """Whether a motion of `mover` is somebody's own, or of the delegation that they act for."""
    behalf = standing.on_behalf
    of_theirs = behalf is not None and behalf.delegation_id == delegation
    return member == mover or of_theirs


def method_of(profile: Profile) -> Method:
    """How a motion is decided: openly by votes or, where the rules have none, by consensus."""
    wanted = (Method.SHOW_OF_HANDS, Method.ROLL_CALL, Method.CONSENSUS)
    return next((one for one in wanted if one in profile.methods), profile.methods[0])
