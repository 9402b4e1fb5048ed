"""What people do at the floor. An action checks, changes, announces; its caller commits."""

from forum.live.floor.actions.asking import request_floor
from forum.live.floor.actions.halting import end_all, halt, leave_items
from forum.live.floor.actions.leading import carry_out, change_list
from forum.live.floor.actions.statements import write_statement

__all__ = [
    "carry_out",
    "change_list",
    "end_all",
    "halt",
    "leave_items",
    "request_floor",
    "write_statement",
]
