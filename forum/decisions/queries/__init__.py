"""All SQL of decisions."""

from forum.decisions.queries.ballots import (
    add_ballot,
    add_secret_ballot,
    change_ballot,
    count,
    counted_again,
    receipts_published,
    shuffle,
)
from forum.decisions.queries.electors import (
    add_electors,
    castable,
    electorate_of,
    electors_of,
)
from forum.decisions.queries.places import partner_delegations, space_members
from forum.decisions.queries.reading import (
    DECISION_CURSOR,
    decision,
    decision_for_update,
    decision_for_vote,
    decisions_page,
    decisions_to_verify,
    last_closed,
    running,
    texts_of,
)
from forum.decisions.queries.remarks import (
    add_remark,
    objections,
    remark,
    remarks_of,
    remarks_on,
)
from forum.decisions.queries.writing import add_decision, add_text, current_text

__all__ = [
    "DECISION_CURSOR",
    "add_ballot",
    "add_decision",
    "add_electors",
    "add_remark",
    "add_secret_ballot",
    "add_text",
    "castable",
    "change_ballot",
    "count",
    "counted_again",
    "current_text",
    "decision",
    "decision_for_update",
    "decision_for_vote",
    "decisions_page",
    "decisions_to_verify",
    "electorate_of",
    "electors_of",
    "last_closed",
    "objections",
    "partner_delegations",
    "receipts_published",
    "remark",
    "remarks_of",
    "remarks_on",
    "running",
    "shuffle",
    "space_members",
    "texts_of",
]
