"""What delegations hold of a member. Who acted for whom stays known, by number."""

from forum.db.holdings import Holding
from forum.delegations.tables import Mandate

HOLDINGS = (
    Holding(
        Mandate,
        ("member_id",),
        name="mandates",
        without=frozenset({"given_by_id", "ended_by_id"}),
    ),
    Holding(
        Mandate,
        ("given_by_id", "ended_by_id"),
        why="these are about others; the act is among the acts",
    ),
)
