"""What bookmarks hold of a member."""

from forum.bookmarks.tables import Bookmark
from forum.db.holdings import Fate, Holding

HOLDINGS = (Holding(Bookmark, ("member_id",), name="bookmarks", fate=Fate.GOES),)
