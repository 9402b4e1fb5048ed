"""Telling members what happened; run by jobs, in the wake of the change that it is about."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from forum.core.ids import MemberId, NotificationId
from forum.db.unit import Unit
from forum.discussions.tables import Post
from forum.moderation.tables import AuditEntry
from forum.notifications import queries, rules
from forum.notifications.calls import Calls
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


async def called(unit: Unit, about: News, calls: Calls) -> Reasons:
    """Whom a post means: those it names, quotes or answers, and who started the topic."""
    named, quoted = await queries.members_called(unit.db, calls.handles, calls.quoted)
    kinds: dict[MemberId, list[Kind]] = {}
    for kind, ids in ((MENTION, named), (QUOTE, quoted), (REPLY, [about.answered])):
        for member_id in ids:
            kinds.setdefault(member_id, []).append(kind)
    kinds.setdefault(about.topic.author_id, []).append(watched(about))  # their own
    return {member_id: strongest(found) for member_id, found in kinds.items()}


def watched(about: News) -> Kind:
    """Why those who watch are told of a post."""
    return TOPIC if about.post.number == 1 else POST


async def tell(unit: Unit, about: News, reasons: Reasons) -> None:
    """Tell members of a post, each once however often it is tried; who may not see it is left out.

    The caller sees to it that there are not too many for one transaction.
    """
    heard = await queries.hearers(unit.db, about, reasons)
    told = {
        member_id: one
        for member_id, one in heard.items()
        if rules.hears(one.level, reasons[member_id].group)
    }
    rows = [_row(unit, about, member_id, reasons[member_id]) for member_id in sorted(told)]
    for member_id, number in (await queries.add(unit.db, rows)).items():
        await _announce(unit, told[member_id].recipient, reasons[member_id], number)


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
        await _announce(unit, to, kind, number)


def announce_change(unit: Unit, members: Collection[MemberId]) -> None:
    """Say that what members have not read may be in sight no more, or again."""
    for member_id in members:
        unit.emit(NotificationsChanged(member_id))


async def _announce(unit: Unit, to: Recipient, kind: Kind, number: NotificationId) -> None:
    assert to.member.id is not None  # noqa: S101 (it was read)
    unit.emit(NotificationsChanged(to.member.id))
    rhythm = to.rhythm(kind.group)
    if rhythm == Rhythm.AT_ONCE:
        unit.later(MAIL, notification_id=number)
    elif rhythm != Rhythm.NEVER:
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
