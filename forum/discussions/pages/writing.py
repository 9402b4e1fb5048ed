"""Starting topics, replying, editing and deleting, by forms."""

from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import PostId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions, adding, holding, queries, rules
from forum.discussions.pages.drafting import pressed, with_draft
from forum.discussions.pages.named import named_post, topic_and_post
from forum.discussions.pages.reading import topic_again
from forum.discussions.pages.words import kinds_to_start
from forum.discussions.schemas import (
    Body,
    DraftVersion,
    HeldOut,
    OptionalLanguage,
    PostChange,
    PostDraft,
    PostOut,
    Tags,
    Title,
    TopicChange,
    TopicOut,
    TopicText,
)
from forum.drafts.rules import Place, PlaceKind
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.text.quoting import quote
from forum.web.choices import language_choices
from forum.web.fields import COUNTED
from forum.web.forms import Form, Sent, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id
from forum.web.render import page
from forum.web.shapes import Input, QueryString


def _to_post(topic: TopicOut, post_id: PostId) -> Response:
    return RedirectResponse(f"{topic.url}?at={post_id}#p{post_id}", 303)


async def _landed(unit: Unit, post_id: PostId) -> Response:
    post = await queries.post(unit.db, unit.actor, post_id)
    return _to_post(await queries.topic(unit.db, unit.actor, post.topic_id), post_id)


async def _sent(unit: Unit, made: PostOut | HeldOut) -> Response:
    if isinstance(made, HeldOut):
        return RedirectResponse(made.url, 303)
    return await _landed(unit, made.id)


async def new_topic(request: Request[Any]) -> Response:
    """Show the form for a new topic."""
    actor_of(request).require(Permission.TOPIC_START)
    return await _new_topic(request, await with_draft(request, _new_topic_in(request)), 200)


async def start_topic(request: Request[Any]) -> Response:
    """Start a topic and go to it."""
    actor_of(request).require(Permission.TOPIC_START)
    sent = await read_form(request, TopicText)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        started = await holding.start_topic(unit, request.path_params["slug"], sent.value)
        if isinstance(started, HeldOut):
            return RedirectResponse(started.url, 303)
        topic = await queries.topic(unit.db, unit.actor, started.topic_id)
        return RedirectResponse(topic.url, 303)

    return (
        await attempt(request, sent, act)
        or await pressed(request, sent, _new_topic_in(request))
        or await _new_topic(request, sent.form, sent.status)
    )


def _new_topic_in(request: Request[Any]) -> Place:
    return Place(PlaceKind.SPACE, request.path_params["slug"])


