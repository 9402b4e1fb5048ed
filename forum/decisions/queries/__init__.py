"""All SQL of decisions."""

from forum.decisions.queries.ballots import (
    add_ballot,
    add_secret_ballot,
    change_ballot,
    count,
    counted_again,
    counts,
    receipts_published,
    shuffle,
)
from forum.decisions.queries.electors import (
    add_electors,
    castable,
    electorate_of,
    electors_of,
    hands,
)
from forum.decisions.queries.places import partner_delegations, space_members
from forum.decisions.queries.reading import (
    DECISION_CURSOR,
    Written,
    current,
    decision,
    decision_for_update,
    decision_for_vote,
    decisions_page,
    decisions_to_verify,
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
    "Written",
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
    "counts",
    "current",
    "current_text",
    "decision",
    "decision_for_update",
    "decision_for_vote",
    "decisions_page",
    "decisions_to_verify",
    "electorate_of",
    "electors_of",
    "hands",
    "objections",
    "partner_delegations",
    "receipts_published",
    "remark",
    "remarks_of",
    "remarks_on",
    "shuffle",
    "space_members",
    "texts_of",
]
