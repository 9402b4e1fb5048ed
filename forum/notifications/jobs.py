"""What notifications do later: tell, mail, forget."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from anyio import to_thread

from forum.accounts.actions.profile import ZONE_CHANGED
from forum.core.actor import SYSTEM
from forum.core.ids import MemberId, ParticipantId, PostId, TopicId
from forum.db.unit import Unit
from forum.discussions.events import ANSWER_ACCEPTED, POST_ADDED, POST_GONE
from forum.jobs.kinds import Batch, Handler
from forum.live.accreditation import queries as accreditation
from forum.live.accreditation.actions import TOLD
from forum.live.sessions.rules import RequestState
from forum.mail.base import Mailer
from forum.moderation.actions import ACTED
from forum.moderation.acts import ACTS
from forum.moderation.rules import TargetKind, parse_target
from forum.moderation.tables import AuditEntry
from forum.notifications import actions, queries, rules
from forum.notifications.calls import Calls, calls
from forum.notifications.kinds import (
    ACCEPTED,
    ADMITTED,
    DECIDED,
    DISMISSED,
    HIDDEN,
    RESTORED,
    TURNED_DOWN,
)
from forum.notifications.mailing import Mailing
from forum.notifications.proving import Proving
from forum.notifications.translated import tell_of_decision, tell_of_translations
from forum.reviews.events import DECIDED as DECIDED_PROPOSAL
from forum.runtime import Runtime
from forum.translations.events import TRANSLATED

FORGET = "notifications.forget"
RECURRING: Mapping[str, timedelta] = {FORGET: timedelta(days=1)}
_TOLD = {"hide_post": HIDDEN, "restore_post": RESTORED}
"""By the name of the act, what the author of a post is told of it."""


def kinds(mailer: Mailer) -> Mapping[str, Handler]:
    """The handlers of this feature, for the registry of jobs."""
    return {
        POST_ADDED: Batch(tell_of_posts),
        POST_GONE: out_of_sight,
        ACTED: tell_of_act,
        ANSWER_ACCEPTED: tell_of_answer,
        TOLD: tell_of_request,
        TRANSLATED: Batch(tell_of_translations),
        DECIDED_PROPOSAL: tell_of_decision,
        ZONE_CHANGED: move_digests,
        FORGET: forget,
        **Mailing(mailer).handlers,
        **Proving(mailer).handlers,
    }


async def tell_of_posts(runtime: Runtime, jobs: Sequence[Mapping[str, Any]]) -> None:
    """Tell of new posts those whom they call, then those who watch.

    What is old by the time its turn comes is no news.
    """
    async with runtime.database.reading() as db:
        found = await queries.news(db, [PostId(int(job["post_id"])) for job in jobs])
        since = runtime.clock() - rules.STALE
        fresh = [about for about in found if about.post.created_at >= since]
        meant = await _calls(runtime, fresh)
        called = [await queries.members_called(db, one.handles, one.quoted) for one in meant]
    tellings = [
        actions.Telling(about, actions.called(about, named, quoted))
        for about, (named, quoted) in zip(fresh, called, strict=True)
    ]
    for _, some in groupby(tellings, lambda one: one.about.post.topic_id):
        await _tell(runtime, list(some))


async def _calls(runtime: Runtime, news: Sequence[queries.News]) -> Sequence[Calls]:
    site = runtime.settings.public_url
    sources = [about.post.source for about in news]
    return await to_thread.run_sync(lambda: [calls(source, site) for source in sources])


async def _tell(runtime: Runtime, tellings: Sequence[actions.Telling]) -> None:
    """Tell of posts of one topic, post by post, some hundred members in a transaction."""
    news = [one.about for one in tellings]
    ids = await _watchers(runtime, news, MemberId(0))
    first = [one.and_watchers(ids) for one in tellings]
    if any(one.reasons for one in first):
        async with runtime.unit(SYSTEM) as unit:
            await actions.tell(unit, first)
    while ids and (ids := await _watchers(runtime, news, ids[-1])):
        async with runtime.unit(SYSTEM) as unit:
            await actions.tell(unit, [actions.Telling(one).and_watchers(ids) for one in news])


async def _watchers(
    runtime: Runtime, news: Sequence[queries.News], after: MemberId
) -> Sequence[MemberId]:
    most = max(1, rules.BATCH // len(news))
    async with runtime.database.reading() as db:
        return await queries.watchers(db, news[0].targets, after, most)


async def tell_of_answer(runtime: Runtime, data: Mapping[str, Any]) -> None:
    """Tell the author of an accepted answer, unless they or nobody stands by it any more."""
    doer_id = MemberId(data["member_id"])
    async with runtime.unit(SYSTEM) as unit:
        for about in await queries.news(unit.db, [PostId(data["post_id"])]):
            author_id = about.post.author_id
            if about.post.accepted and author_id != doer_id:
                thing = f"{ACCEPTED.name}:{about.post.id}"
                told = actions.Telling(about, {author_id: ACCEPTED}, doer_id, thing)
                await actions.tell(unit, [told])


async def tell_of_act(runtime: Runtime, data: Mapping[str, object]) -> None:
    """Tell an author what a moderator decided; let bells count anew."""
    async with runtime.unit(SYSTEM) as unit:
        entry = await queries.act_of(unit.db, int(str(data["audit_id"])))
        if entry is None:
            return
        decided = await _decided(unit, entry)
        await queries.follow_posts(unit.db, [one[0] for one in entry.details.get("moved", ())])
        act = ACTS.get(entry.act)
        if act is not None and act.tells and not act.mailed:
            await actions.tell_author(unit, decided, _TOLD.get(entry.act, DECIDED))
    await _count_anew(runtime, decided.topic_id, decided.post_id)


async def _decided(unit: Unit, entry: AuditEntry) -> actions.Decided:
    target = parse_target(entry.target)
    if target.kind == TargetKind.POST:
        post = await queries.post_row(unit.db, PostId(target.id))
        return actions.Decided(entry, post.author_id, post.topic_id, post.id)
    topic = await queries.topic_row(unit.db, TopicId(target.id))
    return actions.Decided(entry, topic.author_id, TopicId(target.id), None)


async def tell_of_request(runtime: Runtime, data: Mapping[str, Any]) -> None:
    """Tell somebody what became of their request to take part, unless it is otherwise by now."""
    state = RequestState(data["state"])
    async with runtime.unit(SYSTEM) as unit:
        found = await accreditation.decided_about(unit.db, ParticipantId(data["participant_id"]))
        if found is None or found[0].state is not state:
            return
        row, member, session = found
        assert member.id is not None  # noqa: S101 (it was read)
        assert session.id is not None  # noqa: S101
        thing = f"request:{row.id}:{data['at']}"
        outcome = actions.Outcome(member.id, session.id, thing, row.reason)
        await actions.tell_outcome(unit, outcome, _OUTCOMES[state])


_OUTCOMES = {
    RequestState.APPROVED: ADMITTED,
    RequestState.DECLINED: TURNED_DOWN,
    RequestState.WITHDRAWN: DISMISSED,
}


async def out_of_sight(runtime: Runtime, data: Mapping[str, object]) -> None:
    """Let the bells of those who were told of a post, which is gone, count anew."""
    async with runtime.database.reading() as db:
        post = await queries.post_row(db, PostId(int(str(data["post_id"]))))
    await _count_anew(runtime, post.topic_id, post.id)


async def _count_anew(runtime: Runtime, topic_id: TopicId, post_id: PostId | None) -> None:
    after = MemberId(0)
    while True:
        async with runtime.unit(SYSTEM) as unit:
            ids = await queries.concerned(unit.db, topic_id, post_id, after, rules.BATCH)
            actions.announce_change(unit, ids)
        if not ids:
            return
        after = ids[-1]


async def move_digests(runtime: Runtime, data: Mapping[str, Any]) -> None:
    """Let a member's waiting digests go out at their hour in their new time zone."""
    async with runtime.unit(SYSTEM) as unit:
        await actions.move_digests(unit, MemberId(data["member_id"]))


async def forget(runtime: Runtime, _data: Mapping[str, object]) -> None:
    """Forget what nobody looks for any more."""
    async with runtime.unit(SYSTEM) as unit:
        await queries.forget_old(unit.db, unit.now)