async def _new_topic(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        space = await spaces.space_by_slug(db, actor, request.path_params["slug"])
        shown = spaces.space_out(space)
        here = actor.at(shown.id)
        context = {
            "space": shown,
            "form": form,
            "kinds": kinds_to_start(
                actor.locale, announcing=here.may_somewhere(Permission.TOPIC_ANNOUNCE)
            ),
            "languages": language_choices(actor.reads),
        }
    return await page(request, "discussions/new_topic.html", context, status=status)


async def reply_to_topic(request: Request[Any]) -> Response:
    """Add a reply to a topic and go to it."""
    actor_of(request).require(Permission.POST_REPLY)
    sent = await read_form(request, PostDraft)
    topic_id = TopicId(row_id(request.path_params["topic_id"]))

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        return await _sent(unit, await holding.reply(unit, topic_id, sent.value))

    thing = adding.together(topic_id, sent.value) if sent.value else ""
    if (answer := await attempt(request, sent, act, together=thing)) is not None:
        return answer
    if not sent.press:
        return await topic_again(request, sent.form, sent.status)
    return await pressed(request, sent, _reply_to(topic_id)) or await _reply_form(
        request, topic_id, sent.form, sent.status
    )


def _reply_to(topic_id: TopicId) -> Place:
    return Place(PlaceKind.TOPIC, str(topic_id))


async def new_topic_reply(request: Request[Any]) -> Response:
    """Show the form for a reply to a topic on a page of its own, with the draft there is."""
    topic_id = TopicId(row_id(request.path_params["topic_id"]))
    return await _reply_form(request, topic_id, await with_draft(request, _reply_to(topic_id)), 200)


async def _reply_form(
    request: Request[Any], topic_id: TopicId, form: Form, status: int
) -> Response:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        topic = await queries.topic(db, actor, topic_id)
    rules.check_reply(actor, topic.state)
    context = {
        "topic": topic,
        "post": None,
        "form": form,
        "languages": language_choices(actor.reads),
    }
    return await page(request, "discussions/reply.html", context, status=status)


class ReplyQuery(QueryString):
    """The part of the address after `?`: whether the reply begins with a quote."""

    quote: bool = False


async def new_reply(request: Request[Any]) -> Response:
    """Show the form for a reply to one post."""
    actor_of(request).require(Permission.POST_REPLY)
    data = {}
    if query(request, ReplyQuery).quote:
        _, post = await topic_and_post(request)
        data["body"] = quote(post.body.source, post.author.name, post.url)
    form = await with_draft(request, _about(PlaceKind.POST, request), data)
    return await _about_post(request, "discussions/reply.html", form, 200)


def _about(kind: PlaceKind, request: Request[Any]) -> Place:
    return Place(kind, str(named_post(request)))


async def reply_to_post(request: Request[Any]) -> Response:
    """Add a reply to one post and go to it."""
    actor_of(request).require(Permission.POST_REPLY)
    sent = await read_form(request, PostDraft)
    post_id = named_post(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        parent = await queries.post(unit.db, unit.actor, post_id)
        draft = sent.value.model_copy(update={"parent_id": post_id})
        return await _sent(unit, await holding.reply(unit, parent.topic_id, draft))

    again = "discussions/reply.html"
    return (
        await attempt(request, sent, act)
        or await pressed(request, sent, _about(PlaceKind.POST, request))
        or await _about_post(request, again, sent.form, sent.status)
    )


class PostForm(Input):
    """A post's text to be changed; for a topic's first post, its title and tags too."""

    body: Body
    language: OptionalLanguage = None
    version: Annotated[int, COUNTED]
    title: Title | None = None
    tags: Tags | None = None
    draft: DraftVersion = 0


async def edit_post(request: Request[Any]) -> Response:
    """Show the form for another text of a post."""
    topic, post = await topic_and_post(request)
    here = actor_of(request).at(topic.space.id)
    rules.check_edit(here, post.author.id, topic.state, post.state, post.language)
    rules.check_change(here)
    data: dict[str, Any] = {
        "body": post.body.source,
        "language": post.language,
        "version": post.version,
    }
    if post.number == 1:
        data |= {"title": topic.title, "tags": ", ".join(topic.tags)}
    form = await with_draft(request, _about(PlaceKind.EDIT, request), data)
    return await _about_post(request, "discussions/edit_post.html", form, 200)


async def save_post(request: Request[Any]) -> Response:
    """Give a post another text and go to it; of two at once, the second is shown both."""
    topic, post = await topic_and_post(request)
    rules.check_editor(actor_of(request).at(topic.space.id), post.author.id, post.language)
    sent = await read_form(request, PostForm)
    post_id = named_post(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        text = PostChange.model_validate(sent.value.model_dump(exclude={"title", "tags"}))
        await actions.edit_post(unit, post_id, text)
        await _change_topic(unit, post_id, sent.value)
        return await _landed(unit, post_id)

    return (
        await attempt(request, sent, act)
        or await pressed(request, sent, _about(PlaceKind.EDIT, request))
        or await _edit_again(request, sent)
    )


async def _change_topic(unit: Unit, post_id: PostId, given: PostForm) -> None:
    post = await queries.post(unit.db, unit.actor, post_id)
    if post.number == 1 and given.title is not None:
        change = TopicChange(title=given.title, tags=given.tags or [])
        await actions.change_topic(unit, post.topic_id, change)


async def _edit_again(request: Request[Any], sent: Sent[PostForm]) -> Response:
    again, form = "discussions/edit_post.html", sent.form
    if sent.press:
        return await _about_post(request, again, form, sent.status)
    _, post = await topic_and_post(request)
    overtaken = form.data.get("version") != str(post.version)
    form.data["version"] = post.version
    extra = {"conflict": post if overtaken else None}
    return await _about_post(request, again, form, 409 if overtaken else 422, extra)


class Nothing(Input):
    """A form that only asks for consent."""


async def ask_to_delete(request: Request[Any]) -> Response:
    """Ask before a post is deleted."""
    topic, post = await topic_and_post(request)
    here = actor_of(request).at(topic.space.id)
    rules.check_edit(here, post.author.id, topic.state, post.state, post.language)
    return await _about_post(request, "discussions/delete_post.html", Form(), 200)


async def delete_post(request: Request[Any]) -> Response:
    """Delete a post and go back to its topic."""
    sent = await read_form(request, Nothing)
    post_id = named_post(request)

    async def act(unit: Unit) -> Response:
        post = await queries.post(unit.db, unit.actor, post_id)
        await actions.delete_post(unit, post_id)
        return RedirectResponse((await queries.topic(unit.db, unit.actor, post.topic_id)).url, 303)

    again = "discussions/delete_post.html"
    return await attempt(request, sent, act) or await _about_post(request, again, sent.form, 409)


async def _about_post(
    request: Request[Any],
    template: str,
    form: Form,
    status: int,
    extra: dict[str, Any] | None = None,
) -> Response:
    topic, post = await topic_and_post(request)
    context = {
        "topic": topic,
        "post": post,
        "form": form,
        "languages": language_choices(actor_of(request).reads),
        "conflict": None,
        **(extra or {}),
    }
    return await page(request, template, context, status=status)


ROUTES = [
    Route("/s/{slug}/new", new_topic),
    Route("/s/{slug}/new", start_topic, methods=["POST"]),
    Route("/t/{topic_id:int}/reply", reply_to_topic, methods=["POST"]),
    Route("/t/{topic_id:int}/reply/new", new_topic_reply),
    Route("/p/{post_id:int}/reply", new_reply),
    Route("/p/{post_id:int}/reply", reply_to_post, methods=["POST"]),
    Route("/p/{post_id:int}/edit", edit_post),
    Route("/p/{post_id:int}/edit", save_post, methods=["POST"]),
    Route("/p/{post_id:int}/delete", ask_to_delete),
    Route("/p/{post_id:int}/delete", delete_post, methods=["POST"]),
]
