"""All SQL of invitations."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, true, update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import InvitationId, MemberId, SpaceId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.invitations.rules import InvitationNotGood, State, state
from forum.invitations.schemas import InvitationOut
from forum.invitations.tables import Invitation
from forum.spaces.tables import Space

CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: an invitation's id."""
_UNSPENT = (col(Invitation.used_at).is_(None), col(Invitation.revoked_at).is_(None))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Which invitations `actor` sees, in a query over `Invitation`: their own, or all.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not invite.
    """
    member_id = actor.require(Permission.MEMBER_INVITE)
    own = col(Invitation.invited_by_id) == member_id
    return true() if actor.may(Permission.MEMBER_MANAGE) else own


async def invitations_page(
    db: AsyncSession, actor: Actor, wanted: State | None, window: Window, now: datetime
) -> Page[InvitationOut]:
    """One page of those that the actor sees, the newest first.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not invite.
    """
    column = col(Invitation.id)
    query = _whole().where(visible_to(actor), *_in_state(wanted, now))
    if window.after is not None:
        query = query.where(column < window.after[0])
    rows = await db.exec(query.order_by(column.desc()).limit(window.limit + 1))
    found = [(row, by, space) for row, by, space in rows]
    users = await _users(db, [row for row, _, _ in found])
    items = [_out(one, users, now) for one in found]
    return cut(items, window, lambda one: (one.id,))


def _whole() -> Any:
    return (
        select(Invitation, Member, Space)
        .join(Member, col(Member.id) == Invitation.invited_by_id)
        .outerjoin(Space, col(Space.id) == Invitation.space_id)
    )


def _in_state(wanted: State | None, now: datetime) -> Sequence[ColumnElement[bool]]:
    late = col(Invitation.expires_at) <= now
    conditions: dict[State | None, Sequence[ColumnElement[bool]]] = {
        None: (),
        State.USED: (col(Invitation.used_at).is_not(None),),
        State.REVOKED: (
            and_(col(Invitation.used_at).is_(None), col(Invitation.revoked_at).is_not(None)),
        ),
        State.EXPIRED: (*_UNSPENT, late),
        State.OPEN: (*_UNSPENT, ~late),
    }
    return conditions[wanted]


async def _users(db: AsyncSession, rows: Sequence[Invitation]) -> dict[int, Member]:
    ids = {row.used_by_id for row in rows if row.used_by_id is not None}
    if not ids:
        return {}
    found = await db.exec(select(Member).where(col(Member.id).in_(ids)))
    return {member.id or 0: member for member in found}


def _out(
    found: tuple[Invitation, Member, Space | None], users: dict[int, Member], now: datetime
) -> InvitationOut:
    row, by, space = found
    assert row.id is not None  # noqa: S101 (it was read)
    user = users.get(row.used_by_id or 0)
    return InvitationOut(
        id=row.id,
        email=row.email,
        language=row.language,
        space=space.slug if space else "",
        role=row.role,
        state=state(row.used_at, row.revoked_at, row.expires_at, now),
        by=member_out(by),
        used_by=member_out(user) if user else None,
        made_at=row.made_at,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )


async def invitation_out(db: AsyncSession, row: Invitation, now: datetime) -> InvitationOut:
    """One of them, as it goes out."""
    _, by, space = (await db.exec(_whole().where(Invitation.id == row.id))).one()
    return _out((row, by, space), await _users(db, [row]), now)


async def for_update(db: AsyncSession, actor: Actor, invitation_id: InvitationId) -> Invitation:
    """One that the actor sees, which nobody else changes until this change commits.

    Raises:
        NotFound: there is none.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not invite.
    """
    query = select(Invitation).where(Invitation.id == invitation_id, visible_to(actor))
    if (row := (await db.exec(query.with_for_update())).first()) is None:
        raise NotFound
    return row


async def by_id(db: AsyncSession, invitation_id: InvitationId) -> Invitation | None:
    """One of them, whoever sees it."""
    return await db.get(Invitation, invitation_id)


async def by_hash(db: AsyncSession, hash_: str) -> Invitation | None:
    """The one whose link has a word of this hash."""
    return (await db.exec(select(Invitation).where(Invitation.hash == hash_))).first()


async def space_of(db: AsyncSession, row: Invitation) -> Space | None:
    """The space that an invitation leads into, whoever sees it."""
    return None if row.space_id is None else await db.get(Space, row.space_id)


async def locked_space(db: AsyncSession, space_id: SpaceId) -> Space:
    """A space, whoever sees it, so that nobody is added to it twice at once."""
    query = select(Space).where(Space.id == space_id).with_for_update()
    return (await db.exec(query)).one()


async def unspent(db: AsyncSession, keys: Collection[str], place: int) -> Sequence[Invitation]:
    """Of some mailboxes, those neither used nor revoked for a place, expired ones among them."""
    wanted = (col(Invitation.email_key).in_(keys), col(Invitation.place) == place)
    return (await db.exec(select(Invitation).where(*_UNSPENT, *wanted))).all()


async def count_since(db: AsyncSession, member_id: MemberId, since: datetime) -> int:
    """How many a member has made since then."""
    query = select(func.count()).where(
        col(Invitation.invited_by_id) == member_id, col(Invitation.made_at) > since
    )
    return (await db.exec(query)).one()


async def add(db: AsyncSession, rows: Sequence[Invitation]) -> None:
    """Store invitations; the caller holds the lock of registrations."""
    db.add_all(rows)
    await db.flush()


async def spend(db: AsyncSession, row: Invitation, now: datetime) -> None:
    """Mark an invitation as used.

    Raises:
        InvitationNotGood: it was used or revoked meanwhile, or has run out.
    """
    spent = (
        update(Invitation)
        .where(col(Invitation.id) == row.id, *_UNSPENT, col(Invitation.expires_at) > now)
        .values(used_at=now)
        .returning(col(Invitation.id))
    )
    if (await db.exec(spent)).first() is None:
        raise InvitationNotGood


async def note_user(db: AsyncSession, row: Invitation, member_id: MemberId) -> None:
    """Say who used it."""
    changed = update(Invitation).where(col(Invitation.id) == row.id).values(used_by_id=member_id)
    await db.exec(changed)


async def forget_old(db: AsyncSession, before: datetime) -> None:
    """Delete invitations that ran out before then."""
    await db.exec(delete(Invitation).where(col(Invitation.expires_at) < before))
