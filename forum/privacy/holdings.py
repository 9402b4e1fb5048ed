"""What copies themselves hold of a member."""

from forum.db.holdings import Holding
from forum.privacy.tables import DataExport

HOLDINGS = (Holding(DataExport, ("member_id",), why="it is the copy; it goes with its bytes"),)
