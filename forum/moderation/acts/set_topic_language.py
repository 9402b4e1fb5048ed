"""Say in which language the title of a topic is."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from forum.core.errors import N_
from forum.db.unit import Unit
from forum.discussions import actions as discussions
from forum.discussions import queries
from forum.discussions.rules import TopicState
from forum.discussions.schemas import TopicChange
from forum.moderation.acts.base import Ask, Noted, TopicAct
from forum.moderation.rules import AlreadyDone, Standing
from forum.moderation.tables import AuditEntry
from forum.web.fields import LanguageTag


class SetTopicLanguage(TopicAct):
    """Change the language of one topic."""

    name: ClassVar[str] = "set_topic_language"
    text: ClassVar[str] = N_("Change the language of the title")
    past: ClassVar[str] = N_("Changed the language of a topic")
    told: ClassVar[str] = N_("A moderator changed the language that a topic of yours is marked as.")
    undone_by: ClassVar[str | None] = "set_topic_language"
    asks: ClassVar[Sequence[Ask]] = (Ask("language", "language", N_("Language of the text")),)

    language: LanguageTag

    @classmethod
    def fits(cls, standing: Standing) -> bool:
        """See `Act`."""
        return standing.state not in {TopicState.HIDDEN, TopicState.ARCHIVED}

    @classmethod
    def back(cls, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """See `Act`."""
        return {"language": details["from"]}

    async def carry_out(self, unit: Unit, _undone: AuditEntry | None) -> Noted:
        """See `Act`."""
        topic, _ = await queries.topic_for_update(unit.db, unit.actor, self.topic_id)
        before = topic.language
        if before == self.language:
            raise AlreadyDone
        await discussions.change_topic(unit, self.topic_id, TopicChange(language=self.language))
        return {"from": before}
