"""What live sessions hold of a member. Who took part in a meeting stays on its record."""

from forum.db.holdings import Holding
from forum.live.sessions.tables import LiveSession, Participant

HOLDINGS = (
    Holding(Participant, ("member_id",), name="sessions", without=frozenset({"decided_by_id"})),
    Holding(
        Participant,
        ("decided_by_id",),
        why="these are about others; the act is among the acts",
    ),
    Holding(LiveSession, ("host_id",), name="sessions_hosted"),
)
