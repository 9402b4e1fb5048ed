"""What is done about notifications. An action checks, changes, announces; its caller commits."""

from forum.notifications.actions.awaiting import await_translation, forget_translation
from forum.notifications.actions.choosing import change_mail, try_again, unsubscribe
from forum.notifications.actions.following import (
    drop_target,
    follow_space,
    follow_tag,
    follow_topic,
)
from forum.notifications.actions.planning import MAIL, move_digests, plan_mail
from forum.notifications.actions.reading import mark_read
from forum.notifications.actions.telling import (
    Decided,
    Telling,
    announce_change,
    called,
    tell,
    tell_author,
)

__all__ = [
    "MAIL",
    "Decided",
    "Telling",
    "announce_change",
    "await_translation",
    "called",
    "change_mail",
    "drop_target",
    "follow_space",
    "follow_tag",
    "follow_topic",
    "forget_translation",
    "mark_read",
    "move_digests",
    "plan_mail",
    "tell",
    "tell_author",
    "try_again",
    "unsubscribe",
]
