"""Acts that are left for the record of acts.

The record belongs to a feature above most others, so it is written by a job, which is stored in the
transaction of the act itself.
"""

from typing import Any

from forum.core.ids import MemberId
from forum.db.unit import Unit

JOB = "audit.note"
"""Kind of the job.

Data: `act`, `actor_id`, `made_at` (ISO 8601), `target`, `reason`, `details`, and `tells`, the
number of the member who is told.
"""


def note(
    unit: Unit,
    act: str,
    target: str,
    *,
    reason: str,
    by: MemberId | None = None,
    **details: object,
) -> None:
    """Have it written down that the actor did `act` to `target` (as `space:general`), and why.

    The record is kept for ever, so `details` name people by number only.

    Args:
        unit: the change.
        act: a word for it.
        target: kind and number, or word, of what it is done to.
        reason: why, in the actor's words; "" where none was asked for.
        by: who acts, where that is somebody who has only now become a member.
        details: what else is to be known of it.

    Raises:
        SignInRequired: nobody in particular acts.
    """
    actor_id = by or unit.actor.require_member()
    _later(unit, act, target, actor_id=actor_id, reason=reason, details=details)


def note_and_tell(
    unit: Unit, act: str, target: str, to: MemberId, *, reason: str, **details: object
) -> None:
    """The same, and have a member told of it as of a moderator's decision, which they may answer.

    Raises:
        SignInRequired: nobody in particular acts.
    """
    actor_id = unit.actor.require_member()
    _later(unit, act, target, actor_id=actor_id, reason=reason, details=details, tells=to)


def _later(unit: Unit, act: str, target: str, **more: Any) -> None:
    unit.later(JOB, act=act, made_at=unit.now.isoformat(), target=target, **more)
