"""What roles hold of a member."""

from forum.db.holdings import Fate, Holding
from forum.roles.tables import RoleGrant

HOLDINGS = (
    Holding(
        RoleGrant,
        ("member_id",),
        name="roles",
        without=frozenset({"granted_by", "place"}),
        fate=Fate.GOES,
    ),
    Holding(RoleGrant, ("granted_by",), why="these are roles of others; the act is among the acts"),
)
