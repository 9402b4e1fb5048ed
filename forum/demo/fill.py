"""Fills an empty database with the demonstration, in one change: all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from forum.accounts import passwords
from forum.accounts import queries as accounts
from forum.core.actor import SYSTEM
from forum.core.ids import PostId
from forum.db.unit import Unit
from forum.demo import queries
from forum.demo.memory import Memory
from forum.demo.people import EVERYBODY, MEMBERS, PASSWORD
from forum.demo.script import PostScript, Script
from forum.demo.stage import Scene, Stage
from forum.discussions.subjects import post_text, topic_subject
from forum.runtime import Runtime


class NotEmpty(Exception):
    """There is something in the database already."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How much was made."""

    members: int
    spaces: int
    topics: int
    posts: int
    translations: int


async def fill(runtime: Runtime, script: Script, report: Callable[[int], None]) -> Filled:
    """Make everything of `script`.

    Args:
        runtime: of the product whose database is empty.
        script: what to make.
        report: told how many posts have been made, after each.

    Raises:
        NotEmpty: there is somebody or something in the database.
    """
    async with runtime.unit(SYSTEM) as unit:
        await accounts.lock_registrations(unit.db)
        if not await queries.is_empty(unit.db):
            raise NotEmpty
        stage, scenes = Stage(unit), [Scene(topic) for topic in script.topics]
        await _set_up(stage, script)
        written: dict[PostId, PostScript] = {}
        for scene, age in in_order(scenes):
            post = scene.next
            written[await stage.perform(scene, age)] = post
            report(len(written))
        translations = await _remember(unit, stage, scenes, written)
    return Filled(len(EVERYBODY), len(script.spaces), len(scenes), len(written), translations)


async def _set_up(stage: Stage, script: Script) -> None:
    password_hash = await passwords.hashed(PASSWORD)
    for person in EVERYBODY:
        await stage.admit(person, password_hash)
    for place, space in enumerate(script.spaces):
        await stage.furnish(space, place)
    await stage.represent()


def in_order(scenes: Sequence[Scene]) -> Sequence[tuple[Scene, timedelta]]:
    """The topic of every post, and how long ago the post is written, the oldest first."""
    acts = [(scene, age) for scene in scenes for age in scene.script.ages()]
    return sorted(acts, key=lambda act: act[1], reverse=True)


async def _remember(
    unit: Unit, stage: Stage, scenes: Sequence[Scene], written: Mapping[PostId, PostScript]
) -> int:
    memory = Memory({person.language: stage.member(person.handle) for person in MEMBERS})
    for scene in scenes:
        title = await topic_subject(unit.db, scene.topic_id)
        assert title is not None  # noqa: S101 (it was just begun, and nobody has hidden it)
        await memory.add(title, scene.script.titles, unit.now)
    for post, space in await queries.posts(unit.db):
        assert post.id is not None  # noqa: S101 (it was read)
        await memory.add(post_text(post, space), written[post.id].others, post.created_at)
    return await memory.store(unit)
