"""What administrators do with accounts, left for the record of acts; see `site.record`."""

from forum.core.ids import MemberId
from forum.db.unit import Unit
from forum.site import record

JOB = record.JOB


def note(unit: Unit, act: str, member_id: MemberId, reason: str, **details: object) -> None:
    """Have it written down that the actor did `act` to a member, and why.

    The record is kept for ever, so `details` name people by number only.

    Raises:
        SignInRequired: nobody in particular acts.
    """
    record.note(unit, act, f"member:{member_id}", reason=reason, by=None, **details)
