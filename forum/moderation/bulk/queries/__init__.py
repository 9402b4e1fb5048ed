"""All SQL of bulk acts."""

from forum.moderation.bulk.queries.finding import Found, Search, found, sample
from forum.moderation.bulk.queries.runs import (
    RUN_CURSOR,
    add_run,
    asked_by,
    carried_out,
    is_undone,
    next_target,
    run,
    run_for_update,
    runs_page,
)

__all__ = [
    "RUN_CURSOR",
    "Found",
    "Search",
    "add_run",
    "asked_by",
    "carried_out",
    "found",
    "is_undone",
    "next_target",
    "run",
    "run_for_update",
    "runs_page",
    "sample",
]
