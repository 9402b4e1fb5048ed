"""Reactions to posts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.ids import MemberId, PostId
from forum.db.inserting import insert_into
from forum.discussions.queries.rows import check_in_sight, visible_to
from forum.discussions.rules import Kind, ReactionName
from forum.discussions.tables import Post, Reaction, Topic
from forum.spaces.tables import Space


async def post_to_react(db: AsyncSession, actor: Actor, post_id: PostId) -> tuple[Post, Kind]:
    """Load and lock a post alone, so that replies to its topic need not wait.

    Raises:
        NotFound: there is none, or the actor does not see its topic, or it is hidden from them.
    """
    query = (
        select(Post, Topic.kind, Topic.space_id)
        .join(Topic, col(Topic.id) == Post.topic_id)
        .join(Space, col(Space.id) == Topic.space_id)
        .where(Post.id == post_id, visible_to(actor))
        .with_for_update(of=Post)
    )
    if (row := (await db.exec(query)).first()) is None:
        raise NotFound
    post, kind, space_id = row
    check_in_sight(actor, post, space_id)
    return post, Kind(kind)


async def add_reaction(
    db: AsyncSession, post_id: PostId, member_id: MemberId, name: ReactionName, now: datetime
) -> None:
    """Store a reaction; what is there already stays."""
    row = {"post_id": post_id, "member_id": member_id, "name": name, "made_at": now}
    await db.exec(insert_into(db, Reaction).values(row).on_conflict_do_nothing())


async def remove_reaction(
    db: AsyncSession, post_id: PostId, member_id: MemberId, name: ReactionName
) -> None:
    """Take a reaction back, if it is there."""
    await db.exec(
        delete(Reaction).where(
            col(Reaction.post_id) == post_id,
            col(Reaction.member_id) == member_id,
            col(Reaction.name) == name,
        )
    )


async def reaction_sums(db: AsyncSession, post_id: PostId) -> dict[str, int]:
    """How many members gave a post each reaction, in the order of `ReactionName`."""
    query = select(Reaction.name, func.count()).where(Reaction.post_id == post_id)
    found = dict((await db.exec(query.group_by(col(Reaction.name)))).all())
    return {name.value: found[name] for name in ReactionName if name in found}


async def reactions_of(
    db: AsyncSession, member_id: MemberId, posts: Sequence[int]
) -> Mapping[int, Sequence[ReactionName]]:
    """Which reactions a member gave to each of some posts, in the order of `ReactionName`."""
    query = select(Reaction.post_id, Reaction.name).where(
        col(Reaction.post_id).in_(posts), Reaction.member_id == member_id
    )
    found: defaultdict[int, set[ReactionName]] = defaultdict(set)
    for post_id, name in await db.exec(query):
        found[post_id].add(ReactionName(name))
    return {post: [one for one in ReactionName if one in names] for post, names in found.items()}
