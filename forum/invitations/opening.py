"""From the word of a link to its invitation, and to what its reader is asked."""

from dataclasses import dataclass
from enum import StrEnum

from forum.accounts import queries as members
from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.invitations import queries, words
from forum.invitations.rules import InvitationNotGood, InvitationUsed, State, state
from forum.invitations.tables import Invitation
from forum.runtime import Runtime

_UNUSED = {MemberState.WAITING, MemberState.DECLINED}


class Ask(StrEnum):
    """What who opens an invitation is asked."""

    ACCEPT = "accept"
    """Signed in, and invited: whether they accept."""
    OTHER = "other"
    """Signed in with another address: whether they mean to accept as who they are."""
    SIGN_IN = "sign_in"
    """The address has an account: to sign in first."""
    JOIN = "join"
    """It has none: who they are."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An invitation that is open, for who reads it.

    Attributes:
        space: name of the space it leads into; "" for none.
        by: name of who sent it.
    """

    row: Invitation
    ask: Ask
    space: str
    slug: str
    by: str


async def open_invitation(runtime: Runtime, actor: Actor, word: str) -> Opened:
    """The invitation that a word stands for.

    Raises:
        InvitationUsed: somebody has accepted it.
        InvitationNotGood: there is none, or it is over.
    """
    if (hash_ := words.hash_of(runtime.key, word)) is None:
        raise InvitationNotGood
    async with runtime.database.reading() as db:
        row = await queries.by_hash(db, hash_)
        if row is None:
            raise InvitationNotGood
        _check_open(row, runtime)
        space = await queries.space_of(db, row)
        by = await members.member_by_id(db, row.invited_by_id)
        if actor.member_id is not None:
            own = await members.member_by_id(db, actor.member_id)
            ask = Ask.ACCEPT if own.email_key == row.email_key else Ask.OTHER
        else:
            ask = _ask(await members.find_by_email(db, row.email))
    return Opened(row, ask, space.name if space else "", space.slug if space else "", by.name)


def _check_open(row: Invitation, runtime: Runtime) -> None:
    stands = state(row.used_at, row.revoked_at, row.expires_at, runtime.clock())
    if stands == State.USED:
        raise InvitationUsed
    if stands != State.OPEN:
        raise InvitationNotGood


def _ask(known: Member | None) -> Ask:
    if known is None or known.state in _UNUSED:
        return Ask.JOIN
    unproven = known.email_verified_at is None and bool(known.password_hash)
    return Ask.JOIN if unproven else Ask.SIGN_IN
