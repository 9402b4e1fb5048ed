"""Telling members what happened; run by jobs, in the wake of the change that it is about."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from forum.core.ids import MemberId
from forum.db.unit import Unit
from forum.discussions.tables import Post
from forum.moderation.tables import AuditEntry
from forum.notifications import queries, rules
from forum.notifications.events import NotificationsChanged
from forum.notifications.kinds import MENTION, POST, QUOTE, REPLY, TOPIC, Kind, strongest
from forum.notifications.queries import News, Recipient
from forum.notifications.rules import Rhythm
from forum.notifications.tables import Notification

MAIL = "notifications.mail"
"""Kind of the job that mails one notification."""
DIGEST = "notifications.digest"
"""Kind of the job that mails what has come together since the last time."""

Reasons = Mapping[MemberId, Kind]
"""Why each of some members is told of a post."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom to tell of a post, and why: never its author; who may not see it is left out."""

    about: News
    reasons: Reasons = field(default_factory=dict)

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
                rows.append(_row(unit, one.about, member_id, kind))
                kinds[member_id, rows[-1].thing] = kind
    told: dict[MemberId, set[Rhythm]] = {}
    for (member_id, thing), number in (await queries.add(unit.db, rows)).items():
        to = heard[member_id].recipient
        rhythm = to.rhythm(kinds[member_id, thing].group)
        if rhythm == Rhythm.AT_ONCE:
            unit.later(MAIL, notification_id=number)
        told.setdefault(member_id, set()).add(rhythm)
    for member_id, rhythms in told.items():
        await _announce(unit, heard[member_id].recipient, rhythms)


def _row(unit: Unit, about: News, member_id: MemberId, kind: Kind) -> Notification:
    assert about.topic.id is not None  # noqa: S101 (it was read)
    return Notification(
        member_id=member_id,
        thing=f"post:{about.post.id}",
        kind=kind.name,
        topic_id=about.topic.id,
        post_id=about.post.id,
        actor_id=about.post.author_id,
        made_at=unit.now,
    )


async def tell_author(unit: Unit, post: Post, kind: Kind, entry: AuditEntry) -> None:
    """Tell a post's author what a moderator decided about it, once however often it is tried."""
    to = await queries.recipient(unit.db, post.author_id)
    if to is None or entry.actor_id == post.author_id:
        return
    row = Notification(
        member_id=post.author_id,
        thing=f"act:{entry.id}",
        kind=kind.name,
        topic_id=post.topic_id,
        post_id=post.id,
        details={"reason": entry.reason},
        made_at=unit.now,
    )
    for number in (await queries.add(unit.db, [row])).values():
        rhythm = to.rhythm(kind.group)
        if rhythm == Rhythm.AT_ONCE:
            unit.later(MAIL, notification_id=number)
        await _announce(unit, to, {rhythm})


def announce_change(unit: Unit, members: Collection[MemberId]) -> None:
    """Say that what members have not read may be in sight no more, or again."""
    for member_id in members:
        unit.emit(NotificationsChanged(member_id))


async def _announce(unit: Unit, to: Recipient, rhythms: Set[Rhythm]) -> None:
    """Let a member's bell ring once for all that is new, and have digests sent that hold it."""
    assert to.member.id is not None  # noqa: S101 (it was read)
    unit.emit(NotificationsChanged(to.member.id))
    for rhythm in sorted(rhythms & queries.DUE.keys()):
        await plan_digest(unit, to, rhythm)


async def plan_digest(unit: Unit, to: Recipient, rhythm: Rhythm) -> None:
    """See to it that a member's next digest goes out."""
    assert to.member.id is not None  # noqa: S101 (it was read)
    which = queries.DUE[rhythm]
    planned = getattr(to.settings, which)
    if planned is not None and planned > unit.now:
        return
    moment = next_digest(unit.now, to, rhythm)
    if await queries.set_due(unit.db, to.member.id, which, moment, now=unit.now):
        leave_digest(unit, to.member.id, rhythm, moment)


def next_digest(now: datetime, to: Recipient, rhythm: Rhythm) -> datetime:
    """When a member's next digest of this rhythm goes out."""
    weekday = to.settings.weekday if rhythm == Rhythm.WEEKLY else None
    return rules.next_digest(now, ZoneInfo(to.member.zone), to.settings.hour, weekday)


def leave_digest(unit: Unit, member_id: MemberId, rhythm: Rhythm, moment: datetime) -> None:
    """Have a digest mailed at a moment, unless another moment is chosen until then."""
    unit.later(DIGEST, due=moment, member_id=member_id, rhythm=rhythm, at=moment.isoformat())
