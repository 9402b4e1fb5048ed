"""All SQL of reviews; what is read starts from `seen`."""

from forum.reviews.queries.coverage import coverage, failures, sent, stale
from forum.reviews.queries.originals import Original, original
from forum.reviews.queries.proposals import (
    CURSOR,
    ProposalFilter,
    add_deed,
    around,
    decider,
    deeds,
    newest_change,
    opening_post,
    own_waiting,
    proposal,
    proposals,
    row,
    row_for_update,
    save,
    waiting,
)

__all__ = [
    "CURSOR",
    "Original",
    "ProposalFilter",
    "add_deed",
    "around",
    "coverage",
    "decider",
    "deeds",
    "failures",
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
