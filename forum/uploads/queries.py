"""All SQL of uploads, and the rule of who sees which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, literal, or_
from sqlmodel import case, col, exists, false, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId, UploadId
from forum.core.paging import Page, Window, cut
from forum.core.permissions import Permission
from forum.db.inserting import insert_into
from forum.db.places import held
from forum.discussions.queries import text_readable_by, visible_to
from forum.discussions.tables import HeldPost, Post, PostFile, Topic
from forum.drafts.tables import Draft
from forum.live.accreditation.queries import is_letter, letters_shown_to
from forum.spaces.tables import Space
from forum.text.files import address, markdown
from forum.uploads.kinds import ABOUT, PICTURES
from forum.uploads.names import in_address
from forum.uploads.rules import Used
from forum.uploads.schemas import OwnUpload, UploadOut
from forum.uploads.tables import Upload, UploadFile

_VISITOR = Actor()


@dataclass(frozen=True, slots=True)
class Found:
    """An upload that the actor sees.

    Attributes:
        is_public: whether everybody does.
    """

    upload: Upload
    file: UploadFile
    is_public: bool


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """Whether a post that the actor may read shows an upload, in a query over `Upload`.

    A reference counts where the uploader wrote it: else whoever guesses a number could publish
    what others keep among themselves.
    """
    return exists().where(
        col(PostFile.upload_id) == Upload.id,
        col(PostFile.member_id) == Upload.member_id,
        col(Post.id) == PostFile.post_id,
        col(Topic.id) == Post.topic_id,
        col(Space.id) == Topic.space_id,
        text_readable_by(actor),
        visible_to(actor),
    )


def visible_uploads(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """Which uploads the actor sees at an instant, in a query over `Upload`.

    Own ones, those in posts, and letters of people about whose part in a session they decide.
    """
    own = false() if actor.member_id is None else col(Upload.member_id) == actor.member_id
    own = or_(own, letters_shown_to(actor, at, col(Upload.id), col(Upload.member_id)))
    if not actor.may_somewhere(Permission.FLAG_RESOLVE):
        return or_(own, shown_to(actor))
    decides = held(actor, Permission.FLAG_RESOLVE, HeldPost.space_id, HeldPost.language)
    return or_(own, shown_to(actor), _in_held(decides))


async def upload(db: AsyncSession, actor: Actor, upload_id: UploadId, at: datetime) -> Found:
    """One upload, as the actor sees it at an instant.

    Raises:
        NotFound: there is none, or the actor does not see it.
    """
    query = (
        select(Upload, UploadFile, shown_to(_VISITOR))
        .join(UploadFile, col(UploadFile.digest) == Upload.digest)
        .where(Upload.id == upload_id, visible_uploads(actor, at))
    )
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    return Found(*row)


async def same_upload(
    db: AsyncSession, member_id: MemberId, digest: str, name: str
) -> Upload | None:
    """The newest upload of the same bytes under the same name by the same member."""
    query = (
        select(Upload)
        .where(Upload.member_id == member_id, Upload.digest == digest, Upload.name == name)
        .order_by(col(Upload.id).desc())
        .limit(1)
    )
    return (await db.exec(query)).first()


async def used(db: AsyncSession, member_id: MemberId, since: datetime) -> Used:
    """How much a member has uploaded."""
    recent = col(Upload.created_at) >= since
    query = (
        select(
            func.coalesce(func.sum(case((recent, 1), else_=0)), 0),
            func.coalesce(func.sum(case((recent, col(UploadFile.size)), else_=0)), 0),
            func.coalesce(func.sum(UploadFile.size), 0),
        )
        .select_from(Upload)
        .join(UploadFile, col(UploadFile.digest) == Upload.digest)
        .where(Upload.member_id == member_id)
    )
    files, size, altogether = (await db.exec(query)).one()
    return Used(int(files), int(size), int(altogether))


async def one_at_a_time(db: AsyncSession, member_id: MemberId) -> None:
    """Let a member's uploads wait for each other, so that none passes a limit beside another."""
    await db.exec(select(Member.id).where(Member.id == member_id).with_for_update())


async def add_upload(db: AsyncSession, row: Upload) -> None:
    """Store a new upload, which gets its id."""
    db.add(row)
    await db.flush()


