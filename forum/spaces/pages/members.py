"""Who belongs to a space: shown, added and removed."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.paging import Window, window_at
from forum.db.unit import Unit
from forum.runtime import runtime
from forum.spaces import actions, queries
from forum.spaces.reading import members_shown
from forum.spaces.schemas import Invitation
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.pager import pager
from forum.web.render import page
from forum.web.shapes import QueryString

PER_PAGE = 50


class MembersAsked(QueryString):
    """The part of an address after `?`; names that others add are passed over."""

    after: str | None = None
    before: str | None = None

    def window(self) -> Window:
        """The part of the list that is asked for.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        return window_at(PER_PAGE, queries.MEMBER_CURSOR, after=self.after, before=self.before)


async def show(request: Request[Any]) -> Response:
    """Show who belongs to a space."""
    return await _list(request, Form(), 200)


async def add(request: Request[Any]) -> Response:
    """Add somebody, and show the list."""
    sent = await read_form(request, Invitation)
    slug = request.path_params["slug"]

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.admit(unit, slug, sent.value.who)
        return RedirectResponse(f"/s/{slug}/members", 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def remove(request: Request[Any]) -> Response:
    """Take somebody out, and show the list."""
    sent = await read_form(request, Invitation)
    slug = request.path_params["slug"]

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.dismiss(unit, slug, sent.value.who)
        return RedirectResponse(f"/s/{slug}/members", 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def _list(request: Request[Any], form: Form, status: int) -> Response:
    actor, slug = actor_of(request), request.path_params["slug"]
    window = query(request, MembersAsked).window()
    async with runtime(request).database.reading() as db:
        space = await members_shown(db, actor, slug)
        found = await queries.members_page(db, space.id, window)
        total = await queries.member_count(db, space.id)
    context = {
        "space": space,
        "members": found.items,
        "total": total,
        "pager": pager(f"{space.url}/members", {}, found),
        "form": form,
    }
    return await page(request, "spaces/members.html", context, status=status)


ROUTES = [
    Route("/s/{slug}/members", show, name="space_members"),
    Route("/s/{slug}/members", add, methods=["POST"]),
    Route("/s/{slug}/members/remove", remove, methods=["POST"]),
]
