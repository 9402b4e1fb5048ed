"""Lists of moderation, and the record of acts."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from forum.accounts import queries as members
from forum.accounts.schemas import MemberOut
from forum.core.ids import MemberId
from forum.core.paging import Window, window_at
from forum.moderation import queries
from forum.moderation.acts import is_undoable
from forum.moderation.exporting import Format, export
from forum.moderation.pages.words import act_name, act_names, target_name
from forum.moderation.queries import AuditFilter
from forum.moderation.schemas import ActWord, AuditOut, Day, MemberNumber, TargetWord
from forum.runtime import runtime
from forum.web.fields import Line
from forum.web.identity import actor_of
from forum.web.inputs import query
from forum.web.pager import pager
from forum.web.render import page
from forum.web.shapes import QueryString

PER_PAGE = 20
EXPORT = "/moderation/audit/export"


class ListAsked(QueryString):
    """The part of an address after `?`; names that others add are passed over."""

    after: str | None = None
    before: str | None = None

    def window(self, shape: tuple[type, ...]) -> Window:
        """The part of the list that is asked for.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        return window_at(PER_PAGE, shape, after=self.after, before=self.before)


class AuditAsked(ListAsked):
    """Which entries of the record."""

    act: ActWord = ""
    actor: Annotated[MemberNumber | None, BeforeValidator(lambda value: value or None)] = None
    who: Annotated[str, Line(0, 60)] = ""
    target: TargetWord = ""
    since: Day = None
    until: Day = None
    format: Format = Format.JSONL

    def filter(self, zone: str) -> AuditFilter:
        """The same for queries; days are those of the reader's time zone."""
        return AuditFilter(
            act=self.act,
            actor=self.actor,
            handle=self.who.removeprefix("@").casefold(),
            target=self.target,
            since=_start(self.since, zone),
            until=_start(self.until and self.until + timedelta(days=1), zone),
        )

    def chosen(self) -> dict[str, Any]:
        """What stands in the form."""
        return self.model_dump(
            mode="json", include={"act", "actor", "who", "target", "since", "until"}
        )


def _start(day: date | None, zone: str) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), ZoneInfo(zone))


async def show_audit(request: Request[Any]) -> Response:
    """Show what moderators did."""
    actor = actor_of(request)
    asked = query(request, AuditAsked)
    wanted = asked.filter(actor.zone)
    async with runtime(request).database.reading() as db:
        found = await queries.audit_page(db, actor, wanted, asked.window(queries.AUDIT_CURSOR))
        total = await queries.entries(db, wanted)
        named = await members.authors(db, set(map(_member_named, found.items)) - {0})
    filters = asked.chosen()
    context = {
        "entries": [
            shown(entry, actor.locale, named.get(_member_named(entry))) for entry in found.items
        ],
        "acts": act_names(actor.locale),
        "asked": filters,
        "exports": {form.value: _address(EXPORT, filters | {"format": form}) for form in Format},
        "pager": pager("/moderation/audit", filters, found),
        "total": min(total, queries.ENTRIES_COUNTED),
        "more": total > queries.ENTRIES_COUNTED,
    }
    return await page(request, "moderation/audit.html", context)


async def export_audit(request: Request[Any]) -> Response:
    """Send what the page shows, as a file."""
    actor = actor_of(request)
    asked = query(request, AuditAsked)
    return export(runtime(request).database, actor, asked.filter(actor.zone), asked.format)


def _member_named(entry: AuditOut) -> MemberId:
    found = entry.details.get("member_id")
    return MemberId(found if isinstance(found, int) else 0)


def shown(entry: AuditOut, locale: str, member: MemberOut | None = None) -> dict[str, Any]:
    """An entry of the record as templates show it."""
    return {
        **dict(entry),
        "act": act_name(entry.act, locale),
        "target": {"text": target_name(entry.target, locale), "url": entry.url},
        "undone": entry.undone_by is not None,
        "undoable": entry.undone_by is None and is_undoable(entry.act, entry.target),
        "member": member,
    }


def _address(url: str, filters: dict[str, Any]) -> str:
    chosen = {name: value for name, value in filters.items() if value}
    return f"{url}?{urlencode(chosen)}" if chosen else url


ROUTES = [
    Route("/moderation/audit", show_audit, name="audit"),
    Route(EXPORT, export_audit, name="audit_export"),
]
