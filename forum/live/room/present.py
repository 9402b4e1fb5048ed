"""Who is in the room, by delegation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from forum.live.accreditation import muting
from forum.live.panels import PanelView
from forum.live.parts import PART_NAMES
from forum.live.sessions import queries
from forum.live.sessions.presence import attendance
from forum.live.sessions.rules import Standing
from forum.live.sessions.schemas import ParticipantOut
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime
from forum.web.forms import Form
from forum.web.identity import actor_of
from i18n.catalogs import gettext


@dataclass(slots=True)
class Group:
    """Those who are here for one delegation, or as one part.

    Attributes:
        of: whom the first of them stands for as the others do.
    """

    of: ParticipantOut
    here: list[ParticipantOut] = field(default_factory=list)


def grouped(participants: Sequence[ParticipantOut], members: frozenset[int]) -> Sequence[Group]:
    """Delegations by name, then the other parts; who takes part as several things comes once."""
    groups: dict[object, Group] = {}
    seen: set[int] = set()
    for one in sorted(participants, key=_rank):
        if one.member.id in seen:
            continue
        seen.add(one.member.id)
        group = groups.setdefault(one.delegation.id if one.delegation else one.part, Group(one))
        if one.member.id in members:
            group.here.append(one)
    return list(groups.values())


def _rank(one: ParticipantOut) -> tuple[bool, str]:
    return one.delegation is None, one.delegation.name.casefold() if one.delegation else ""


async def panel(request: Request[Any], session: LiveSession, standing: Standing) -> PanelView:
    """Show who is here, by delegation."""
    assert session.id is not None  # noqa: S101 (it was read)
    actor, house = actor_of(request), runtime(request)
    locale, mutes = actor.locale, muting.is_offered(actor, session, standing)
    now = await attendance(request, session.id)
    async with house.database.reading() as db:
        participants = await queries.faces(db, session.id, now.members, locale)
        muted = await queries.muted(db, session.id, house.clock(), locale) if mutes else []
    groups = grouped(participants, now.members)
    named = {one.member.id for one in participants}
    delegations = [one for one in groups if one.of.delegation is not None]
    present = [one for one in delegations if one.here]
    context = {
        "groups": groups,
        "people": now.people,
        "delegations": len(delegations),
        "present": len(present),
        "others": now.people - len(named & now.members),
        "mutes": mutes,
        "session": session,
        "form": Form({}),
        **muting.given(
            [*(one for one in participants if one.member.id in now.members), *muted],
            actor,
            house.clock(),
        ),
        "parts": {part: gettext(name, locale) for part, name in PART_NAMES.items()},
    }
    state = {
        "people": now.people,
        "members": sorted(named & now.members),
        "delegations": [one.of.delegation.id for one in present if one.of.delegation],
    }
    return PanelView("live/_present.html", context, state)
