"""The speakers' list of an item, in the room and on a page of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.ids import ItemId, SessionId
from forum.live.floor import queries
from forum.live.floor.keeping import floor_kept
from forum.live.floor.naming import ask_for_missing, floor_in
from forum.live.floor.pages.rows import Reader, row_of, waiting_rows
from forum.live.floor.rules import ON_BEHALF, SlotKind, SlotState
from forum.live.floor.schemas import DelegationNamed, FloorOut, SlotOut
from forum.live.floor.words import ASKING, KINDS, LEVELS, OWN, STATES, choices, named
from forum.live.overrides import profile_of
from forum.live.panels import PanelView
from forum.live.sessions import queries as sessions
from forum.live.sessions.keeping import agenda_of
from forum.live.sessions.rules import RULES, Deed, Standing
from forum.live.sessions.schemas import ParticipantOut
from forum.live.sessions.states import ItemState
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime
from forum.translations.asking import language_wanted
from forum.web.forms import Form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from i18n.catalogs import gettext, ngettext
from i18n.formats import number

TEMPLATE = "live/_floor.html"


async def panel(request: Request[Any], session: LiveSession, standing: Standing) -> PanelView:
    """The floor of the item that is open; between two items points of order, and all lists."""
    actor, resources, language = actor_of(request), runtime(request), language_wanted(request)
    assert session.id is not None  # noqa: S101 (it was read)
    items = await agenda_of(request, session.id)
    item = queries.item_of_points(items, session.open_item_id)
    if item is None or item.id is None:
        return PanelView(TEMPLATE, {"floor": None, "items": items, "session": session})
    read = await floor_kept(request, session.id, item.id)
    viewer, rules = queries.viewer_of(actor, session, standing), queries.rules_of(session)
    floor = queries.floor_seen(read, item, rules, viewer, resources.clock())
    async with resources.database.reading() as db:
        floor = await floor_in(db, floor, language)
        reader = Reader(standing, session.state, session.open_item_id, actor.locale)
        people, groups = await _people(db, session.id, reader), await _groups(db, reader)
    await ask_for_missing(request, floor, session.state, language)
    context = _context(floor, session, reader, Form())
    context = {**context, "people": people, "groups": groups, "items": items}
    if item.id != session.open_item_id:
        context |= _points_of(context)
        if floor.point is None:
            return PanelView(TEMPLATE, {**context, "is_room": True})
    return PanelView(
        TEMPLATE,
        {**context, "is_room": True},
        state=floor.model_dump(mode="json", exclude=_TEXTS),
        summary=_summary(floor, actor.locale),
        asks=_asks(floor, actor.locale),
    )


def _points_of(context: Mapping[str, Any]) -> Mapping[str, object]:
    """What of a list is shown while no item is open: points of order."""
    return {
        "only_points": True,
        "own": [one for one in context["own"] if one[0].kind is SlotKind.POINT],
        "asking": [one for one in context["asking"] if one[0] == SlotKind.POINT],
    }


_TEXT = {"statement": {"text", "translation"}}
_TEXTS: Any = {
    **dict.fromkeys(("speaker", "point"), _TEXT),
    **{name: {"__all__": _TEXT} for name in ("waiting", "heard")},
}


async def show(request: Request[Any]) -> Response:
    """Show the speakers' list of an item."""
    return await list_page(request, Form(), 200)


async def list_page(request: Request[Any], form: Form, status: int) -> Response:
    """The page of an item's list, with what was refused if anything was."""
    actor, resources, language = actor_of(request), runtime(request), language_wanted(request)
    session_id, item_id = ids_of(request)
    async with resources.database.reading() as db:
        shown = await queries.floor_of(db, actor, session_id, item_id, resources.clock())
        session = shown.session
        reader = Reader(shown.standing, session.state, session.open_item_id, actor.locale)
        people, groups = await _people(db, session_id, reader), await _groups(db, reader)
        floor = await floor_in(db, shown.floor, language)
    await ask_for_missing(request, floor, session.state, language)
    context = _context(floor, session, reader, form)
    given = {**context, "people": people, "groups": groups, "items": [], "is_room": False}
    return await page(request, "live/floor.html", given, status=status)


async def _people(db: Any, session_id: SessionId, reader: Reader) -> Sequence[ParticipantOut]:
    """Whom the chair can enter on the list."""
    if not reader.can(Deed.LEAD_FLOOR):
        return ()
    return await sessions.participants(db, session_id, reader.locale)


async def _groups(db: Any, reader: Reader) -> Sequence[DelegationNamed]:
    """On behalf of which groups the reader's delegation can speak, or whoever the chair enters."""
    behalf = reader.standing.on_behalf
    if reader.can(Deed.LEAD_FLOOR):
        return await queries.groups_of(db, None, reader.locale)
    if behalf is None or not reader.can(Deed.ASK_FLOOR):
        return ()
    return await queries.groups_of(db, behalf.delegation_id, reader.locale)


