"""The registration of somebody who waits for the secretariat."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import actions, queries
from forum.accounts.pages.common import pressed, refused
from forum.accounts.partners import partner_names
from forum.accounts.schemas import WaitingForm
from forum.accounts.tables import Member
from forum.accounts.waiting import PAGE, forget, who_waits
from forum.core.errors import ForumError
from forum.core.ids import MemberId
from forum.runtime import runtime
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.render import page

TEMPLATE = "accounts/registration.html"


async def show(request: Request[Any]) -> Response:
    """Show what is waited for, and what the person said."""
    if (member := await who_waits(request)) is None:
        return RedirectResponse("/sign-in", 303)
    async with runtime(request).database.reading() as db:
        row = await queries.registration(db, _id(member))
    said = {"organisation": member.organisation, "country": member.partner}
    form = Form({**said, "about": row.about if row else ""})
    return await page(request, TEMPLATE, {"form": form, **_context(request, member)})


async def save(request: Request[Any]) -> Response:
    """Change what the person said."""
    if (member := await who_waits(request)) is None:
        return RedirectResponse("/sign-in", 303)
    sent = await read_form(request, WaitingForm)
    if sent.value is None:
        context = {"form": sent.form, **_context(request, member)}
        return await page(request, TEMPLATE, context, status=422)
    try:
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.say_anew(unit, _id(member), sent.value)
    except ForumError as error:
        return await refused(request, TEMPLATE, sent.form, error, **_context(request, member))
    return RedirectResponse(f"{PAGE}?done=saved", 303)


async def withdraw(request: Request[Any]) -> Response:
    """Forget the registration."""
    await pressed(request)
    member = await who_waits(request)
    if member is not None:
        async with runtime(request).unit(actor_of(request)) as unit:
            await actions.withdraw(unit, _id(member))
    answer = RedirectResponse("/sign-in?done=withdrawn", 303)
    forget(request, answer)
    return answer


def _context(request: Request[Any], member: Member) -> dict[str, object]:
    return {
        "member": {"name": member.name, "email": member.email},
        "saved": request.query_params.get("done") == "saved",
        "countries": partner_names(actor_of(request).locale),
    }


def _id(member: Member) -> MemberId:
    assert member.id is not None  # noqa: S101 (it was read)
    return member.id


ROUTES = [
    Route(PAGE, show, methods=["GET"]),
    Route(PAGE, save, methods=["POST"]),
    Route(f"{PAGE}/withdraw", withdraw, methods=["POST"]),
]
