"""What spaces hold of a member."""

from forum.db.holdings import Fate, Holding
from forum.spaces.tables import SpaceMember

HOLDINGS = (Holding(SpaceMember, ("member_id",), name="spaces", fate=Fate.GOES),)
