"""What drafts hold of a member."""

from forum.db.holdings import Fate, Holding
from forum.drafts.tables import Draft

HOLDINGS = (Holding(Draft, ("member_id",), name="drafts", fate=Fate.GOES),)
