"""What is done with delegations, left for the record of acts.

The record belongs to a feature above this one, so it is written by a job, which is stored in the
transaction of the act itself.
"""

from forum.accounts.record import JOB
from forum.db.unit import Unit


def note(unit: Unit, act: str, target: str, **details: object) -> None:
    """Have it written down that the actor did `act` to `target`, as `delegation:viet-nam`.

    The record is kept for ever, so `details` name people by number only.

    Raises:
        SignInRequired: nobody in particular acts.
    """
    unit.later(
        JOB,
        act=act,
        actor_id=unit.actor.require_member(),
        made_at=unit.now.isoformat(),
        target=target,
        details=details,
    )
