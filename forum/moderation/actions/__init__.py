"""What moderation does. An action checks, changes, announces; its caller commits."""

from forum.moderation.actions.acting import ACTED, TELL, carry_out, undo
from forum.moderation.actions.appealing import ANSWERED, appeal, appeal_as, decide
from forum.moderation.actions.claiming import claim, release
from forum.moderation.actions.flagging import Flagged, flag
from forum.moderation.actions.hinting import hint_at_held, look_at_posts
from forum.moderation.actions.opening import follow_request, leave_deleted, open_held

__all__ = [
    "ACTED",
    "ANSWERED",
    "TELL",
    "Flagged",
    "appeal",
    "appeal_as",
    "carry_out",
    "claim",
    "decide",
    "flag",
    "follow_request",
    "hint_at_held",
    "leave_deleted",
    "look_at_posts",
    "open_held",
    "release",
    "undo",
]