def _context(
    floor: FloorOut, session: LiveSession, reader: Reader, form: Form
) -> Mapping[str, object]:
    locale = reader.locale
    return {
        "session": session,
        "floor": floor,
        "only_points": False,
        "speaker": None if floor.speaker is None else row_of(floor.speaker, floor, reader),
        "point": None if floor.point is None else row_of(floor.point, floor, reader),
        "waiting": waiting_rows(floor, reader),
        "own": _own(floor, locale) if reader.state in RULES[Deed.ASK_FLOOR].states else (),
        "asking": _asking(floor, session, reader),
        "can_lead": reader.can(Deed.LEAD_FLOOR),
        "can_appeal": floor.appealable is not None and reader.can(Deed.RAISE_POINT),
        "kinds": named(KINDS, locale),
        "states": named(STATES, locale),
        "levels": choices(LEVELS, locale),
        "form": form,
    }


def _own(floor: FloorOut, locale: str) -> Sequence[tuple[SlotOut, str]]:
    """The reader's requests that have not ended, and what they are told of each."""
    found = [one for one in (floor.point, floor.speaker, *floor.waiting) if one and one.is_mine]
    ahead = {one.id: at for at, one in enumerate(floor.waiting)}
    return [(one, _told(one, ahead.get(one.id, 0), locale)) for one in found]


def _told(slot: SlotOut, ahead: int, locale: str) -> str:
    if slot.state is not SlotState.LISTED:
        return gettext(OWN[slot.state], locale)
    if not ahead:
        return gettext("You are next.", locale)
    text = ngettext(
        "You are on the list, after {count} other.",
        "You are on the list, after {count} others.",
        ahead,
        locale,
    )
    return text.format(count=number(ahead, locale))


def _asking(floor: FloorOut, session: LiveSession, reader: Reader) -> Sequence[tuple[str, str]]:
    """For what the reader can ask now: word and label."""
    rules = profile_of(session.profile, session.overrides).floor
    offered: list[SlotKind] = []
    is_done = floor.item_state is ItemState.DONE
    if reader.can(Deed.ASK_FLOOR) and reader.standing.parts & rules.askers and not is_done:
        all_waiting = (*floor.waiting, floor.speaker)
        waiting = {one.kind for one in all_waiting if one and one.is_mine and one.group is None}
        free = [one for one in (SlotKind.STATEMENT, SlotKind.INTERVENTION) if one not in waiting]
        offered += free if floor.is_open else []
        offered += [SlotKind.REPLY] if rules.reply_seconds and SlotKind.REPLY not in waiting else []
    is_here = reader.open_item in {None, floor.item_id}
    if reader.can(Deed.RAISE_POINT) and floor.point is None and is_here:
        offered.append(SlotKind.POINT)
    return [(one.value, gettext(ASKING[one], reader.locale)) for one in offered]


def _summary(floor: FloorOut, locale: str) -> str:
    if floor.point is not None:
        text = gettext("A point of order is before the meeting: {name}.", locale)
        return text.format(name=_who(floor.point, locale))
    if floor.speaker is not None:
        return gettext("{name} has the floor.", locale).format(name=_who(floor.speaker, locale))
    text = ngettext(
        "Nobody has the floor. {count} speaker is on the list.",
        "Nobody has the floor. {count} speakers are on the list.",
        floor.remaining,
        locale,
    )
    return text.format(count=number(floor.remaining, locale))


def _who(slot: SlotOut, locale: str) -> str:
    whom, group = slot.delegation, slot.group
    speaker = slot.speaker.name if whom is None else f"{slot.speaker.name} ({whom.name})"
    if group is None:
        return speaker
    return gettext(ON_BEHALF, locale) % {"speaker": speaker, "group": group.name}


def _asks(floor: FloorOut, locale: str) -> str:
    told = [said for slot, said in _own(floor, locale) if _is_up(slot, floor)]
    return told[0] if told else ""


def _is_up(slot: SlotOut, floor: FloorOut) -> bool:
    is_next = bool(floor.waiting) and slot.id == floor.waiting[0].id
    return slot.state is SlotState.CALLED or (is_next and slot.state is SlotState.LISTED)


def ids_of(request: Request[Any]) -> tuple[SessionId, ItemId]:
    """The session and the item that an address names."""
    given = request.path_params
    return SessionId(row_id(given["session_id"])), ItemId(row_id(given["item_id"]))


ROUTES = [Route("/sessions/{session_id:int}/floor/{item_id:int}", show, methods=["GET"])]
