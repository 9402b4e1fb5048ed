"""All SQL of the floor. Which sessions somebody sees is said by `forum.live.sessions`."""

from forum.live.floor.queries.groups import check_group, groups_of
from forum.live.floor.queries.items import (
    item_in,
    item_of,
    item_of_points,
    items_of,
    items_with,
)
from forum.live.floor.queries.lists import (
    UNSTORED,
    Held,
    Meeting,
    admitted,
    floor_for_update,
    region_of,
    session_held,
    session_row,
    store,
)
from forum.live.floor.queries.looking import (
    Shown,
    floor_of,
    slot_of_session,
    statement_is_for_all,
    viewer_of,
)
from forum.live.floor.queries.rows import rules_of
from forum.live.floor.queries.showing import FloorRead, floor_out, floor_read, floor_seen

__all__ = [
    "UNSTORED",
    "FloorRead",
    "Held",
    "Meeting",
    "Shown",
    "admitted",
    "check_group",
    "floor_for_update",
    "floor_of",
    "floor_out",
    "floor_read",
    "floor_seen",
    "groups_of",
    "item_in",
    "item_of",
    "item_of_points",
    "items_of",
    "items_with",
    "region_of",
    "rules_of",
    "session_held",
    "session_row",
    "slot_of_session",
    "statement_is_for_all",
    "store",
    "viewer_of",
]
