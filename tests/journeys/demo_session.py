"""A live session among the pages of the demonstration."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from forum.core.actor import Actor
from forum.core.ids import CaptionId, SessionId
from forum.decisions import actions as decisions
from forum.decisions.rules import Method, VoterKind
from forum.decisions.schemas import DecisionDraft, RemarkDraft
from forum.decisions.venues import Asked
from forum.live.accreditation.actions import ask
from forum.live.accreditation.schemas import RequestDraft
from forum.live.agenda.actions import add_item
from forum.live.agenda.schemas import ItemDraft
from forum.live.captions import actions as captions
from forum.live.captions.schemas import Correction, SegmentDraft
from forum.live.deciding.venues import SessionVenues
from forum.live.floor import actions as floor
from forum.live.floor.commands import Command
from forum.live.floor.rules import ListState, SlotKind, SlotState
from forum.live.floor.schemas import FloorOrder, FloorRequest, ListOrder, StatementIn
from forum.live.parts import Part
from forum.live.sessions import queries as sessions
from forum.live.sessions.actions import step_session
from forum.live.sessions.schemas import SessionStep
from forum.live.sessions.states import SessionState
from forum.live.sessions.tables import AgendaItem
from forum.live.summaries.reading import summary
from forum.runtime import Runtime
from tests import factories


async def furnish_session(runtime: Runtime, chair: Actor, guest: Actor) -> Mapping[str, object]:
    """A meeting that `chair` leads and speaks in, with an item and somebody on its floor."""
    session = await factories.live_session(runtime, chair, state=SessionState.IN_SESSION)
    await factories.participant(runtime, session, chair, Part.CHAIR)
    await factories.participant(runtime, session, chair, Part.STAKEHOLDER)
    seat = await factories.participant(runtime, session, guest)
    item = AgendaItem(session_id=session, place=1, number="1.1", title="Learning by the river")
    async with runtime.unit(chair) as unit:
        unit.db.add(item)
    assert item.id is not None
    async with runtime.unit(chair) as unit:
        (await sessions.session_of(unit.db, chair, session)).open_item_id = item.id
        opened = ListOrder(state=ListState.OPEN, expected=ListState.CLOSED)
        await floor.change_list(unit, session, item.id, opened)
        first, second = [
            await floor.request_floor(unit, session, FloorRequest(item_id=item.id, kind=kind))
            for kind in (SlotKind.STATEMENT, SlotKind.INTERVENTION)
        ]
        await floor.write_statement(unit, session, second, StatementIn(text="ขอบคุณท่านประธาน"))
        for act, seen in (
            (Command.ADMIT, SlotState.REQUESTED),
            (Command.CALL, SlotState.LISTED),
            (Command.START, SlotState.CALLED),
        ):
            await floor.carry_out(unit, session, first, FloorOrder(act=act, expected=seen))
    poll, caption = await _decide(runtime, chair, session), await _caption(runtime, chair, session)
    made = {"session": session, "item": item.id, "slot": second, "poll": poll, "seat": seat.id}
    made["caption"] = caption
    return made | await _coming(runtime, chair) | await _ended(runtime, chair)


async def _caption(runtime: Runtime, chair: Actor, session: SessionId) -> CaptionId:
    """Something that was said, and written down anew."""
    async with runtime.unit(chair) as unit:
        said = SegmentDraft(key="1", text="ขอบคุณท่านประทาน", language="th", heard="Ploy")
        caption = CaptionId((await captions.keep(unit, session, said)).id)
    async with runtime.unit(chair) as unit:
        await captions.correct(unit, session, caption, Correction(text="ขอบคุณท่านประธาน"))
    return caption


async def _coming(runtime: Runtime, host: Actor) -> Mapping[str, object]:
    """One that is announced, and can be changed."""
    session = await factories.live_session(runtime, host, title="ການຮຽນຮູ້ຮ່ວມກັນ", language="lo")
    async with runtime.unit(host) as unit:
        planned = await add_item(unit, session, ItemDraft(title="ຄຸນນະພາບ", minutes=20))
        asked = await ask(unit, session, RequestDraft(part=Part.OBSERVER))
    return {"coming": session, "planned": planned.id, "asked": asked.id}


async def _ended(runtime: Runtime, host: Actor) -> Mapping[str, object]:
    """One whose record is open for corrections."""
    session = await factories.live_session(runtime, host, state=SessionState.LOBBY)
    states = ("lobby", "in_session", "closed", "record_draft", "corrections")
    for step in pairwise(map(SessionState, states)):
        async with runtime.unit(host) as unit:
            await step_session(unit, session, SessionStep(expected=step[0], to=step[1]))
    async with runtime.database.reading() as db:
        first = (await summary(db, host, session, runtime.clock())).paragraphs[0]
    return {"ended": session, "paragraph": first.url}


async def _decide(runtime: Runtime, chair: Actor, session: SessionId) -> int:
    """Put a text under silence, with a reservation."""
    draft = DecisionDraft(
        title="สรุปของประธาน",
        text="1. Partners share what they teach.",
        language="en",
        method=Method.SILENCE,
        voters=VoterKind.MEMBERS,
        deadline=datetime.now(UTC) + timedelta(hours=80),
        is_open=True,
    )
    async with runtime.unit(chair) as unit:
        venues, asked = SessionVenues(), Asked(chair, str(session), unit.now)
        venue = await venues.enter(unit.db, asked)
        everybody = await venues.entitled(unit.db, asked, draft.voters, ())
        row = await decisions.propose(unit, venue, everybody, draft)
        assert row.id is not None
        said = RemarkDraft(words="Wir behalten uns Absatz 1 vor.", language="de", version=1)
        await decisions.reserve(unit, venue, row.id, said)
    return int(row.id)
