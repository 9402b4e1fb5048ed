"""What decisions hold of a member. A vote that was counted stays counted, by number."""

from forum.core.actor import FORMER_MEMBER
from forum.db.holdings import Holding
from forum.decisions.tables import (
    Ballot,
    Decision,
    DecisionElector,
    DecisionRemark,
    DecisionText,
)

HOLDINGS = (
    Holding(Ballot, ("cast_by_id",), name="ballots"),
    Holding(DecisionRemark, ("member_id",), name="decision_remarks"),
    Holding(DecisionElector, ("member_id",), name="votes", wiped={"name": FORMER_MEMBER}),
    Holding(Decision, ("made_by_id",), why="these are a meeting's; the act is in its log"),
    Holding(DecisionText, ("made_by_id",), why="these are a meeting's; the act is in its log"),
)