async def touch_file(db: AsyncSession, row: UploadFile) -> None:
    """Say that these bytes are about to be stored, or stored again."""
    statement = insert_into(db, UploadFile).values(row.model_dump())
    await db.exec(
        statement.on_conflict_do_update(
            index_elements=["digest"], set_={"touched_at": statement.excluded.touched_at}
        )
    )


def _in_post() -> ColumnElement[bool]:
    """Whether its uploader wrote an upload into a post that still has a text, or sent it along."""
    in_post = exists().where(
        col(PostFile.upload_id) == Upload.id, col(PostFile.member_id) == Upload.member_id
    )
    return or_(in_post, exists().where(is_letter(col(Upload.id), col(Upload.member_id))))


async def is_used(db: AsyncSession, upload_id: UploadId) -> bool:
    """Whether a post, or a request to take part in a session, of its uploader refers to it."""
    query = select(Upload.id).where(Upload.id == upload_id, _in_post())
    return (await db.exec(query)).first() is not None


CURSOR: tuple[type, ...] = (int,)
"""What a cursor of a member's uploads holds: an upload's number."""


async def uploads_of(db: AsyncSession, member_id: MemberId, window: Window) -> Page[OwnUpload]:
    """One page of what a member has uploaded, the newest first."""
    number = col(Upload.id)
    query = (
        select(Upload, UploadFile, _in_post())
        .join(UploadFile, col(UploadFile.digest) == Upload.digest)
        .where(Upload.member_id == member_id)
    )
    if window.after is not None:
        query = query.where(number < window.after[0])
    elif window.before is not None:
        query = query.where(number > window.before[0])
    order = number.desc() if window.before is None else number
    rows = await db.exec(query.order_by(order).limit(window.limit + 1))
    found = [OwnUpload(upload=upload_out(row, file), in_use=used) for row, file, used in rows]
    return cut(found, window, lambda one: (one.upload.id,))


async def remove_upload(db: AsyncSession, row: Upload) -> None:
    """Remove an upload; its bytes go later."""
    await db.delete(row)


async def forget_unused(db: AsyncSession, before: datetime) -> None:
    """Remove uploads from before a moment which no post, draft or held post refers to."""
    unused = (~_in_post(), ~_in_draft(), ~_in_held())
    await db.exec(delete(Upload).where(col(Upload.created_at) < before, *unused))


def _in_draft() -> ColumnElement[bool]:
    """Whether its uploader keeps a draft that an upload stands in; there are at most a hundred."""
    begin = literal("/u/").concat(cast(col(Upload.id), String)).concat("/")
    return exists().where(
        col(Draft.member_id) == Upload.member_id,
        cast(col(Draft.text), String).contains(begin),
    )


def _in_held(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether it stands in a text of its uploader's that waits for a moderator, or was declined."""
    begin = literal("/u/").concat(cast(col(Upload.id), String)).concat("/")
    return exists().where(
        col(HeldPost.author_id) == Upload.member_id,
        col(HeldPost.source).contains(begin),
        *which,
    )


def _needless(before: datetime) -> ColumnElement[bool]:
    uploaded = exists().where(col(Upload.digest) == UploadFile.digest)
    return (col(UploadFile.touched_at) < before) & ~uploaded


async def needless_files(db: AsyncSession, before: datetime, most: int) -> Sequence[str]:
    """Digests of files that no upload names, and that nobody uploaded since a moment."""
    query = select(UploadFile.digest).where(_needless(before)).limit(most)
    return (await db.exec(query)).all()


async def forget_file(db: AsyncSession, digest: str, before: datetime) -> UploadFile | None:
    """Remove a file's row if it is still needless, and give it: its bytes are to follow.

    Whoever uploads the same waits, on the row, until this transaction ends.
    """
    query = select(UploadFile).where(UploadFile.digest == digest, _needless(before))
    if (row := (await db.exec(query.with_for_update())).first()) is not None:
        await db.delete(row)
        await db.flush()
    return row


def upload_out(row: Upload, file: UploadFile) -> UploadOut:
    """An upload's rows as they go out."""
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    url = address(row.id, in_address(row.name), file.width, file.height)
    return UploadOut(
        id=row.id,
        url=url,
        name=row.name,
        media_type=ABOUT[file.kind].media_type.partition(";")[0],
        size=file.size,
        width=file.width or None,
        height=file.height or None,
        markdown=markdown(row.name, url, picture=file.kind in PICTURES),
        created_at=row.created_at,
    )
