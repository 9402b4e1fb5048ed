"""What a member was told."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.paging import Window, encode_cursor, window_at
from forum.db.unit import Unit
from forum.notifications import actions, queries
from forum.notifications.grouping import grouped
from forum.notifications.keeping import unread_of
from forum.notifications.own import bell_html
from forum.notifications.saying import with_titles
from forum.notifications.schemas import ReadForm, ReadMark
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page
from forum.web.shapes import QueryString

PER_PAGE = 50


class NotificationsQuery(QueryString):
    """The part of the address after `?`."""

    after: str | None = None
    before: str | None = None


async def show_notifications(request: Request[Any]) -> Response:
    """Show what happened, by topic, the newest first."""
    return await _page(request, Form())


async def _page(request: Request[Any], form: Form, status: int = 200) -> Response:
    actor = actor_of(request)
    unread = await unread_of(request, actor.require_member())
    window = _window(query(request, NotificationsQuery))
    async with runtime(request).database.reading() as db:
        found = await queries.notifications_page(db, actor, window)
        told = await with_titles(db, actor, found.items)
    context = {
        "form": form,
        "groups": grouped(told, actor.locale),
        "unread": unread.count,
        "pager": {
            "first": "/notifications" if found.previous else None,
            "previous": f"?before={encode_cursor(found.previous)}" if found.previous else None,
            "next": f"?after={encode_cursor(found.next)}" if found.next else None,
            "last": None,
        },
    }
    return await page(request, "notifications/list.html", context, status=status)


def _window(asked: NotificationsQuery) -> Window:
    return window_at(PER_PAGE, queries.CURSOR, after=asked.after, before=asked.before)


async def mark_read(request: Request[Any]) -> Response:
    """Mark all notifications, or those of one topic, as read."""
    actor_of(request).require_member()
    sent = await read_form(request, ReadForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        mark = ReadMark(topic_id=sent.value.topic_id, ids=sent.value.ids)
        await actions.mark_read(unit, mark)
        return RedirectResponse("/notifications", 303)

    return await attempt(request, sent, act) or await _page(request, sent.form, 422)


async def show_bell(request: Request[Any]) -> Response:
    """Send the bell as it stands in the header; a live page fetches it."""
    actor_of(request).require_member()
    headers = {"cache-control": "private, no-store"}
    return Response(await bell_html(request), headers=headers, media_type="text/html")


ROUTES = [
    Route("/notifications", show_notifications, methods=["GET"], name="notifications"),
    Route("/notifications/bell", show_bell, methods=["GET"]),
    Route("/notifications/read", mark_read, methods=["POST"]),
]
