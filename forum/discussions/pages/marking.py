"""What readers say about a post without writing: which one answers, reactions."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import PostId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import accepting, queries, reacting, rules
from forum.discussions.pages.named import named_post, topic_and_post
from forum.discussions.rules import ReactionName
from forum.runtime import runtime
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from forum.web.shapes import Input

Act = Callable[[Unit, PostId], Awaitable[None]]


class Acceptance(Input):
    """Whether a post is the answer."""

    accepted: bool


async def ask_to_accept(request: Request[Any]) -> Response:
    """Ask before a post becomes the accepted answer, or no longer is it."""
    return await _ask_to_accept(request, Form(), 200)


async def _ask_to_accept(request: Request[Any], form: Form, status: int) -> Response:
    topic, post = await topic_and_post(request)
    here = actor_of(request).at(topic.space.id)
    rules.check_accept(here, topic.author.id, topic.kind, topic.language)
    context = {"topic": topic, "post": post, "form": form}
    return await page(request, "discussions/accept_post.html", context, status=status)


async def accept(request: Request[Any]) -> Response:
    """Accept a post as the answer, or no longer, and go back to it."""
    sent = await read_form(request, Acceptance)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        chosen = accepting.accept_answer if sent.value.accepted else accepting.reject_answer
        return await _done(unit, chosen, named_post(request))

    return await attempt(request, sent, act) or await _ask_to_accept(request, sent.form, 422)


class Press(Input):
    """A reaction that was pressed: one to add, or one to take back."""

    add: ReactionName | None = None
    remove: ReactionName | None = None


async def choose_reaction(request: Request[Any]) -> Response:
    """Show what can be said to a post by one press."""
    actor_of(request).require(Permission.POST_REPLY)
    return await _choose_reaction(request, Form(), 200)


async def _choose_reaction(request: Request[Any], form: Form, status: int) -> Response:
    topic, post = await topic_and_post(request)
    member = actor_of(request).require_member()
    async with runtime(request).database.reading() as db:
        given = (await queries.reactions_of(db, member, [post.id])).get(post.id, ())
    offered = rules.reactions_offered(topic.kind)
    context = {"topic": topic, "post": post, "form": form, "offered": offered, "given": given}
    return await page(request, "discussions/react.html", context, status=status)


async def react(request: Request[Any]) -> Response:
    """Add a reaction to a post, or take it back, and go back to it."""
    actor_of(request).require(Permission.POST_REPLY)
    sent = await read_form(request, Press)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        return await _done(unit, partial(_press, press=sent.value), named_post(request))

    return await attempt(request, sent, act) or await _choose_reaction(request, sent.form, 422)


async def _press(unit: Unit, post_id: PostId, press: Press) -> None:
    if press.add is not None:
        await reacting.react(unit, post_id, press.add)
    if press.remove is not None:
        await reacting.take_back(unit, post_id, press.remove)


async def _done(unit: Unit, act: Act, post_id: PostId) -> Response:
    await act(unit, post_id)
    post = await queries.post(unit.db, unit.actor, post_id)
    topic = await queries.topic(unit.db, unit.actor, post.topic_id)
    return RedirectResponse(f"{topic.url}?at={post_id}#p{post_id}", 303)


ROUTES = [
    Route("/p/{post_id:int}/accept", ask_to_accept),
    Route("/p/{post_id:int}/accept", accept, methods=["POST"]),
    Route("/p/{post_id:int}/react", choose_reaction),
    Route("/p/{post_id:int}/react", react, methods=["POST"]),
]
