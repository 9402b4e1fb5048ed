"""All SQL of reviews; what is read starts from `seen`."""

from forum.reviews.queries.counting import counts, keep_counts
from forum.reviews.queries.coverage import counted_at, coverage, failures, sent, stale
from forum.reviews.queries.history import add_deed, deeds, newest_change
from forum.reviews.queries.originals import Original, original
from forum.reviews.queries.proposals import (
    CURSOR,
    ProposalFilter,
    around,
    opening_post,
    proposal,
    proposals,
    waiting,
)
from forum.reviews.queries.storing import decider, own_waiting, row, row_for_update, save

__all__ = [
    "CURSOR",
    "Original",
    "ProposalFilter",
    "add_deed",
    "around",
    "counted_at",
    "counts",
    "coverage",
    "decider",
    "deeds",
    "failures",
    "keep_counts",
    "newest_change",
    "opening_post",
    "original",
    "own_waiting",
    "proposal",
    "proposals",
    "row",
    "row_for_update",
    "save",
    "sent",
    "stale",
    "waiting",
]
