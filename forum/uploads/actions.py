"""What members do with files. An action checks and changes; its caller commits."""

from forum.core.errors import Forbidden
from forum.core.ids import UploadId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.uploads import queries
from forum.uploads.rules import DAY, UploadInUse, check_quota
from forum.uploads.schemas import UploadOut
from forum.uploads.tables import Upload, UploadFile


async def add_upload(unit: Unit, file: UploadFile, name: str) -> UploadOut:
    """Give a stored file an address; the same file by the same member keeps the one it has.

    Raises:
        UploadQuotaReached: the member has uploaded enough.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    member = unit.actor.require(Permission.UPLOAD_ADD)
    await queries.one_at_a_time(unit.db, member)
    if (known := await queries.same_upload(unit.db, member, file.digest, name)) is not None:
        known.created_at = unit.now
        return queries.upload_out(known, file)
    check_quota(await queries.used(unit.db, member, unit.now - DAY), file.size)
    row = Upload(member_id=member, digest=file.digest, name=name, created_at=unit.now)
    await queries.add_upload(unit.db, row)
    return queries.upload_out(row, file)


async def remove_upload(unit: Unit, upload_id: UploadId) -> None:
    """Remove an upload of one's own that no post shows.

    Raises:
        NotFound: there is none for this actor.
        UploadInUse: a post of the member shows it.
        SignInRequired, Forbidden, ScopeTooNarrow: it is not the actor's.
    """
    member = unit.actor.require(Permission.UPLOAD_ADD)
    found = await queries.upload(unit.db, unit.actor, upload_id, unit.now)
    if found.upload.member_id != member:
        raise Forbidden
    if await queries.is_used(unit.db, upload_id):
        raise UploadInUse
    await queries.remove_upload(unit.db, found.upload)
