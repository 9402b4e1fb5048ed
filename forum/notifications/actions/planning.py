"""When mail goes out: one job for each member and rhythm, however much it will tell of."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from forum.accounts import queries as accounts
from forum.core.ids import MemberId
from forum.db.unit import Unit
from forum.notifications import queries, rules
from forum.notifications.queries import Recipient
from forum.notifications.rules import Rhythm

MAIL = "notifications.mail_due"
"""Kind of the job that mails what has come together since the last time."""
_DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY)

Told = Mapping[MemberId, tuple[Recipient, Collection[Rhythm]]]
"""Whom mail is to tell something, and in which rhythms."""
Planned = Collection[tuple[MemberId, Rhythm]]
"""Whose mail, and in which rhythm."""


async def plan_mail(unit: Unit, told: Told) -> Planned:
    """See to it that mail about what is new goes out, where none is waiting to go out already.

    Returns:
        The mails that were not waiting.
    """
    wanted = {
        member_id: (to, rhythms)
        for member_id, (to, some) in told.items()
        if (rhythms := sorted(queries.DUE.keys() & set(some)))
    }
    # Whoever has just sent a mail waits here, or finds what is new: none of it is forgotten.
    rows = await queries.settings_for_update(unit.db, wanted)
    new = [
        (member_id, rhythm)
        for member_id, (_, rhythms) in wanted.items()
        for rhythm in rhythms
        if not _is_waiting(unit, getattr(rows[member_id], queries.DUE[rhythm]))
    ]
    for member_id, rhythm in new:
        _set(unit, Recipient(wanted[member_id][0].member, rows[member_id]), rhythm)
    return new


def _is_waiting(unit: Unit, due: datetime | None) -> bool:
    return due is not None and due >= unit.now - rules.OVERDUE


async def move_digests(unit: Unit, member_id: MemberId) -> None:
    """Let digests that wait go out at the hour which the member's settings say now.

    Raises:
        NotFound: there is no such member any more.
    """
    member = await accounts.member_by_id(unit.db, member_id)
    row = (await queries.settings_for_update(unit.db, [member_id]))[member_id]
    for rhythm in _DIGESTS:
        if getattr(row, queries.DUE[rhythm]) is not None:
            _set(unit, Recipient(member, row), rhythm)


def _set(unit: Unit, to: Recipient, rhythm: Rhythm) -> None:
    moment = _next(unit.now, to, rhythm)
    setattr(to.settings, queries.DUE[rhythm], moment)
    unit.later(
        MAIL,
        due=moment,
        member_id=to.settings.member_id,
        rhythm=rhythm,
        at=moment.isoformat(),
    )


def _next(now: datetime, to: Recipient, rhythm: Rhythm) -> datetime:
    if rhythm == Rhythm.AT_ONCE:
        return now + rules.SOON
    weekday = to.settings.weekday if rhythm == Rhythm.WEEKLY else None
    return rules.next_digest(now, ZoneInfo(to.member.zone), to.settings.hour, weekday)
