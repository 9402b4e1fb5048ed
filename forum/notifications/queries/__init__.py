"""All SQL of notifications; what is shown, counted or mailed starts from `visible_to`."""

from forum.notifications.queries.audience import (
    News,
    hearers,
    members_called,
    news,
    topic_level,
    watchers,
)
from forum.notifications.queries.lists import (
    CURSOR,
    Unread,
    notifications_page,
    some,
    unmailed,
    unread,
)
from forum.notifications.queries.mail import (
    DUE,
    bounce,
    forget_bounce,
    mail_settings,
    note_bounce,
    note_mailed,
    settings_for_update,
    take_due,
)
from forum.notifications.queries.recipients import Recipient, act_of, post_row, recipient
from forum.notifications.queries.subscriptions import (
    count,
    drop,
    drop_all,
    follow,
    followed,
    said,
    space_levels,
    watched,
)
from forum.notifications.queries.writes import add, concerned, forget_old, mark_read

__all__ = [
    "CURSOR",
    "DUE",
    "News",
    "Recipient",
    "Unread",
    "act_of",
    "add",
    "bounce",
    "concerned",
    "count",
    "drop",
    "drop_all",
    "follow",
    "followed",
    "forget_bounce",
    "forget_old",
    "hearers",
    "mail_settings",
    "mark_read",
    "members_called",
    "news",
    "note_bounce",
    "note_mailed",
    "notifications_page",
    "post_row",
    "recipient",
    "said",
    "settings_for_update",
    "some",
    "space_levels",
    "take_due",
    "topic_level",
    "unmailed",
    "unread",
    "watched",
    "watchers",
]
