"""What summary records hold of a member. They are a meeting's and stay."""

from forum.db.holdings import Holding
from forum.live.summaries.tables import RecordCorrection, RecordVersion

HOLDINGS = (
    Holding(
        RecordCorrection,
        ("member_id",),
        name="record_corrections",
        without=frozenset({"decided_by_id"}),
    ),
    Holding(
        RecordCorrection,
        ("decided_by_id",),
        why="these are about others; the act is in the session's log",
    ),
    Holding(RecordVersion, ("made_by_id",), name="record_versions"),
)
