"""What notifications hold of a member."""

from sqlmodel import col, select

from forum.accounts.tables import Member
from forum.db.holdings import Fate, Holding
from forum.notifications.tables import Bounce, Notification, NotificationSettings, Subscription

HOLDINGS = (
    Holding(Subscription, ("member_id",), name="subscriptions", fate=Fate.GOES),
    Holding(
        Notification,
        ("member_id",),
        name="notifications",
        without=frozenset({"actor_id"}),
        fate=Fate.GOES,
    ),
    Holding(Notification, ("actor_id",), why="these were told to others"),
    Holding(NotificationSettings, ("member_id",), name="notification_settings", fate=Fate.GOES),
    Holding(
        Bounce,
        rows=lambda member_id: col(Bounce.email_key).in_(
            select(Member.email_key).where(Member.id == member_id)
        ),
        name="refused_mail",
        fate=Fate.GOES,
    ),
)
