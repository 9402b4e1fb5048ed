"""A member's drafts, and where each belongs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.ids import PostId, TopicId
from forum.core.paging import Window
from forum.db.unit import Unit
from forum.discussions import queries
from forum.discussions.schemas import TopicOut
from forum.drafts import actions
from forum.drafts import queries as drafts
from forum.drafts.rules import KEPT, Place, PlaceKind, place_of
from forum.drafts.schemas import DraftOut
from forum.runtime import runtime
from forum.spaces import queries as spaces
from forum.spaces.schemas import SpaceOut
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.render import page
from forum.web.shapes import Input
from i18n.segment import truncate

_ABOUT_POSTS = frozenset({PlaceKind.POST, PlaceKind.EDIT})
HELD_SHOWN = 50
"""Texts that wait for a moderator, of which more are listed by programs only."""
_SHOWN = 240
"""Characters of a draft in the list."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list.

    Attributes:
        begins: how its text begins.
        topic, space: what it belongs to, as far as the member still sees it.
    """

    draft: DraftOut
    kind: PlaceKind
    begins: str
    topic: TopicOut | None
    space: SpaceOut | None


class Discarding(Input):
    """The draft to be deleted."""

    place: str


async def list_drafts(request: Request[Any]) -> Response:
    """Show all drafts, the last saved first."""
    return await _list(request, Form(), 200)


async def _list(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    async with runtime(request).database.reading() as db:
        found = await drafts.drafts(db, actor.require_member())
        places = [place_of(one.place) for one in found]
        numbers = [PostId(one.number) for one in places if one.kind in _ABOUT_POSTS]
        above = await queries.topics_of_posts(db, numbers)
        ids = [_topic_id(place, above) for place in places]
        topics = await queries.topics_by_id(db, actor, set(ids))
        held = await queries.held_by(db, actor, Window(limit=HELD_SHOWN))
        named = {one.slug: one for one in await spaces.spaces(db, actor)}
    rows = [
        DraftRow(
            draft=draft,
            kind=place.kind,
            begins=truncate(draft.text.body, _SHOWN),
            topic=topics.get(topic_id),
            space=named.get(place.name),
        )
        for draft, place, topic_id in zip(found, places, ids, strict=True)
    ]
    context = {"drafts": rows, "held": held.items, "days": KEPT.days, "form": form}
    return await page(request, "discussions/drafts.html", context, status=status)


def _topic_id(place: Place, above: Mapping[PostId, TopicId]) -> TopicId:
    """The topic that a place belongs to; 0 for a space, and where there is none any more."""
    if place.kind == PlaceKind.TOPIC:
        return TopicId(place.number)
    return above.get(PostId(place.number), TopicId(0))


async def discard(request: Request[Any]) -> Response:
    """Delete a draft and go back to the others."""
    sent = await read_form(request, Discarding)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await actions.discard_draft(unit, place_of(sent.value.place))
        return RedirectResponse("/drafts", 303)

    return await attempt(request, sent, act) or await _list(request, sent.form, 422)


ROUTES = [
    Route("/drafts", list_drafts),
    Route("/drafts/discard", discard, methods=["POST"]),
]
