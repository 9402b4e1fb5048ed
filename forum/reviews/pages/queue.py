"""The reviewers' queue, and one proposal to decide about."""

from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from forum.core.actor import Actor
from forum.core.paging import Window, window_at
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions.schemas import OptionalLanguage
from forum.reviews import actions, queries, reading
from forum.reviews.queries import ProposalFilter
from forum.reviews.schemas import Decision
from forum.runtime import runtime
from forum.text.excerpt import excerpt
from forum.text.markdown import render
from forum.web.forms import Form, attempt, read_form
from forum.web.identity import actor_of
from forum.web.inputs import query, row_id, validate
from forum.web.pager import pager
from forum.web.render import page
from forum.web.shapes import Input, QueryString

URL = "/translate"
PER_PAGE = 20
_SHOWN = 200
"""Characters of a proposal in the list."""
View = Literal["waiting", "mine", "decided"]


class QueueAsked(QueryString):
    """The part of the address after `?`."""

    language: OptionalLanguage = None
    view: View = "waiting"
    after: str | None = None
    before: str | None = None

    @property
    def window(self) -> Window:
        """The part of the list that is asked for."""
        return window_at(PER_PAGE, queries.CURSOR, after=self.after, before=self.before)

    def wanted(self, actor: Actor) -> ProposalFilter:
        """What is looked for: unless they choose, reviewers get what they know well."""
        if self.view == "waiting":
            return ProposalFilter(self.language, known=() if self.language else actor.writes)
        is_mine = self.view == "mine"
        return ProposalFilter(self.language, state=None, mine=is_mine, decided=not is_mine)


class DecisionForm(Input):
    """What the page of a proposal sends."""

    outcome: Literal["approve", "decline", "undo", "withdraw"]
    body: str = ""
    version: int | None = None
    reason: str = ""


async def show_queue(request: Request[Any]) -> Response:
    """Show what waits for this reviewer, or what the reader proposed."""
    actor, asked = actor_of(request), query(request, QueueAsked)
    actor.require(Permission.TRANSLATION_CORRECT)
    async with runtime(request).database.reading() as db:
        found = await queries.proposals(db, actor, asked.wanted(actor), asked.window)
        waiting = await queries.waiting(db, actor)
    chosen = {"language": asked.language or "", "view": asked.view}
    context = {
        "proposals": [(one, excerpt(one.text or one.note, _SHOWN)) for one in found.items],
        "waiting": [one for one in waiting if not actor.writes or one[0] in actor.writes],
        "chosen": chosen,
        "pager": pager(URL, chosen, found),
        "reviews": actor.may_somewhere(Permission.TRANSLATION_REVIEW),
    }
    return await page(request, "reviews/queue.html", context)


async def show_proposal(request: Request[Any]) -> Response:
    """Show one proposal, to be decided about."""
    return await _proposal(request, Form(), 200)


async def decide(request: Request[Any]) -> Response:
    """Do what the reviewer decided, and show the proposal again."""
    sent, number = await read_form(request, DecisionForm), _number(request)

    async def act(unit: Unit) -> Response:
        assert sent.value is not None  # noqa: S101 (`attempt` has looked)
        await _decide(unit, number, sent.value)
        return RedirectResponse(f"{URL}/{number}", 303)

    return await attempt(request, sent, act) or await _proposal(request, sent.form, 422)


async def _decide(unit: Unit, number: int, said: DecisionForm) -> None:
    if said.outcome == "undo":
        await actions.undo(unit, number)
    elif said.outcome == "withdraw":
        await actions.withdraw(unit, number)
    else:
        said_of_it: dict[str, object] = {"outcome": said.outcome, "reason": said.reason}
        if said.outcome == "approve":
            said_of_it |= {"body": said.body or None, "version": said.version}
        await actions.decide(unit, number, validate(Decision, said_of_it))


async def _proposal(request: Request[Any], form: Form, status: int) -> Response:
    actor = actor_of(request)
    actor.require(Permission.TRANSLATION_CORRECT)
    async with runtime(request).database.reading() as db:
        found = await reading.whole(db, actor, _number(request))
    form.data = {"body": found.text, "version": found.about.version} | form.data
    context = {
        "proposal": found,
        "original_html": render(found.original).html if found.markdown else "",
        "form": form,
        "mine": found.author.id == actor.member_id,
        "reviews": actor.may_somewhere(Permission.TRANSLATION_REVIEW),
    }
    return await page(request, "reviews/proposal.html", context, status=status)


def _number(request: Request[Any]) -> int:
    return row_id(request.path_params["proposal_id"])


ROUTES = [
    Route(URL, show_queue, name="reviews"),
    Route(f"{URL}/{{proposal_id:int}}", show_proposal, name="proposal"),
    Route(f"{URL}/{{proposal_id:int}}", decide, methods=["POST"]),
]
