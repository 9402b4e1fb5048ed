"""A situation as rows of a forum."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel, select

from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.accounts.tables import Member, Sanction
from forum.core.actor import SYSTEM, Actor
from forum.core.permissions import Permission, Role
from forum.db.unit import Unit
from forum.discussions.rules import child_path
from forum.discussions.tables import Post, Topic
from forum.roles.tables import NamedRole, RoleGrant
from forum.runtime import Runtime
from forum.search.actions import index
from forum.spaces.tables import Space, SpaceMember
from forum.translations.rules import Status
from forum.translations.tables import Translation
from tests.factories import NOON
from tests.forum.visibility.situations import ELSEWHERE, HERE, Reader, Situation

HIDES, OTHERS = "hides", "others"
"""Roles: one that may hide posts, one that may do something else."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A situation that is there.

    Attributes:
        mark: begins every word by which its texts are told apart from all others.
        headers: of the reader's program; empty for a visitor.
    """

    situation: Situation
    mark: str
    topic: Any
    posts: Sequence[Any]
    headers: Mapping[str, str]
    member: Member

    def told(self, text: str, kind: str = "p") -> set[int]:
        """Which posts a text tells, by their place; of kind `d`, which in German."""
        return {int(at) for at in re.findall(rf"\b{self.mark}{kind}(\d)x\b", text)}


async def found(runtime: Runtime) -> None:
    given = {HIDES: [Permission.POST_HIDE], OTHERS: [Permission.SPACE_ADMIT]}
    async with runtime.unit(SYSTEM) as unit:
        for word, permissions in given.items():
            unit.db.add(NamedRole(word=word, name=word, permissions=permissions, made_at=NOON))
        unit.db.add(Space(slug=ELSEWHERE, name="Elsewhere", language="en", created_at=NOON))


async def stage(runtime: Runtime, situation: Situation, mark: str, author: Actor) -> Staged:
    """Store it as rows: what they went through before makes no difference to who sees them."""
    async with runtime.unit(SYSTEM) as unit:
        access = situation.access
        space = Space(slug=mark, name="Space", language="en", access=access, created_at=NOON)
        member = _member(mark, situation.reader.role or Role.MEMBER)
        await _add(unit, space, member)
        headers = {}
        if situation.reader.role is not None:
            headers = await _let_in(unit, situation.reader, member.id, space.id)
        topic = await _topic(unit, situation, mark, author, space.id)
        posts = await _posts(unit, situation, mark, topic, (member.id, author.member_id))
    await index(runtime, [f"thread:{topic.id}"])
    return Staged(situation, mark, topic.id, [post.id for post in posts], headers, member)


async def _add(unit: Unit, *rows: SQLModel) -> None:
    unit.db.add_all(rows)
    await unit.db.flush()


def _member(mark: str, role: Role) -> Member:
    email = f"{mark}@example.org"
    return Member(
        handle=mark, email=email, email_key=email, email_verified_at=NOON, name=mark, role=role,
        created_at=NOON, languages=["de", "en"],
    )  # fmt: skip


async def _let_in(unit: Unit, reader: Reader, member: Any, space: Any) -> dict[str, str]:
    """Give a reader what they have; the headers of their program."""
    if reader.belongs:
        unit.db.add(SpaceMember(space_id=space, member_id=member, added_at=NOON))
    if reader.silenced:
        unit.db.add(
            Sanction(member_id=member, by_id=member, kind="silence", reason="", made_at=NOON)
        )
    elsewhere = (await unit.db.exec(select(Space.id).where(Space.slug == ELSEWHERE))).one()
    places = {"": None, HERE: space, ELSEWHERE: elsewhere}
    for one in reader.given:
        role, place = HIDES if one.hides else OTHERS, places[one.place]
        unit.db.add(
            RoleGrant(
                member_id=member, role=role, space_id=place, place=place or 0,
                language=one.language, granted_at=NOON,
            )
        )  # fmt: skip
    draft = TokenDraft(name="program", scopes=list(reader.scopes))
    return {"authorization": f"Bearer {(await add_token(unit, member, draft))[1]}"}


async def _topic(unit: Unit, one: Situation, mark: str, author: Actor, space: Any) -> Topic:
    topic = Topic(
        space_id=space, author_id=author.require_member(), state=one.state, title=f"About {mark}tx",
        language=one.language, created_at=NOON, last_post_at=NOON, last_number=len(one.posts),
        branches=1, languages=["en", "th"],
    )  # fmt: skip
    await _add(unit, topic)
    return topic


async def _posts(
    unit: Unit, one: Situation, mark: str, topic: Topic, authors: tuple[Any, Any]
) -> Sequence[Post]:
    """Its posts, each of which replies to the one before, and their translations."""
    posts: list[Post] = []
    path = b""
    for at, text in enumerate(one.posts):
        path = child_path(path if at > 1 else b"", 1 if at != 1 else 2)
        said = f"It says {mark}p{at}x, {mark}all."
        post = Post(
            topic_id=topic.id, parent_id=posts[-1].id if at > 1 else None, number=at + 1,
            path=path, depth=max(0, at - 1), children=int(0 < at < len(one.posts) - 1),
            author_id=authors[0 if text.own else 1], state=text.state, source=said,
            html=f"<p>{said}</p>", renderer=1, language=text.language, created_at=NOON,
        )  # fmt: skip
        await _add(unit, post)
        posts.append(post)
        made = f"Das sagt {mark}d{at}x."
        unit.db.add(
            Translation(
                subject=f"post:{post.id}", language="de", source=post.language, source_version=1,
                status=Status.HUMAN, text=made, html=f"<p>{made}</p>", made_at=NOON,
            )
        )  # fmt: skip
    return posts
