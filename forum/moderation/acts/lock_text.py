"""Keep a translation of any text as it is."""

from typing import ClassVar

from forum.moderation.acts.base import TextAct
from forum.moderation.acts.lock_translation import LockTranslation


class LockText(TextAct, LockTranslation):
    """Let nobody but moderators change one translation of one text that is no post."""

    name: ClassVar[str] = "lock_text"
    undone_by: ClassVar[str | None] = "unlock_text"
