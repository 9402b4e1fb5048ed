"""Sharing a resource, and changing its card, by forms."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.core.addresses import NotAWebAddress, canonical
from forum.core.ids import TopicId
from forum.core.paging import Window
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import actions, holding, queries, reading, rules
from forum.discussions.pages.drafting import pressed
from forum.discussions.queries import TopicFilter
from forum.discussions.rules import Kind, PostState
from forum.discussions.schemas import (
    HeldOut,
    TopicChange,
    TopicOut,
    TopicText,
    TopicWithBody,
    TopicWords,
)
from forum.resources.schemas import ResourceDraft, ResourceOut
from forum.resources.words import card_choices
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.web.choices import language_choices
from forum.web.countries import country_choices
from forum.web.fields import COUNTED
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page

CARD = frozenset(ResourceDraft.model_fields)
KNOWN = 5
"""Topics that share the same address, as many as are shown."""


class ShareForm(TopicWords, ResourceDraft):
    """A resource and what is said of it."""


class CardForm(ResourceDraft):
    """A card made from what the topic was at `version`."""

    version: Annotated[int, COUNTED]


async def new_resource(request: Request[Any]) -> Response:
    """Show the form for sharing a resource."""
    actor = actor_of(request)
    actor.require(Permission.TOPIC_START)
    form = Form({"languages": [next(iter(actor.reads), actor.locale)]})
    return await _share_form(request, form, 200)


async def share_resource(request: Request[Any]) -> Response:
    """Share a resource and go to its topic."""
    actor_of(request).require(Permission.TOPIC_START)
    sent = await read_form(request, ShareForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        text = sent.value.model_dump(exclude=set(CARD))
        draft = TopicText(**text, kind=Kind.RESOURCE, resource=_card(sent.value))
        started = await holding.start_topic(unit, request.path_params["slug"], draft)
        if isinstance(started, HeldOut):
            return RedirectResponse(started.url, 303)
        return await _to_topic(unit, started.topic_id)

    return (
        await attempt(request, sent, act)
        or await pressed(request, sent, None)
        or await _share_form(request, sent.form, sent.status)
    )


async def edit_card(request: Request[Any]) -> Response:
    """Show the form for another card of a topic."""
    topic = await _topic(request)
    here = actor_of(request).at(topic.space.id)
    rules.check_edit(here, topic.author.id, topic.state, PostState.VISIBLE, topic.language)
    data = _data(topic.resource) if topic.resource is not None else {}
    data["version"] = topic.version
    if topic.language_versions:
        data["version_of"] = topic.language_versions[0].url
    return await _card_form(request, topic, Form(data), 200)


async def save_card(request: Request[Any]) -> Response:
    """Give a topic another card and go to it; of two at once, the second is told."""
    topic = await _topic(request)
    rules.check_editor(actor_of(request).at(topic.space.id), topic.author.id, topic.language)
    sent = await read_form(request, CardForm)
    topic_id = topic.id

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        change = TopicChange(kind=Kind.RESOURCE, resource=_card(sent.value))
        await actions.change_topic(unit, topic_id, change, version=sent.value.version)
        return await _to_topic(unit, topic_id)

    if (answer := await attempt(request, sent, act)) is not None:
        return answer
    topic = await _topic(request)
    sent.form.data["version"] = topic.version  # whoever sends it again has been told
    return await _card_form(request, topic, sent.form, 422)


def _card(form: ResourceDraft) -> ResourceDraft:
    return ResourceDraft.model_validate(form.model_dump(include=set(CARD)))


def _data(card: ResourceOut) -> dict[str, Any]:
    data = card.model_dump(include=set(CARD))
    return data | {"competences": ", ".join(card.competences)}


async def _to_topic(unit: Unit, topic_id: TopicId) -> Response:
    return RedirectResponse((await queries.topic(unit.db, unit.actor, topic_id)).url, 303)


async def _share_form(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        space = await spaces.space_by_slug(db, actor, request.path_params["slug"])
    context = {
        "space": spaces.space_out(space),
        "form": form,
        "known": await _known(request, form, None),
        **_choices(actor),
    }
    return await page(request, "discussions/share.html", context, status=status)


async def _card_form(
    request: Request[Any], topic: TopicWithBody, form: Form, status: int
) -> Response:
    context = {
        "topic": topic,
        "form": form,
        "known": await _known(request, form, topic.id) if form.errors else (),
        **_choices(actor_of(request)),
    }
    return await page(request, "discussions/edit_card.html", context, status=status)


def _choices(actor: Actor) -> Mapping[str, object]:
    return {
        **card_choices(actor.locale),
        "languages": language_choices(actor.reads),
        "countries": country_choices(actor.locale),
    }


async def _known(request: Request[Any], form: Form, besides: TopicId | None) -> Sequence[TopicOut]:
    """The topics that share the address in the form, of those that the reader sees."""
    try:
        wanted = TopicFilter(address=canonical(str(form.data.get("url", "")).strip()))
    except NotAWebAddress:
        return ()
    async with runtime(request).database.reading() as db:
        found = await queries.topics_page(db, actor_of(request), wanted, Window(KNOWN))
    return [topic for topic in found.items if topic.id != besides]


async def _topic(request: Request[Any]) -> TopicWithBody:
    async with runtime(request).database.reading() as db:
        return await reading.topic_with_body(db, actor_of(request), _topic_id(request))


def _topic_id(request: Request[Any]) -> TopicId:
    return TopicId(row_id(request.path_params["topic_id"]))


ROUTES = [
    Route("/s/{slug}/share", new_resource),
    Route("/s/{slug}/share", share_resource, methods=["POST"]),
    Route("/t/{topic_id:int}/resource/edit", edit_card),
    Route("/t/{topic_id:int}/resource/edit", save_card, methods=["POST"]),
]
