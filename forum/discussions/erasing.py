"""Taking away what a member wrote, who does not want to leave it."""

from forum.core.ids import MemberId, TopicId
from forum.db.unit import Unit
from forum.discussions import actions
from forum.discussions.queries import set_tags, topic_for_update
from forum.discussions.queries.erasing import empty_topics_of, texts_of
from forum.discussions.rules import TopicState
from forum.translations import actions as translations

MOST = 50
"""Texts that one change takes away."""
GONE = "…"
"""The title of a topic that is gone."""


async def erase_texts(unit: Unit, author_id: MemberId) -> bool:
    """Take some of an author's texts away; says whether there may be more.

    A post goes as when its author deletes it. A topic goes where no post is left to read in it;
    where others have written, its title stays, as it is what they talk about.

    Args:
        unit: of an actor who may delete whatever there is, whoever sees it.
        author_id: who goes.
    """
    posts = await texts_of(unit.db, author_id, MOST)
    for post_id in posts:
        await actions.delete_post(unit, post_id)
    if posts:
        return True
    topics = await empty_topics_of(unit.db, author_id, GONE, MOST)
    for topic_id in topics:
        await _erase_topic(unit, topic_id)
    return bool(topics)


async def _erase_topic(unit: Unit, topic_id: TopicId) -> None:
    await actions.set_state(unit, topic_id, TopicState.HIDDEN)
    topic, _ = await topic_for_update(unit.db, unit.actor, topic_id)
    topic.title = GONE
    await set_tags(unit.db, topic_id, [])
    for text in (f"topic:{topic_id}", f"tags:{topic_id}"):
        await translations.forget(unit, text)
