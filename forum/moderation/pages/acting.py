"""Deciding about a post, a topic, or whatever else acts are done to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import HeldId, MemberId, ParticipantId, PostId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions.rules import PostState
from forum.discussions.subjects import held_name
from forum.live.accreditation import queries as accreditation
from forum.live.accreditation.words import request_words
from forum.moderation import actions, beside, queries
from forum.moderation.acts import ACTS, ActName, fitting, make
from forum.moderation.acts.base import Act
from forum.moderation.pages.asking import fields
from forum.moderation.pages.words import acts
from forum.moderation.rules import (
    Standing,
    Target,
    TargetKind,
    check_reach,
    parse_target,
    path_of,
)
from forum.moderation.schemas import Reason
from forum.reviews import queries as reviews
from forum.runtime import runtime
from forum.translations import queries as translations
from forum.translations.asking import Missing
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import row_id
from forum.web.render import page


class ActForm(BaseModel):
    """A decision about what the page's address names, with the fields of its act."""

    model_config = ConfigDict(extra="allow", frozen=True)

    act: ActName
    reason: Reason

    def make(self, target: Target) -> Act:
        """The act that is asked for.

        Raises:
            InvalidInput: it is not for such a target, or a field does not fit.
        """
        asked = {ask.name for ask in ACTS[self.act].asks}
        own = {name: value for name, value in (self.model_extra or {}).items() if name in asked}
        return make(self.act, str(target), self.reason, own)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a decision is about: how it stands, and what its template shows of it.

    Attributes:
        here: who decides, as they are where it is.
        language: of the text that it is about; "" for a member.
    """

    template: str
    standing: Standing
    context: dict[str, Any]
    here: Actor
    language: str = ""


Find = Callable[[Request[Any], Target], Awaitable[_Subject]]


async def _post(request: Request[Any], target: Target) -> _Subject:
    actor, post_id = actor_of(request), PostId(target.id)
    actor.require_somewhere(Permission.POST_HIDE)
    async with runtime(request).database.reading() as db:
        place = await discussions.post_place(db, actor, post_id)
        here = actor.at(place.space)
        here.require(Permission.POST_HIDE, place.language)
        post = await discussions.post(db, actor, post_id)
        topic = await discussions.topic(db, actor, post.topic_id)
        flags = await queries.open_flags(db, post_id)
        hints = await queries.open_hints(db, post_id)
        standing = Standing(post.state, flags=flags, hints=hints)
    text = Missing(str(target), post.language)
    context = {"topic": topic, "post": post, **await beside.shown(request, text)}
    return _Subject("moderation/act.html", standing, context, here, place.language)


async def _topic(request: Request[Any], target: Target) -> _Subject:
    actor = actor_of(request)
    actor.require_somewhere(Permission.TOPIC_MODERATE)
    async with runtime(request).database.reading() as db:
        topic = await discussions.topic(db, actor, TopicId(target.id))
    here = actor.at(topic.space.id)
    here.require(Permission.TOPIC_MODERATE, topic.language)
    standing = Standing(topic.state, pinned=topic.pinned)
    context = {"topic": topic}
    return _Subject("moderation/act_topic.html", standing, context, here, topic.language)


async def _member(request: Request[Any], target: Target) -> _Subject:
    actor, house = actor_of(request), runtime(request)
    async with house.database.reading() as db:
        found = await queries.member(db, actor, MemberId(target.id), house.clock())
    check_reach(actor, found.member.id, found.role)
    kinds = tuple(one.kind for one in found.sanctions)
    standing = Standing(found.state, sanctions=kinds, author=found.member.id)
    return _Subject("moderation/act_member.html", standing, {"found": found}, actor)


async def _held(request: Request[Any], target: Target) -> _Subject:
    actor = actor_of(request)
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    async with runtime(request).database.reading() as db:
        held = await discussions.held(db, actor, HeldId(target.id))
    here = actor.at(held.space.id)
    here.require(Permission.FLAG_RESOLVE, held.language)
    standing = Standing(held.state, author=held.author.id)
    text = Missing(held_name(held.id), held.language)
    context = {"held": held, **await beside.shown(request, text)}
    return _Subject("moderation/act_held.html", standing, context, here, held.language)


async def _participant(request: Request[Any], target: Target) -> _Subject:
    actor, house = actor_of(request), runtime(request)
    actor.require(Permission.MEMBER_SANCTION)
    participant_id = ParticipantId(target.id)
    async with house.database.reading() as db:
        found = await queries.participant(db, actor, participant_id)
        about = await queries.member(db, actor, found.member.id, house.clock())
        session, title, language = await queries.session_title(db, participant_id)
    check_reach(actor, found.member.id, about.role)
    muted = found.muted_until is not None and found.muted_until > house.clock()
    standing = Standing(found.state, muted=muted, author=found.member.id)
    context = {"found": found, "muted": muted, "session": (session, title, language)}
    return _Subject("moderation/act_participant.html", standing, context, actor)


async def _request(request: Request[Any], target: Target) -> _Subject:
    actor, participant_id = actor_of(request), ParticipantId(target.id)
    actor.require_somewhere(Permission.FLAG_RESOLVE)
    async with runtime(request).database.reading() as db:
        session = await queries.session_asked_for(db, actor, participant_id)
        here = queries.actor_for(actor, session)
        here.require(Permission.FLAG_RESOLVE, session.language)
        [one] = await accreditation.requests_waiting(db, [participant_id], actor.locale)
    standing = Standing(one.state, author=one.member.id)
    context = {"one": one, "own": one.member.id == actor.member_id}
    given = {**context, **request_words(actor.locale)}
    return _Subject("moderation/act_request.html", standing, given, here, session.language)


async def _text(request: Request[Any], target: Target) -> _Subject:
    actor = actor_of(request)
    actor.require_somewhere(Permission.POST_EDIT_ANY)
    async with runtime(request).database.reading() as db:
        found = await reviews.original(db, actor, target.name)
        here = queries.actor_of_text(actor, found)
        here.require(Permission.POST_EDIT_ANY, found.subject.language)
        made = await translations.every_translation(db, [target.name])
    context = {"original": found, "made": made.get(target.name, ()), "name": target.name}
    standing = Standing(PostState.VISIBLE, author=found.author_id)
    return _Subject("moderation/act_text.html", standing, context, here, found.subject.language)


_FIND: dict[TargetKind, Find] = {
    TargetKind.POST: _post,
    TargetKind.HELD: _held,
    TargetKind.TOPIC: _topic,
    TargetKind.MEMBER: _member,
    TargetKind.PARTICIPANT: _participant,
    TargetKind.REQUEST: _request,
    TargetKind.TEXT: _text,
}


async def ask(request: Request[Any]) -> Response:
    """Show the acts that fit, or the form of the one that the address names."""
    return await _form(request, Form({"act": request.query_params.get("act", "")}), 200)


async def decide(request: Request[Any]) -> Response:
    """Carry out an act, and go to what it was done to."""
    sent = await read_form(request, ActForm)
    target = _target(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.carry_out(unit, sent.value.make(target))
        return RedirectResponse(await _onward(unit, target), 303)

    return await attempt(request, sent, act) or await _form(request, sent.form, 422)


async def _onward(unit: Unit, target: Target) -> str:
    """Where to go then: to what was decided about, if there is anything left of it."""
    if target.kind == TargetKind.POST:
        left = await queries.post_left(unit.db, unit.actor, PostId(target.id))
        return left.url if left is not None else "/moderation"
    if target.kind in {TargetKind.HELD, TargetKind.REQUEST}:
        return "/moderation"
    return path_of(str(target)) or "/"


async def _form(request: Request[Any], form: Form, status: int) -> Response:
    target, locale = _target(request), actor_of(request).locale
    subject = await _FIND[target.kind](request, target)
    offered = [
        act
        for act in fitting(target.kind, subject.standing)
        if subject.here.may(act.needs, subject.language)
    ]
    chosen = next((act for act in offered if act.asks and act.name == form.data.get("act")), None)
    context = {
        **subject.context,
        "acts": acts([act for act in offered if not act.asks], locale),
        "more": acts([act for act in offered if act.asks], locale),
        "chosen": chosen,
        "asks": await fields(request, chosen, subject.standing) if chosen else [],
        "form": form,
    }
    return await page(request, subject.template, context, status=status)


def _target(request: Request[Any]) -> Target:
    [(name, value)] = request.path_params.items()
    if name == "subject":
        return _text_named(value)
    return Target(TargetKind(name.removesuffix("_id")), row_id(value))


def _text_named(name: str) -> Target:
    try:
        target = parse_target(f"{TargetKind.TEXT}:{name}")
    except ValueError as error:
        raise NotFound from error
    row_id(target.id)
    return target


ROUTES = [
    Route("/p/{post_id:int}/moderate", ask),
    Route("/p/{post_id:int}/moderate", decide, methods=["POST"]),
    Route("/held/{held_id:int}/moderate", ask),
    Route("/held/{held_id:int}/moderate", decide, methods=["POST"]),
    Route("/moderation/requests/{request_id:int}", ask),
    Route("/moderation/requests/{request_id:int}", decide, methods=["POST"]),
    Route("/t/{topic_id:int}/moderate", ask),
    Route("/t/{topic_id:int}/moderate", decide, methods=["POST"]),
    Route("/moderation/members/{member_id:int}/moderate", ask),
    Route("/moderation/members/{member_id:int}/moderate", decide, methods=["POST"]),
    Route("/moderation/texts/{subject}", ask),
    Route("/moderation/texts/{subject}", decide, methods=["POST"]),
    Route("/moderation/participants/{participant_id:int}", ask),
    Route("/moderation/participants/{participant_id:int}", decide, methods=["POST"]),
]
