"""What is done with sessions, left for the record of acts; see `site.record`."""

from forum.core.ids import SessionId
from forum.db.unit import Unit
from forum.site import record


def note(
    unit: Unit, act: str, session_id: SessionId, *, reason: str = "", **details: object
) -> None:
    """Have it written down that the actor did `act` to a session, or in it.

    The record is kept for ever, so `details` name people by number only.

    Raises:
        SignInRequired: nobody in particular acts.
    """
    record.note(unit, act, f"session:{session_id}", reason=reason, by=None, **details)
