"""Have a translation of any text made anew."""

from typing import ClassVar

from forum.core.errors import N_
from forum.moderation.acts.base import TextAct
from forum.moderation.acts.retranslate_post import RetranslatePost


class RetranslateText(TextAct, RetranslatePost):
    """Have one machine translation of one text that is no post made anew."""

    name: ClassVar[str] = "retranslate_text"
    past: ClassVar[str] = N_("Had a text translated anew")
