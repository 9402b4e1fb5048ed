"""What motions hold of a member. Who moved what stays known, as in any record."""

from forum.db.holdings import Holding
from forum.live.deciding.motions.tables import Motion

HOLDINGS = (Holding(Motion, ("member_id",), name="motions"),)
