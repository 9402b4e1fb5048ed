"""Agendas for people: a page to change one, and its part of the room."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.ids import ItemId, SessionId
from forum.db.unit import Unit
from forum.live.agenda import actions
from forum.live.agenda.keeping import agenda
from forum.live.agenda.schemas import Document, ItemChange, ItemDraft, ItemForm, ItemOpening
from forum.live.panels import PanelView
from forum.live.sessions import queries
from forum.live.sessions.addresses import session_id_of
from forum.live.sessions.naming import ask_for_missing, told, with_translations
from forum.live.sessions.rules import Deed, NotYourPart, Standing, may
from forum.live.sessions.schemas import ItemOut, SessionWhole
from forum.live.sessions.states import LIVE
from forum.live.sessions.tables import LiveSession
from forum.runtime import runtime
from forum.translations.asking import ask_for, language_wanted
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page
from forum.web.shapes import Input
from i18n.catalogs import gettext


class Nothing(Input):
    """A form that says nothing beside what it is for."""


async def panel(request: Request[Any], session: LiveSession, standing: Standing) -> PanelView:
    """The agenda in the room."""
    language = language_wanted(request)
    found = await agenda(request, session, language)
    if found.missing:
        await ask_for(request, found.missing, language)
    items, words = found.items, found.words
    now = next((one for one in items if one.id == session.open_item_id), None)
    is_led = may(standing, Deed.LEAD_FLOOR) and session.state in LIVE
    said = gettext(N_("Item %(number)s is open: %(title)s"), actor_of(request).locale)
    return PanelView(
        template="sessions/_agenda_panel.html",
        context={
            "session": session,
            "items": items,
            "now": now,
            "told": await told([now] if now else []),
            "may_open": is_led,
            "words": words,
        },
        state={
            "items": [one.model_dump(mode="json") for one in items],
            "open_item_id": session.open_item_id,
            "translated": None if words is None else words.model_dump(mode="json"),
        },
        summary=said % {"number": now.number, "title": now.title} if now else "",
    )


async def show(request: Request[Any]) -> Response:
    """Show the agenda, with a form for each item and one for a new one."""
    return await _agenda(request, Form({"minutes": "15"}), 200)


async def add(request: Request[Any]) -> Response:
    """Add an item, and show the agenda."""
    sent, session_id = await read_form(request, ItemForm), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        given = {name: value for name, value in _values(sent.value).items() if name != "place"}
        await actions.add_item(unit, session_id, ItemDraft(**given))
        return _back(session_id)

    return await attempt(request, sent, act) or await _agenda(request, sent.form, 422)


async def ask_change(request: Request[Any]) -> Response:
    """Show an item as it stands, to be changed."""
    found, item = await _item(request)
    data = item.model_dump(include={"title", "number", "description", "minutes", "owner"})
    data["documents"] = "\n".join(f"{one.url} {one.title}" for one in item.documents)
    data["place"] = [one.id for one in found.agenda].index(item.id) + 1
    return await _one(request, found, item, Form(data), 200)


async def change(request: Request[Any]) -> Response:
    """Change an item, and show the agenda."""
    sent = await read_form(request, ItemForm)
    found, item = await _item(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.change_item(unit, found.id, item.id, ItemChange(**_values(sent.value)))
        return _back(found.id)

    return await attempt(request, sent, act) or await _one(request, found, item, sent.form, 422)


async def remove(request: Request[Any]) -> Response:
    """Take an item off the agenda, and show it."""
    sent, session_id = await read_form(request, Nothing), session_id_of(request)

    async def act(unit: Unit) -> Response:
        await actions.remove_item(unit, session_id, _item_id(request))
        return _back(session_id)

    return await attempt(request, sent, act) or await _agenda(request, sent.form, 422)


async def open_item(request: Request[Any]) -> Response:
    """Deal with another item from now on, and go back to the room."""
    sent, session_id = await read_form(request, ItemOpening), session_id_of(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.open_item(unit, session_id, sent.value.wanted)
        return RedirectResponse(f"/sessions/{session_id}#agenda", 303)

    return await attempt(request, sent, act) or await _agenda(request, sent.form, 422)


def _back(session_id: SessionId) -> Response:
    return RedirectResponse(f"/sessions/{session_id}/agenda", 303)


def _item_id(request: Request[Any]) -> ItemId:
    return ItemId(row_id(request.path_params["item_id"]))


def _values(given: ItemForm) -> dict[str, Any]:
    """What a form says of an item.

    Raises:
        InvalidInput: a line is not a document.
    """
    place = None if given.place is None else given.place - 1
    return {**given.model_dump(), "documents": _documents(given.documents), "place": place}


def _documents(lines: str) -> Sequence[Mapping[str, str]]:
    found = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        url, _, title = line.partition(" ")
        try:
            found.append(Document(url=url, title=title.strip() or url[:200]).model_dump())
        except ValidationError as error:
            text = N_("Each line needs an address that begins with https://, and a title.")
            raise InvalidInput([Fault("documents", text)]) from error
    if len(found) > _MOST_DOCUMENTS:
        raise InvalidInput([Fault("documents", N_("There are too many documents."))])
    return found


_MOST_DOCUMENTS = 20


async def _found(request: Request[Any]) -> SessionWhole:
    resources, session_id = runtime(request), session_id_of(request)
    async with resources.database.reading() as db:
        return await queries.session_whole(db, actor_of(request), session_id, resources.clock())


async def _item(request: Request[Any]) -> tuple[SessionWhole, ItemOut]:
    found, item_id = await _found(request), _item_id(request)
    async with runtime(request).database.reading() as db:
        await queries.item_of(db, found.id, item_id)
    return found, next(one for one in found.agenda if one.id == item_id)


async def _agenda(request: Request[Any], form: Form, status: int) -> Response:
    language = language_wanted(request)
    whole = await _found(request)
    async with runtime(request).database.reading() as db:
        (found,) = await with_translations(db, [whole], language)
    await ask_for_missing(request, [found], language)
    context = {
        "session": found,
        "form": form,
        "may_edit": Deed.EDIT in found.me.deeds,
        "told": await told(found.agenda),
    }
    return await page(request, "sessions/agenda.html", context, status=status)


async def _one(
    request: Request[Any], found: SessionWhole, item: ItemOut, form: Form, status: int
) -> Response:
    if Deed.EDIT not in found.me.deeds:
        raise NotYourPart
    context = {"session": found, "item": item, "form": form}
    return await page(request, "sessions/item.html", context, status=status)


_LIST = "/sessions/{session_id:int}/agenda"
ROUTES = [
    Route(_LIST, show, name="agenda"),
    Route(_LIST, add, methods=["POST"]),
    Route(f"{_LIST}/open", open_item, methods=["POST"]),
    Route(f"{_LIST}/{{item_id:int}}", ask_change, name="agenda_item"),
    Route(f"{_LIST}/{{item_id:int}}", change, methods=["POST"]),
    Route(f"{_LIST}/{{item_id:int}}/remove", remove, methods=["POST"]),
]
