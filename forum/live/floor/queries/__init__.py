"""All SQL of the floor. Which sessions somebody sees is said by `forum.live.sessions`."""

from forum.live.floor.queries.lists import (
    UNSTORED,
    Held,
    admitted,
    floor_for_update,
    item_in,
    item_of,
    items_with_speakers,
    region_of,
    session_row,
    state_held,
    store,
)
from forum.live.floor.queries.looking import (
    Shown,
    floor_of,
    items_of,
    slot_of_session,
    viewer_of,
)
from forum.live.floor.queries.rows import rules_of
from forum.live.floor.queries.showing import floor_out

__all__ = [
    "UNSTORED",
    "Held",
    "Shown",
    "admitted",
    "floor_for_update",
    "floor_of",
    "floor_out",
    "item_in",
    "item_of",
    "items_of",
    "items_with_speakers",
    "region_of",
    "rules_of",
    "session_row",
    "slot_of_session",
    "state_held",
    "store",
    "viewer_of",
]
