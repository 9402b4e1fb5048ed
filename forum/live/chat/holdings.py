"""What chats hold of a member. Who said what stays known by number, as in the session's log."""

from forum.db.holdings import Holding
from forum.live.chat.tables import ChatLine

HOLDINGS = (
    Holding(ChatLine, ("author_id",), name="chat_lines", without=frozenset({"removed_by_id"})),
    Holding(ChatLine, ("removed_by_id",), why="these are lines of others"),
)
