"""A member, as others see them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.accounts import queries
from forum.core.ids import MemberId
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.render import page


@dataclass(frozen=True, slots=True)
class Contributions:
    """What a member has written, as far as the reader may see it.

    Attributes:
        post_count: posts that stand.
        rows_html: the topics they started, as a list; "" for none.
        shared_html: the resources among them, the same way.
    """

    post_count: int = 0
    rows_html: str = ""
    shared_html: str = ""


Contributed = Callable[[Request[Any], MemberId], Awaitable[Contributions]]
"""Finds what a member has written; features above this one know."""

Represented = Callable[[Request[Any], MemberId], Awaitable[str]]
"""Finds for whom a member acts, as a piece of the page, or ""; a feature above this one knows."""


def profile_route(contributed: Contributed, represented: Represented) -> Route:
    """The page of a member, with what `contributed` and `represented` find of theirs."""

    async def show_member(request: Request[Any]) -> Response:
        actor = actor_of(request)
        async with runtime(request).database.reading() as db:
            member = await queries.member_by_handle(db, actor, request.path_params["handle"])
        profile = queries.profile_out(member)
        written = await contributed(request, profile.id)
        shown = {**profile.model_dump(), "post_count": written.post_count}
        context = {
            "member": shown,
            "acts_for_html": Markup(await represented(request, profile.id)),  # noqa: S704 (the same)
            "rows_html": Markup(written.rows_html),  # noqa: S704 (a template made it)
            "shared_html": Markup(written.shared_html),  # noqa: S704 (the same)
        }
        return await page(request, "accounts/profile.html", context)

    return Route("/m/{handle}", show_member, methods=["GET"], name="member")
