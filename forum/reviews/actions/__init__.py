"""What people do about translations. An action checks, changes, announces; its caller commits."""

from forum.reviews.actions.deciding import decide, undo
from forum.reviews.actions.locking import set_lock
from forum.reviews.actions.proposing import correct, report, say_language, withdraw

__all__ = ["correct", "decide", "report", "say_language", "set_lock", "undo", "withdraw"]
