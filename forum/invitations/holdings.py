"""What invitations hold of a member."""

from forum.db.holdings import Fate, Holding
from forum.invitations.tables import Invitation

HOLDINGS = (
    Holding(
        Invitation,
        ("used_by_id",),
        name="invitations",
        without=frozenset({"hash", "email_key", "invited_by_id"}),
        fate=Fate.GOES,
    ),
    Holding(Invitation, ("invited_by_id",), why="these name others; the act is among the acts"),
)
