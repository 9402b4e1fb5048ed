"""Finding accounts, for administrators."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries.rows import account_out
from forum.accounts.rules import MemberState
from forum.accounts.schemas import AccountOut
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission, Role

ACCOUNT_CURSOR: tuple[type, ...] = (int,)
"""What a cursor of the list holds: a member's id."""


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts are wanted; empty means any.

    Attributes:
        q: part of a name, short name or address.
        role: standing on the site.
        state: how the account stands.
    """

    q: str = ""
    role: Role | None = None
    state: MemberState | None = None


async def accounts_page(
    db: AsyncSession, actor: Actor, wanted: AccountFilter, window: Window
) -> Page[AccountOut]:
    """One page of all accounts, the newest first; those of whom nobody is left are not among them.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    actor.require(Permission.MEMBER_MANAGE)
    column = col(Member.id)
    query = select(Member).where(*_conditions(wanted))
    if window.after is not None:
        query = query.where(column < window.after[0])
    elif window.before is not None:
        query = query.where(column > window.before[0])
    forward = window.before is None
    query = query.order_by(column.desc() if forward else column).limit(window.limit + 1)
    rows = [account_out(row) for row in await db.exec(query)]
    return cut(rows, window, lambda found: (found.id,))


async def account(db: AsyncSession, actor: Actor, member_id: MemberId) -> AccountOut:
    """One account.

    Raises:
        NotFound: there is none, or nobody is left of whom it was.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    actor.require(Permission.MEMBER_MANAGE)
    query = select(Member).where(Member.id == member_id, *_conditions(AccountFilter()))
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return account_out(row)


def _conditions(wanted: AccountFilter) -> Sequence[ColumnElement[bool]]:
    states = [MemberState.DELETED, MemberState.IMPORTED]
    found: list[ColumnElement[bool]] = [col(Member.state).not_in(states)]
    if wanted.state is not None:
        found = [col(Member.state) == wanted.state]
    if wanted.role is not None:
        found.append(col(Member.role) == wanted.role)
    if wanted.q:
        # SQLite folds letters of ASCII only: names are looked for as they may be written.
        part = wanted.q.casefold()
        named = [part, wanted.q, part.title(), part.upper()]
        found.append(
            or_(
                func.lower(Member.name).contains(part, autoescape=True),
                *(col(Member.name).contains(one, autoescape=True) for one in named),
                col(Member.handle).contains(part, autoescape=True),
                col(Member.email_key).contains(part, autoescape=True),
            )
        )
    return found
