"""What the floor holds of a member. Who spoke for whom stays known, as in any record."""

from forum.db.holdings import Holding
from forum.live.floor.tables import FloorSlot

HOLDINGS = (
    Holding(
        FloorSlot,
        ("member_id",),
        name="speaking",
        without=frozenset({"place", "region"}),
    ),
)
