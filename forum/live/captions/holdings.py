"""What captions hold of a member: who wrote and corrected them. They are part of the record."""

from sqlmodel import col, select

from forum.db.holdings import Holding
from forum.live.captions.tables import CaptionRevision, LiveCaption

HOLDINGS = (
    Holding(LiveCaption, ("author_id",), name="captions", without=frozenset({"key"})),
    Holding(
        CaptionRevision,
        rows=lambda member_id: col(CaptionRevision.caption_id).in_(
            select(LiveCaption.id).where(LiveCaption.author_id == member_id)
        ),
        name="earlier_captions",
        without=frozenset({"replaced_by_id"}),
    ),
    Holding(CaptionRevision, ("replaced_by_id",), why="these are words of others, as they were"),
)
