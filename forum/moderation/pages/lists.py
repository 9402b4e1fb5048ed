"""What waits for a decision, and the record of acts."""

from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.core.paging import Page, Window, decode_cursor, encode_cursor
from forum.moderation import queries
from forum.moderation.pages.words import act_name, reason_names, target_name
from forum.moderation.queries import AuditFilter
from forum.moderation.schemas import ActWord, AuditOut, MemberNumber, TargetWord
from forum.runtime import runtime
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.render import page

PER_PAGE = 20


class ListAsked(BaseModel):
    """The part of an address after `?`; names that others add are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    after: str | None = None
    before: str | None = None

    def window(self, shape: tuple[type, ...]) -> Window:
        """The part of the list that is asked for.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        if self.before:
            return Window(PER_PAGE, before=decode_cursor(self.before, shape))
        if self.after:
            return Window(PER_PAGE, after=decode_cursor(self.after, shape))
        return Window(PER_PAGE)


class AuditAsked(ListAsked):
    """Which entries of the record."""

    act: ActWord = ""
    actor: Annotated[MemberNumber | None, BeforeValidator(lambda value: value or None)] = None
    target: TargetWord = ""


async def show_queue(request: Request[Any]) -> Response:
    """Show the posts that members reported."""
    actor = actor_of(request)
    window = query(request, ListAsked).window(queries.CASE_CURSOR)
    async with runtime(request).database.reading() as db:
        found = await queries.cases_page(db, actor, window)
        total = await queries.cases(db, actor)
    context = {
        "flagged": found.items,
        "reasons": reason_names(actor.locale),
        "pager": _pager("/moderation", {}, found),
        "total": total,
    }
    return await page(request, "moderation/queue.html", context)


async def show_audit(request: Request[Any]) -> Response:
    """Show what moderators did."""
    actor = actor_of(request)
    asked = query(request, AuditAsked)
    wanted = AuditFilter(asked.act, asked.actor, asked.target)
    async with runtime(request).database.reading() as db:
        found = await queries.audit_page(db, actor, wanted, asked.window(queries.AUDIT_CURSOR))
        total = await queries.entries(db, wanted)
    filters = {"act": asked.act, "actor": asked.actor, "target": asked.target}
    context = {
        "entries": [_shown(entry, actor.locale) for entry in found.items],
        "pager": _pager("/moderation/audit", filters, found),
        "total": total,
    }
    return await page(request, "moderation/audit.html", context)


def _shown(entry: AuditOut, locale: str) -> dict[str, Any]:
    return {
        **dict(entry),
        "act": act_name(entry.act, locale),
        "target": {"text": target_name(entry.target, locale), "url": entry.url},
        "undone": entry.undone_by is not None,
    }


def _pager(url: str, filters: dict[str, Any], found: Page[Any]) -> dict[str, str | None]:
    chosen = {name: value for name, value in filters.items() if value}

    def at(**extra: str) -> str:
        pairs = {**chosen, **extra}
        return f"{url}?{urlencode(pairs)}" if pairs else url

    return {
        "first": at() if found.previous else None,
        "previous": at(before=encode_cursor(found.previous)) if found.previous else None,
        "next": at(after=encode_cursor(found.next)) if found.next else None,
        "last": None,
    }


ROUTES = [
    Route("/moderation", show_queue, name="moderation"),
    Route("/moderation/audit", show_audit, name="audit"),
]
