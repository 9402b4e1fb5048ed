"""The record as a file that other programs read, sent while it is being read."""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from starlette.responses import StreamingResponse

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.db.engine import Database
from forum.moderation import queries
from forum.moderation.queries import AuditFilter
from forum.moderation.schemas import AuditOut
from forum.moderation.tables import AuditLink


class Format(StrEnum):
    """How the file is written."""

    JSONL = "jsonl"
    CSV = "csv"


COLUMNS = (
    "number",
    "hash",
    "id",
    "made_at",
    "actor_id",
    "actor",
    "act",
    "target",
    "reason",
    "details",
    "undoes",
)


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    head: str
    line: Callable[[Mapping[str, Any]], str]


def export(
    database: Database, actor: Actor, wanted: AuditFilter, form: Format
) -> StreamingResponse:
    """Send the entries that are wanted, the oldest first, each with its place in the chain.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not read the record.
    """
    actor.require(Permission.AUDIT_READ)
    kind = _KINDS[form]
    headers = {
        "content-disposition": f'attachment; filename="audit.{form}"',
        "cache-control": "no-store",
    }
    pieces = _pieces(database, actor, wanted, kind)
    return StreamingResponse(pieces, headers=headers, media_type=kind.media_type)


async def _pieces(
    database: Database, actor: Actor, wanted: AuditFilter, kind: _Kind
) -> AsyncIterator[str]:
    yield kind.head
    after = 0
    while True:
        # A reading of its own for each piece: a slow reader holds no connection meanwhile.
        async with database.reading() as db:
            found = await queries.entries_after(db, actor, wanted, after)
        if not found:
            return
        yield "".join(kind.line(_row(entry, link)) for entry, link in found)
        after = found[-1][1].number


def _row(entry: AuditOut, link: AuditLink) -> Mapping[str, Any]:
    return {
        "number": link.number,
        "hash": link.hash,
        "id": entry.id,
        "made_at": entry.made_at.isoformat(),
        "actor_id": entry.actor.id,
        "actor": entry.actor.handle,
        "act": entry.act,
        "target": entry.target,
        "reason": entry.reason,
        "details": entry.details,
        "undoes": entry.undoes,
    }


def _json_line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _csv_line(row: Mapping[str, Any]) -> str:
    details = json.dumps(row["details"], ensure_ascii=False, separators=(",", ":"))
    return _csv([_harmless(value) for value in ({**row, "details": details}).values()])


def _csv(cells: Sequence[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _harmless(cell: Any) -> Any:
    # A spreadsheet takes such a text for a formula (OWASP, CSV injection).
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


_KINDS: Mapping[Format, _Kind] = {
    Format.JSONL: _Kind("application/jsonl", "", _json_line),
    Format.CSV: _Kind("text/csv; charset=utf-8", _csv(COLUMNS), _csv_line),
}
