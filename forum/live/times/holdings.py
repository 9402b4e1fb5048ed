"""What calendars hold of a member."""

from forum.db.holdings import Fate, Holding
from forum.live.times.tables import CalendarFeed

HOLDINGS = (Holding(CalendarFeed, ("member_id",), name="calendar", fate=Fate.GOES),)
