"""The form for a new decision: lists as lines of text, times as the writer's clocks show them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.errors import N_, Fault, InvalidInput
from forum.core.local import instant_of
from forum.db.unit import Unit
from forum.decisions import words
from forum.decisions.entering import place_for, proposed
from forum.decisions.majorities import TieRule
from forum.decisions.pages.showing import home_of
from forum.decisions.rules import Method, VoterKind
from forum.decisions.schemas import DecisionDraft, Title
from forum.decisions.venues import Venue
from forum.runtime import runtime
from forum.web.choices import language_choices
from forum.web.fields import LanguageTag, Text, blank_is_none
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import validate
from forum.web.render import page
from forum.web.shapes import Input

Lines = Annotated[str, Text(0, 60_000)]
"""Several things, one in each line."""
BASIC = {"title", "text", "language", "method", "voters", "majority", "base", "quorum", "tie"}
PAIRS = ("weights", "populations", "proxies")
LISTS = ("options", "electors", "sponsors")


class NewForm(Input):
    """What a page lets somebody say about a decision; see `DecisionDraft`."""

    title: Title
    text: Annotated[str, Text(0, 20_000)] = ""
    language: LanguageTag
    method: Method
    options: Lines = ""
    voters: VoterKind = VoterKind.DELEGATIONS
    electors: Lines = ""
    weights: Lines = ""
    populations: Lines = ""
    proxies: Lines = ""
    sponsors: Lines = ""
    members: Annotated[int | None, Field(ge=0), BeforeValidator(blank_is_none)] = None
    majority: Literal["", "simple", "two_thirds", "qualified"] = ""
    base: Literal["", "present_and_voting", "valid", "entitled", "members"] = ""
    quorum: Literal["", "none", "one_third", "majority"] = ""
    tie: Literal["", "rejected", "chair_casts", "second_vote"] = ""
    deadline: Annotated[datetime | None, BeforeValidator(blank_is_none)] = None
    is_open: bool = False


def draft_of(form: NewForm, zone: str) -> DecisionDraft:
    """The draft that a form makes, its deadline by clocks in `zone`.

    Raises:
        InvalidInput: a line is not what its field takes, or the draft does not fit.
        NoSuchLocalTime: clocks never show the deadline.
    """
    values: dict[str, object] = form.model_dump(include=BASIC)
    for name in LISTS:
        values[name] = lines(getattr(form, name))
    for name in PAIRS:
        values[name] = pairs(name, getattr(form, name))
    values |= {"members": form.members or 0, "is_open": form.is_open}
    if form.deadline is not None:
        values["deadline"] = instant_of(form.deadline.replace(tzinfo=None), zone)
    return validate(DecisionDraft, values)


def lines(text: str) -> Sequence[str]:
    """What stands in each line that is not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def pairs(field: str, text: str) -> Mapping[str, str]:
    """What stands before and after the colon of each line.

    Raises:
        InvalidInput: a line has none, or two begin alike.
    """
    found: dict[str, str] = {}
    for line in lines(text):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not (name and colon and value) or name in found:
            wrong = N_("Write each line as in the example; each begins with another name.")
            raise InvalidInput([Fault(field, wrong)])
        found[name] = value
    return found


async def ask(request: Request[Any], place: str) -> Response:
    """Show the form for a new decision in a place."""
    locale = actor_of(request).locale
    return await _form(request, place, Form({"language": locale, "voters": "delegations"}), 200)


async def make(request: Request[Any], place: str) -> Response:
    """Propose a decision in a place, and go to it."""
    actor_of(request).require_member()
    sent = await read_form(request, NewForm)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        row = await proposed(request, unit, place, draft_of(sent.value, unit.actor.zone))
        return RedirectResponse(f"/polls/{row.id}", 303)

    return await attempt(request, sent, act) or await _form(request, place, sent.form, 422)


async def _form(request: Request[Any], place: str, form: Form, status: int) -> Response:
    actor, resources = actor_of(request), runtime(request)
    actor.require_member()
    async with resources.database.reading() as db:
        venue = await place_for(request, db, place, (actor, resources.clock()))
    venue.check_leading()
    context = {"form": form, "home": home_of(venue), **_offered(venue, actor.locale)}
    context |= {"languages": language_choices(actor.reads), "zone": actor.zone}
    return await page(request, "polls/new.html", context, status=status)


def _offered(venue: Venue, locale: str) -> dict[str, object]:
    ties = [(one.value, words.TIES[one]) for one in TieRule]
    return {
        "venue": venue,
        "methods": words.method_choices(venue.body.methods, locale),
        "voters": words.choices(words.VOTERS.items(), locale),
        "majorities": words.choices(words.MAJORITY_CHOICES, locale),
        "bases": words.choices(words.BASE_CHOICES.items(), locale),
        "quorums": words.choices(words.QUORUM_CHOICES, locale),
        "ties": words.choices(ties, locale),
    }


async def ask_in_space(request: Request[Any]) -> Response:
    """Show the form for a new decision in a space."""
    return await ask(request, f"space:{request.path_params['slug']}")


async def make_in_space(request: Request[Any]) -> Response:
    """Propose a decision in a space."""
    return await make(request, f"space:{request.path_params['slug']}")


ROUTES = [
    Route("/s/{slug}/polls/new", ask_in_space, name="new_space_poll"),
    Route("/s/{slug}/polls/new", make_in_space, methods=["POST"]),
]
