"""Handing over: what a session leaves open becomes topics of its space."""

from dataclasses import replace
from functools import partial

from forum.core.ids import MemberId, SessionId, TopicId
from forum.db.unit import Unit
from forum.discussions import adding
from forum.discussions.schemas import PostDraft, TopicText
from forum.live.record import queries
from forum.live.record.account import Account, account_of
from forum.live.record.rules import NoSpaceForTopics, check_openness
from forum.live.record.topics import Source, TopicPlan, topic_of
from forum.live.record.turns import turns
from forum.live.sessions.actions import place_for
from forum.live.sessions.doing import milliseconds
from forum.live.sessions.record import note
from forum.live.sessions.rules import Deed
from i18n.catalogs import gettext


async def hand_over(unit: Unit, session_id: SessionId) -> None:
    """Make a topic of each item of a session that has none yet; nothing else changes.

    The session is locked meanwhile, and all topics are made or none: done twice, or by two at
    once, there is one topic for an item.

    Raises:
        NotFound: there is no such session, or the actor does not follow it.
        NotYourPart, NotAtThisStage, Silenced: the actor may not, or not yet.
        NoSpaceForTopics: the session belongs to no space that they see.
        TopicsTooOpen: more people see the space than follow the session.
        SpaceArchived, ModeratorsStart, Forbidden, ScopeTooNarrow: the space takes no topic.
    """
    place = await place_for(unit, session_id, Deed.HAND_OVER)
    space = await queries.space_of(unit.db, unit.actor, place.session)
    if space is None:
        raise NoSpaceForTopics
    check_openness(place.session.access, space.access)
    done = await queries.handed_over(unit.db, session_id)
    reader = replace(unit.actor, locale=place.session.language)
    found = await account_of(unit.db, reader, session_id, unit.now)
    source = await _source(unit, session_id, found)
    for item in found.agenda:
        if item.id not in done:
            plan = topic_of(source, item.id, found.names.items[item.id])
            topic_id = await _make(unit, space.slug, plan, place.session.language)
            queries.add_handed_over(unit.db, session_id, item.id, topic_id, unit.now)
            note(unit, "hand_over", session_id, item=item.id, topic=topic_id)


async def _source(unit: Unit, session_id: SessionId, found: Account) -> Source:
    undelivered = await queries.undelivered(unit.db, session_id)
    return Source(
        session=session_id,
        entries=found.entries,
        turns=turns(found.entries, milliseconds(unit.now)),
        texts={**found.texts, **undelivered},
        sentences=found.draft,
        names=found.names,
        say=partial(gettext, locale=found.session.language),
    )


async def _make(unit: Unit, space: str, plan: TopicPlan, language: str) -> TopicId:
    text = TopicText(title=plan.title, body=plan.body, language=language)
    topic_id = (await adding.start_topic(unit, space, text)).topic_id
    for post in plan.posts:
        draft = PostDraft(body=post.body, language=post.language or language)
        author = MemberId(post.author or unit.actor.require_member())
        await adding.add_reply_of(unit, author, topic_id, draft)
    return topic_id
