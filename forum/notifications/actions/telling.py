"""Telling members what happened; run by jobs, in the wake of the change that it is about."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forum.core.ids import MemberId, PostId, SessionId, SpaceId, TopicId
from forum.db.unit import Unit
from forum.moderation.tables import AuditEntry
from forum.notifications import queries, rules
from forum.notifications.actions.planning import Planned, Told, plan_mail
from forum.notifications.actions.translating import Mailed, translate
from forum.notifications.events import NotificationsChanged
from forum.notifications.kinds import MENTION, POST, QUOTE, REPLY, TOPIC, Kind, strongest
from forum.notifications.queries import News
from forum.notifications.rules import Rhythm
from forum.notifications.tables import Notification

Reasons = Mapping[MemberId, Kind]
"""Why each of some members is told of a post."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell of a post, and why: never who did it; who may not see it is left out.

    Attributes:
        doer_id: whose doing it is; the post's author, where that is nobody else.
        thing: what it is told for; see `tables.Notification`.
    """

    about: News
    reasons: Reasons = field(default_factory=dict)
    doer_id: MemberId | None = None
    thing: str = ""

    def and_watchers(self, ids: Collection[MemberId]) -> "Telling":
        """The same with those who watch, who hear of it unless they have a better reason."""
        watching = dict.fromkeys(ids, watched(self.about))
        watching.pop(self.about.post.author_id, None)
        return Telling(self.about, {**watching, **self.reasons})


def called(about: News, named: Iterable[MemberId], quoted: Iterable[MemberId]) -> Reasons:
    """Why each is told whom a post means: who is named, quoted or answered, or began the topic."""
    kinds: dict[MemberId, list[Kind]] = {}
    for kind, ids in ((MENTION, named), (QUOTE, quoted), (REPLY, [about.answered])):
        for member_id in ids:
            kinds.setdefault(member_id, []).append(kind)
    kinds.setdefault(about.topic.author_id, []).append(watched(about))  # their own
    return {
        member_id: strongest(found)
        for member_id, found in kinds.items()
        if member_id != about.post.author_id
    }


def watched(about: News) -> Kind:
    """Why those who watch are told of a post."""
    return TOPIC if about.post.number == 1 else POST


async def tell(unit: Unit, tellings: Sequence[Telling]) -> None:
    """Tell members of posts of one topic, of each once however often it is tried.

    The caller sees to it that there is something to tell, and not too much for one transaction.
    """
    ids = {member_id for one in tellings for member_id in one.reasons}
    heard = await queries.hearers(unit.db, tellings[0].about, ids)
    rows: list[Notification] = []
    kinds: dict[tuple[MemberId, str], Kind] = {}
    for one in tellings:
        for member_id, kind in sorted(one.reasons.items()):
            if member_id not in heard:
                continue
            if rules.hears(heard[member_id].level, kind.group):
                rows.append(_row(unit, one, member_id, kind))
                kinds[member_id, rows[-1].thing] = kind
    told: dict[MemberId, set[Rhythm]] = {}
    for member_id, thing in await queries.add(unit.db, rows):
        rhythm = heard[member_id].recipient.rhythm(kinds[member_id, thing].group)
        told.setdefault(member_id, set()).add(rhythm)
    new = await _announce(unit, {one: (heard[one].recipient, told[one]) for one in told})
    soon = {one for one, rhythms in told.items() if Rhythm.AT_ONCE in rhythms}
    posts = Counter(to for one in tellings for to in soon & one.reasons.keys())
    # A mail quotes a post if it tells of nothing else.
    quoted = {to for to in soon if (to, Rhythm.AT_ONCE) in new and posts[to] == 1}
    mailed = [
        Mailed(one.about, heard[to].recipient.member, to in quoted)
        for one in tellings
        for to in soon & one.reasons.keys()
    ]
    await translate(unit, mailed)


def _row(unit: Unit, one: Telling, member_id: MemberId, kind: Kind) -> Notification:
    about = one.about
    assert about.topic.id is not None  # noqa: S101 (it was read)
    return Notification(
        member_id=member_id,
        thing=one.thing or f"post:{about.post.id}",
        kind=kind.name,
        topic_id=about.topic.id,
        post_id=about.post.id,
        actor_id=one.doer_id or about.post.author_id,
        made_at=unit.now,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """What a moderator decided about a post or a topic, and whose it is."""

    entry: AuditEntry
    author_id: MemberId
    topic_id: TopicId
    post_id: PostId | None


async def tell_author(unit: Unit, decided: Decided, kind: Kind) -> None:
    """Tell an author what a moderator decided, once however often it is tried."""
    entry = decided.entry
    if entry.actor_id == decided.author_id:
        return
    row = Notification(
        member_id=decided.author_id,
        thing=f"act:{entry.id}",
        kind=kind.name,
        topic_id=decided.topic_id,
        post_id=decided.post_id,
        details={"reason": entry.reason, "decision": entry.id},
        made_at=unit.now,
    )
    await _tell_one(unit, row, kind)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request to take part, and whose it was.

    Attributes:
        thing: what it is told for; see `tables.Notification`.
        reason: in the words of whoever decided.
    """

    member_id: MemberId
    session_id: SessionId
    thing: str
    reason: str


async def tell_outcome(unit: Unit, outcome: Outcome, kind: Kind) -> None:
    """Tell somebody what became of their request, once however often it is tried."""
    row = Notification(
        member_id=outcome.member_id,
        thing=outcome.thing,
        kind=kind.name,
        session_id=outcome.session_id,
        details={"reason": outcome.reason},
        made_at=unit.now,
    )
    if await queries.add(unit.db, [row]):
        announce_change(unit, [outcome.member_id])


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A proposal about a text that belongs to no topic, which was decided about.

    Attributes:
        session_id: of whatever session the text belongs to.
        space_id: in which that is seen.
    """

    proposal: int
    author_id: MemberId
    doer_id: MemberId
    session_id: SessionId | None
    space_id: SpaceId | None


async def tell_proposer(unit: Unit, about: Elsewhere, kind: Kind) -> None:
    """Tell somebody what became of their proposal, once however often it is tried."""
    if about.author_id == about.doer_id:
        return
    space = {} if about.space_id is None else {"space": about.space_id}
    row = Notification(
        member_id=about.author_id,
        thing=f"{kind.name}:{about.proposal}",
        kind=kind.name,
        session_id=about.session_id,
        actor_id=about.doer_id,
        details={"proposal": about.proposal, **space},
        made_at=unit.now,
    )
    await _tell_one(unit, row, kind)


async def _tell_one(unit: Unit, row: Notification, kind: Kind) -> None:
    """Tell a member, if they are still there, in the rhythm that they want."""
    to = await queries.recipient(unit.db, row.member_id)
    if to is not None and await queries.add(unit.db, [row]):
        await _announce(unit, {row.member_id: (to, [to.rhythm(kind.group)])})


def announce_change(unit: Unit, members: Collection[MemberId]) -> None:
    """Say that what members have not read may be in sight no more, or again."""
    for member_id in members:
        unit.emit(NotificationsChanged(member_id))


async def _announce(unit: Unit, told: Told) -> Planned:
    """Let each one's bell ring once for all that is new, and have mail tell of it."""
    announce_change(unit, told)
    return await plan_mail(unit, told)
