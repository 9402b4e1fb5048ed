"""Sessions as calendars show them."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from forum.live.calendar import Entry, calendar, status_of
from forum.live.sessions.tables import LiveSession


def entry(session: LiveSession, site: str, *, follows: bool) -> Entry:
    """A session as a calendar's entry.

    Args:
        session: its row.
        site: address of the forum, as `https://forum.example`.
        follows: whether the reader follows it, and so sees where its video conference is.
    """
    return Entry(
        uid=f"session-{session.id}@{urlsplit(site).hostname}",
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=session.changed_at,
        titles={session.language: session.title},
        language=session.language,
        status=status_of(session.state),
        url=f"{site}/sessions/{session.id}/about",
        description=session.description,
        video=session.video_url if follows else "",
    )


def written(entries: Sequence[Entry], *, name: str, locale: str, now: datetime) -> str:
    """A calendar of these entries, as RFC 5545 writes it."""
    return calendar(entries, name=name, language=locale, made_at=now)
