"""What moderators and administrators do with spaces, left for the record; see `site.record`."""

from forum.db.unit import Unit
from forum.site import record

JOB = record.JOB


def note(unit: Unit, act: str, slug: str, **details: object) -> None:
    """Have it written down that the actor did `act` to a space.

    The record is kept for ever, so `details` name people by number only.

    Raises:
        SignInRequired: nobody in particular acts.
    """
    record.note(unit, act, f"space:{slug}", reason="", by=None, **details)
