"""What is done about notifications. An action checks, changes, announces; its caller commits."""

from forum.notifications.actions.awaiting import await_translation, forget_translation
from forum.notifications.actions.choosing import (
    PROVE,
    ask_for_proof,
    change_mail,
    take_proof,
    unsubscribe,
)
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
    Elsewhere,
    Outcome,
    Telling,
    announce_change,
    called,
    tell,
    tell_author,
    tell_outcome,
    tell_proposer,
)

__all__ = [
    "MAIL",
    "PROVE",
    "Decided",
    "Elsewhere",
    "Outcome",
    "Telling",
    "announce_change",
    "ask_for_proof",
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
    "take_proof",
    "tell",
    "tell_author",
    "tell_outcome",
    "tell_proposer",
    "unsubscribe",
]
