"""What captions hold of a member: who wrote them. They are part of the session's record."""

from forum.db.holdings import Holding
from forum.live.captions.tables import LiveCaption

HOLDINGS = (Holding(LiveCaption, ("author_id",), name="captions", without=frozenset({"key"})),)
