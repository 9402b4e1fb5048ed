"""A session of delegations, for the journeys that are about one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from forum.core.actor import Actor
from forum.core.ids import DelegationId, ItemId, SessionId
from forum.core.permissions import Role
from forum.delegations import actions as delegations
from forum.delegations.rules import Capacity, DelegationKind
from forum.delegations.schemas import DelegationDraft
from forum.delegations.tables import Delegation
from forum.live.parts import Part
from forum.live.profiles import ProfileName
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem
from forum.spaces.queries import space_by_slug
from tests import factories
from tests.journeys.people import People
from tests.journeys.site import Site

TITLES = ("Opening", "Recognition of open courses")


@dataclass(frozen=True, slots=True)
class Hall:
    """A session with its people: a chair, a Thai and a French delegation, one who captions.

    Whoever captions interprets as well.

    Attributes:
        items: of the agenda, in their order.
    """

    session: SessionId
    chair: Actor
    captioner: Actor
    items: tuple[ItemId, ...]

    @property
    def room(self) -> str:
        """Its address."""
        return f"/sessions/{self.session}"


async def hold(
    site: Site, people: People, name: str, state: SessionState = SessionState.IN_SESSION
) -> Hall:
    """A session in whatever state, in a space of its own that is called `name`."""
    runtime = site.runtime
    chair = await site.member(f"chanda-{name}", name="Chanda")
    captioner = await site.member(f"ines-{name}", name="Ines")
    ada = await site.member(f"ada-{name}", Role.ADMIN)
    now = datetime.now(UTC).replace(microsecond=0)
    values = {"state": state, "profile": ProfileName.UNGA}
    values |= {"starts_at": now, "ends_at": now + timedelta(hours=1)}
    space = await factories.space(runtime, name)
    async with runtime.database.reading() as db:
        values["space_id"] = (await space_by_slug(db, ada, space)).id
    session = await factories.live_session(runtime, chair, **values)
    await factories.participant(runtime, session, chair, Part.CHAIR)
    for part in (Part.CAPTIONER, Part.INTERPRETER):
        await factories.participant(runtime, session, captioner, part)
    for who, code in ((people.ploy, "TH"), (people.camille, "FR")):
        acting = {"delegation_id": await _delegation(site, ada, code), "capacity": Capacity.HEAD}
        await factories.participant(runtime, session, who, Part.DELEGATE, **acting)
    items = [
        AgendaItem(session_id=session, place=place, number=str(place), title=title)
        for place, title in enumerate(TITLES, 1)
    ]
    async with runtime.unit(chair) as unit:
        unit.db.add_all(items)
    return Hall(session, chair, captioner, tuple(one.id or ItemId(0) for one in items))


async def _delegation(site: Site, ada: Actor, code: str) -> DelegationId:
    """The delegation of a partner, which has one only."""
    draft = DelegationDraft(slug=code.lower(), kind=DelegationKind.PARTNER, partner=code)
    async with site.runtime.unit(ada) as unit:
        known = select(Delegation.id).where(Delegation.partner == code)
        if (found := (await unit.db.exec(known)).first()) is not None:
            return found
        made = (await delegations.make_delegation(unit, draft)).id
    assert made is not None
    return made
