"""What administrators do with accounts, left for the record of acts.

The record belongs to a feature above this one, so it is written by a job, which is stored in the
transaction of the act itself.
"""

from forum.core.ids import MemberId
from forum.db.unit import Unit

JOB = "audit.note"
"""Kind of the job: data `act`, `actor_id`, `made_at` (ISO 8601), `target`, `reason`, `details`."""


def note(unit: Unit, act: str, member_id: MemberId, reason: str, **details: object) -> None:
    """Have it written down that the actor did `act` to a member, and why.

    The record is kept for ever, so `details` name people by number only.

    Raises:
        SignInRequired: nobody in particular acts.
    """
    unit.later(
        JOB,
        act=act,
        actor_id=unit.actor.require_member(),
        made_at=unit.now.isoformat(),
        target=f"member:{member_id}",
        reason=reason,
        details=details,
    )
