"""All SQL of live sessions, and the rule who sees which."""

from forum.live.sessions.queries.agenda import item_of, item_out, items_of
from forum.live.sessions.queries.people import faces, muted, participants, seats, voices_of
from forum.live.sessions.queries.reading import (
    SESSION_CURSOR,
    coming,
    place_of,
    session_whole,
    sessions_page,
    space_of,
)
from forum.live.sessions.queries.seeing import (
    announced_for_update,
    announced_session,
    announced_to,
    follows,
    session_for_update,
    session_of,
    sessions_among,
    visible_to,
)
from forum.live.sessions.queries.standings import entered, session_and_standing, standing_of
from forum.live.sessions.queries.storing import add_participant, add_session

__all__ = [
    "SESSION_CURSOR",
    "add_participant",
    "add_session",
    "announced_for_update",
    "announced_session",
    "announced_to",
    "coming",
    "entered",
    "faces",
    "follows",
    "item_of",
    "item_out",
    "items_of",
    "muted",
    "participants",
    "place_of",
    "seats",
    "session_and_standing",
    "session_for_update",
    "session_of",
    "session_whole",
    "sessions_among",
    "sessions_page",
    "space_of",
    "standing_of",
    "visible_to",
    "voices_of",
]
