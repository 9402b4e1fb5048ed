"""Members, and what is in force about them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts import queries as accounts
from forum.accounts.queries import SanctionFilter, member_out, visible_to
from forum.accounts.rules import MemberState
from forum.accounts.schemas import SanctionOut
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission, Role
from forum.moderation.schemas import MemberStandingOut

MEMBER_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list of members holds: an id."""


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """Which members are wanted; empty means any.

    Attributes:
        words: beginning of a handle, or part of a name.
        state: of the account.
        role: on the site.
    """

    words: str = ""
    state: MemberState | None = None
    role: Role | None = None


async def member(
    db: AsyncSession, actor: Actor, member_id: MemberId, now: datetime
) -> MemberStandingOut:
    """One member.

    Raises:
        NotFound: there is none.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not look.
    """
    actor.require(Permission.MEMBER_READ)
    query = select(Member).where(Member.id == member_id, visible_to(actor))
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return (await _standings(db, [row], now))[0]


async def members_page(
    db: AsyncSession, actor: Actor, wanted: MemberFilter, now: datetime, window: Window
) -> Page[MemberStandingOut]:
    """One page of members, the newest first.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not look.
    """
    actor.require(Permission.MEMBER_READ)
    query, column = select(Member).where(visible_to(actor), *_conditions(wanted)), col(Member.id)
    forward = window.before is None
    if (key := window.after or window.before) is not None:
        query = query.where(column < key[0] if forward else column > key[0])
    query = query.order_by(column.desc() if forward else column).limit(window.limit + 1)
    rows = await _standings(db, (await db.exec(query)).all(), now)
    return cut(rows, window, lambda one: (one.member.id,))


def _conditions(wanted: MemberFilter) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        words = wanted.words.removeprefix("@")
        handle = col(Member.handle).startswith(words.casefold(), autoescape=True)
        name = func.lower(Member.name).contains(words.lower(), autoescape=True)
        found.append(or_(handle, name))
    if wanted.state is not None:
        found.append(col(Member.state) == wanted.state)
    if wanted.role is not None:
        found.append(col(Member.role) == wanted.role)
    return found


async def _standings(
    db: AsyncSession, rows: Sequence[Member], now: datetime
) -> Sequence[MemberStandingOut]:
    held = await _in_force(db, [row.id for row in rows if row.id is not None], now)
    return [
        MemberStandingOut.model_construct(
            member=member_out(row),
            role=Role(row.role),
            state=row.state,
            joined_at=row.created_at,
            sanctions=held[MemberId(row.id or 0)],
        )
        for row in rows
    ]


async def _in_force(
    db: AsyncSession, ids: Collection[MemberId], now: datetime
) -> Mapping[MemberId, Sequence[SanctionOut]]:
    wanted = SanctionFilter(members=tuple(ids), in_force=True)
    most = Window(limit=len(ids) * 5 + 1)  # five kinds, one of each in force
    page = await accounts.sanctions_page(db, wanted, now, most)
    found: defaultdict[MemberId, list[SanctionOut]] = defaultdict(list)
    for one in page.items:
        found[one.member.id].append(one)
    return found
