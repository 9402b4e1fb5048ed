"""Roles for administrators, and why somebody may do something."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.accounts import queries as members
from forum.admin import actions, reading
from forum.admin.rules import parse_about
from forum.admin.schemas import AboutQuery, ByOut, GrantDraft, RoleChange, RoleDraft, RoleForm
from forum.admin.words import by_name, permission_choices, permission_name, role_name
from forum.core.errors import InvalidInput, NotFound
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.roles import queries as roles
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.choices import language_choices
from forum.web.forms import Form, attempt, explain, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.render import page
from forum.web.shapes import Input

LIST = "/admin/roles"


class Nothing(Input):
    """A form that only asks for consent."""


class AboutAsked(AboutQuery):
    """The part of an address after `?`; names that others add are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


async def show(request: Request[Any]) -> Response:
    """Show the roles, who has them, and the form that gives one."""
    return await _list(request, Form(), 200)


async def give(request: Request[Any]) -> Response:
    """Give somebody a role, and show the list."""
    sent = await read_form(request, GrantDraft)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.give_role(unit, sent.value)
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def take(request: Request[Any]) -> Response:
    """Take a role away, and show the list."""
    sent = await read_form(request, Nothing)
    grant_id = row_id(request.path_params["grant_id"])

    async def act(unit: Unit) -> Response:
        await actions.take_role(unit, grant_id)
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


async def _list(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        known = await reading.all_roles(db, actor)
        given = await reading.all_grants(db, actor)
        places = await spaces.spaces(db, actor)
    names = {one.word: role_name(one.word, one.name, actor.locale) for one in known}
    context = {
        "roles": [
            {
                **dict(one),
                "title": names[one.word],
                "permissions": by_name(one.permissions, actor.locale),
            }
            for one in known
        ],
        "grants": given,
        "names": names,
        "permission_names": {one: permission_name(one, actor.locale) for one in Permission},
        "role_choices": [(one.word, names[one.word]) for one in known if one.word != "member"],
        "space_choices": [(one.slug, one.name) for one in places],
        "languages": language_choices(actor.reads),
        "form": form,
    }
    return await page(request, "admin/roles.html", context, status=status)


async def ask_new(request: Request[Any]) -> Response:
    """Show the form for a new role."""
    return await _form(request, None, Form(), 200)


async def make(request: Request[Any]) -> Response:
    """Make a role, and show the list."""
    sent = await read_form(request, RoleDraft)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.make_role(unit, sent.value)
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _form(request, None, sent.form, 422)


async def ask_change(request: Request[Any]) -> Response:
    """Show a role as it stands, to be changed."""
    word = request.path_params["word"]
    async with runtime(request).database.reading() as db:
        row = await roles.role(db, word)
    return await _form(
        request, word, Form({"name": row.name, "permissions": list(row.permissions)}), 200
    )


async def change(request: Request[Any]) -> Response:
    """Change a role, and show the list."""
    sent = await read_form(request, RoleForm)
    word = request.path_params["word"]

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.change_role(unit, word, RoleChange(**sent.value.model_dump()))
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _form(request, word, sent.form, 422)


async def remove(request: Request[Any]) -> Response:
    """Remove a role, and show the list."""
    sent = await read_form(request, Nothing)
    word = request.path_params["word"]

    async def act(unit: Unit) -> Response:
        await actions.remove_role(unit, word)
        return RedirectResponse(LIST, 303)

    return await attempt(request, sent, act) or await _form(request, word, sent.form, 422)


async def _form(request: Request[Any], word: str | None, form: Form, status: int) -> Response:
    actor = actor_of(request)
    actor.require(Permission.ROLE_MANAGE)
    chosen = form.data.get("permissions") or []
    context = {
        "word": word,
        "form": form,
        "chosen": [chosen] if isinstance(chosen, str) else chosen,
        "permissions": permission_choices(actor.locale),
    }
    return await page(request, "admin/role.html", context, status=status)


async def explain_permissions(request: Request[Any]) -> Response:
    """Show what a member may do about something, and why."""
    actor, asked = actor_of(request), query(request, AboutAsked)
    form = Form({"about": asked.about})
    async with runtime(request).database.reading() as db:
        member = await members.member_by_handle(db, actor, request.path_params["handle"])
        try:
            found = await reading.explained(
                db, actor, member, parse_about(asked.about), asked.about
            )
        except (InvalidInput, NotFound) as refusal:
            explain(request, form, refusal)
            found = await reading.explained(db, actor, member, parse_about(""), "")
        names = {one.word: one.name for one in await roles.roles(db)}
        places: dict[int, str] = {one.id: one.name for one in await spaces.spaces(db, actor)}
    shown = [
        {
            **dict(one),
            "name": permission_name(one.permission, actor.locale),
            "by": [_told(by, names, places, actor.locale) for by in one.by],
            "elsewhere": [_told(by, names, places, actor.locale) for by in one.elsewhere],
            "least": role_name(one.least, one.least, actor.locale),
        }
        for one in found.permissions
    ]
    context = {"found": found, "permissions": shown, "form": form}
    return await page(
        request, "admin/permissions.html", context, status=422 if form.errors else 200
    )


def _told(
    by: ByOut, names: Mapping[str, str], places: Mapping[int, str], locale: str
) -> Mapping[str, str | None]:
    return {
        "role": role_name(by.role, names.get(by.role, by.role), locale),
        "space": None if by.space is None else places.get(by.space, str(by.space)),
        "language": by.language,
    }


ROUTES = [
    Route(LIST, show, name="roles"),
    Route("/admin/roles/give", give, methods=["POST"]),
    Route("/admin/roles/take/{grant_id:int}", take, methods=["POST"]),
    Route("/admin/roles/new", ask_new),
    Route("/admin/roles/new", make, methods=["POST"]),
    Route("/admin/roles/{word}", ask_change),
    Route("/admin/roles/{word}", change, methods=["POST"]),
    Route("/admin/roles/{word}/remove", remove, methods=["POST"]),
    Route("/m/{handle}/permissions", explain_permissions, name="permissions"),
]
