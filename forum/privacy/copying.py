"""A copy of what is held of a member: a ZIP archive of JSON, and of the files they uploaded."""

import asyncio
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import MemberId
from forum.db.holdings import Holding, rows_of
from forum.privacy import queries
from forum.uploads.keys import key
from forum.uploads.store import Store


@dataclass(frozen=True, slots=True)
class Copying:
    """What a copy is made from.

    Attributes:
        holdings: of all features.
        store: where uploaded files are.
    """

    holdings: Sequence[Holding]
    store: Store

    async def write(self, db: AsyncSession, member_id: MemberId, file: IO[bytes]) -> None:
        """Write the archive; memory holds some rows, or a piece of a file, at a time."""
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for holding in self.holdings:
                if holding.name:
                    await _write_rows(archive, db, holding, member_id)
            async for upload in queries.uploads_of(db, member_id):
                await self._write_file(archive, f"uploads/{upload.id}-{upload.name}", upload.digest)

    async def _write_file(self, archive: zipfile.ZipFile, name: str, digest: str) -> None:
        try:
            opened = await self.store.open(key(digest))
        except FileNotFoundError:  # it was removed meanwhile
            return
        about = zipfile.ZipInfo(name)  # stored as it is: pictures and archives do not shrink
        with archive.open(about, "w", force_zip64=True) as entry:
            async for piece in opened.pieces:
                await asyncio.to_thread(entry.write, piece)


async def _write_rows(
    archive: zipfile.ZipFile, db: AsyncSession, holding: Holding, member_id: MemberId
) -> None:
    with archive.open(f"{holding.name}.json", "w", force_zip64=True) as entry:
        between = b"[\n"
        async for rows in rows_of(db, holding, member_id):
            await asyncio.to_thread(entry.write, between + b",\n".join(map(_json, rows)))
            between = b",\n"
        entry.write(b"[]\n" if between == b"[\n" else b"\n]\n")


def _json(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, default=_text).encode()


def _text(value: Any) -> str:
    """Times, in the form of RFC 3339."""
    written: str = value.isoformat()
    return written
