"""Let members correct a translation of any text again."""

from typing import ClassVar

from forum.moderation.acts.base import TextAct
from forum.moderation.acts.unlock_translation import UnlockTranslation


class UnlockText(TextAct, UnlockTranslation):
    """Let members correct one translation of one text that is no post again."""

    name: ClassVar[str] = "unlock_text"
    undone_by: ClassVar[str | None] = "lock_text"
