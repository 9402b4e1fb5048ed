"""Remove all translations of any text for good."""

from typing import ClassVar

from forum.core.errors import N_
from forum.moderation.acts.base import TextAct
from forum.moderation.acts.purge_translations import PurgeTranslations


class PurgeText(TextAct, PurgeTranslations):
    """Remove all translations of a text that is no post, their history, and its memory."""

    name: ClassVar[str] = "purge_text"
    past: ClassVar[str] = N_("Removed all translations of a text for good")
