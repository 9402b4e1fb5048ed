"""All SQL of the languages present, and of who said what."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.queries import member_out
from forum.accounts.schemas import MemberOut
from forum.accounts.tables import Member
from forum.core.ids import DelegationId, MemberId, SessionId
from forum.db.base import Id, UtcDateTime
from forum.db.inserting import insert_into
from forum.delegations.queries.rows import delegation_out
from forum.delegations.rules import Capacity
from forum.delegations.tables import Delegation, Organisation
from forum.live.sessions.tables import LiveSession
from forum.live.speech.rules import MOST_LANGUAGES, PRESENT_FOR
from forum.live.speech.schemas import DelegationName, SpeakerOut, VoiceOut
from forum.live.speech.tables import LiveLanguage


class Voice(NamedTuple):
    """Who said something, for which delegation, and as what."""

    member_id: MemberId
    delegation_id: DelegationId | None
    capacity: Capacity | None


class Speakers:
    """People and delegations, to be named in any language."""

    def __init__(
        self,
        members: Mapping[MemberId, MemberOut],
        delegations: Mapping[DelegationId, tuple[Delegation, Organisation | None]],
    ) -> None:
        self._members, self._delegations = members, delegations

    def out(self, voice: Voice, locale: str) -> SpeakerOut:
        """A speaker, with the delegation as readers of `locale` call it."""
        member = self._members[voice.member_id]
        return SpeakerOut(member=member, on_behalf=self._on_behalf(voice, locale))

    def _on_behalf(self, voice: Voice, locale: str) -> VoiceOut | None:
        if voice.delegation_id is None or voice.capacity is None:
            return None
        out = delegation_out(*self._delegations[voice.delegation_id], locale)
        name = DelegationName(id=out.id, url=out.url, name=out.name, language=out.language)
        return VoiceOut(delegation=name, capacity=voice.capacity)


async def speakers(db: AsyncSession, voices: Collection[Voice]) -> Speakers:
    """Load whoever `voices` are; two queries, one where nobody acts for a delegation."""
    members = {voice.member_id for voice in voices}
    if not members:
        return Speakers({}, {})
    found = {one.id: member_out(one) for one in await _people(db, [*members])}
    return Speakers(found, await _delegations(db, {one.delegation_id for one in voices}))


async def _people(db: AsyncSession, members: Sequence[MemberId]) -> Iterable[Any]:
    connection = await db.connection()
    if len(members) == 1:  # as a rule: a list is written into its statement anew each time
        return await connection.execute(_MEMBER, {"member": members[0]})
    return await connection.execute(_MEMBERS, {"members": members})


async def _delegations(
    db: AsyncSession, ids: Collection[DelegationId | None]
) -> Mapping[DelegationId, tuple[Delegation, Organisation | None]]:
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    query = (
        select(Delegation, Organisation)
        .outerjoin(Organisation, col(Organisation.id) == col(Delegation.organisation_id))
        .where(col(Delegation.id).in_(wanted))
    )
    return {one.id: (one, of) for one, of in await db.exec(query) if one.id is not None}


async def note_languages(
    db: AsyncSession, languages: Collection[tuple[SessionId, str]], now: datetime
) -> None:
    """Note that sessions are being read in languages; of sessions that there are."""
    ids = {session for session, _ in languages}
    there = set(await db.exec(select(LiveSession.id).where(col(LiveSession.id).in_(ids))))
    rows = [
        {"session_id": session, "language": language, "read_at": now}
        for session, language in sorted(languages)
        if session in there
    ]
    if rows:
        statement = insert_into(db, LiveLanguage).values(rows)
        statement = statement.on_conflict_do_update(
            index_elements=["session_id", "language"], set_={"read_at": now}
        )
        await db.exec(statement)


async def languages_present(
    db: AsyncSession, session_id: SessionId, now: datetime
) -> Sequence[str]:
    """The languages that a session is being read in, the one read last first."""
    asked = {"session": session_id, "since": now - PRESENT_FOR}
    return (await db.exec(_PRESENT, params=asked)).all()


# Composed once: everything that anybody says asks it.
_NAMES: Any = select(Member.id, Member.handle, Member.name, Member.organisation)
_NAMES = _NAMES.add_columns(Member.partner)
_MEMBER = _NAMES.where(col(Member.id) == bindparam("member", type_=Id))
_MEMBERS = _NAMES.where(col(Member.id).in_(bindparam("members", expanding=True, type_=Id)))
_PRESENT = (
    select(LiveLanguage.language)
    .where(
        col(LiveLanguage.session_id) == bindparam("session", type_=Id),
        col(LiveLanguage.read_at) > bindparam("since", type_=UtcDateTime),
    )
    .order_by(col(LiveLanguage.read_at).desc(), LiveLanguage.language)
    .limit(MOST_LANGUAGES)
)
