"""What people do with decisions. An action checks, changes, announces; its caller commits."""

from forum.decisions.actions.closing import cast_for_chair, close
from forum.decisions.actions.opening import open_decision, withdraw
from forum.decisions.actions.proposing import propose
from forum.decisions.actions.remarking import explain, object_to, reserve
from forum.decisions.actions.silence import amend, settle
from forum.decisions.actions.voting import cast, cast_in

__all__ = [
    "amend",
    "cast",
    "cast_for_chair",
    "cast_in",
    "close",
    "explain",
    "object_to",
    "open_decision",
    "propose",
    "reserve",
    "settle",
    "withdraw",
]
