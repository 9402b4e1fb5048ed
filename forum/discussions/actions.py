"""What people do in discussions. An action checks, changes, announces; its caller commits."""

from forum.core.errors import EditedMeanwhile
from forum.core.ids import MemberId, PostId, TopicId
from forum.db.unit import Unit
from forum.discussions import accepting, cards, queries, rules
from forum.discussions.adding import drop_draft, reply, start_topic
from forum.discussions.events import (
    POST_EDITED,
    POST_GONE,
    PostDeleted,
    PostEdited,
    PostHidden,
    PostRestored,
    TopicChanged,
    TopicHidden,
)
from forum.discussions.rules import PostGone, PostState
from forum.discussions.schemas import PostChange, TopicChange
from forum.discussions.tables import Post, PostRevision, Topic
from forum.discussions.wording import check_change
from forum.discussions.writing import Written, write
from forum.drafts.rules import Place, PlaceKind
from forum.spaces.tables import Space
from forum.text.plain import html_text
from forum.translations import actions as translations

__all__ = [
    "change_topic",
    "delete_post",
    "edit_post",
    "hide_post",
    "reply",
    "restore_post",
    "say_language",
    "set_pinned",
    "set_state",
    "start_topic",
]


async def edit_post(unit: Unit, post_id: PostId, change: PostChange) -> None:
    """Give a post another text; the old one becomes a revision, its translations are outdated.

    Raises:
        NotFound: there is no such post for this actor.
        EditedMeanwhile: the text was made from a version that is no longer the newest.
        PostGone, TopicLocked, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
        UnderApproval: what the actor writes waits for a moderator.
        WordRefused: a word stands in it that the space does not take.
    """
    rules.check_change(unit.actor)
    written = await write(change.body, change.language, unit.actor)
    post, topic, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    editor = _check_edit(unit, topic, post)
    if change.version not in (None, post.version):
        raise EditedMeanwhile
    await check_change(unit, topic.space_id, html_text(written.html), written.language)
    await drop_draft(unit, Place(PlaceKind.EDIT, str(post_id)), change.draft)
    if (written.source, written.language) == (post.source, post.language):
        return
    await queries.add_files(unit.db, post_id, editor, written.files)
    await _rewrite(unit, post, space, written, editor)


async def say_language(unit: Unit, post_id: PostId, language: str) -> None:
    """Mark a post as written in another language. Not checked here: only reviews call it.

    Raises:
        NotFound: there is no such post for this actor.
    """
    post, _, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    written = await write(post.source, language, unit.actor)
    await _rewrite(unit, post, space, written, unit.actor.require_member())


async def _rewrite(
    unit: Unit, post: Post, space: Space, written: Written, editor: MemberId
) -> None:
    """Give a post another text or language: its translations are outdated."""
    post_id = PostId(post.id or 0)
    queries.add_revision(unit.db, _revision(post))
    post.source, post.html, post.renderer = written.source, written.html, written.renderer
    post.language = written.language
    post.version += 1
    post.editor_id = editor
    post.edited_at = unit.now
    into = [tag for tag in space.translated_into if tag != post.language]
    await translations.outdate(unit, f"post:{post_id}", into=into)
    unit.emit(PostEdited(post.topic_id, space.slug, post_id))
    unit.later(POST_EDITED, post_id=post_id)


def _check_edit(unit: Unit, topic: Topic, post: Post) -> MemberId:
    here = unit.actor.at(topic.space_id)
    return rules.check_edit(here, post.author_id, topic.state, post.state, post.language)


def _revision(post: Post) -> PostRevision:
    assert post.id is not None  # noqa: S101 (it was read)
    return PostRevision(
        post_id=post.id,
        version=post.version,
        editor_id=post.editor_id or post.author_id,
        source=post.source,
        html=post.html,
        language=post.language,
        made_at=post.edited_at or post.created_at,
    )


async def delete_post(unit: Unit, post_id: PostId) -> None:
    """Remove a post's text, its revisions and its translations for good; its place may stay.

    Raises:
        NotFound: there is no such post for this actor.
        PostGone, TopicLocked, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    post, topic, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    _check_edit(unit, topic, post)
    post.state = PostState.DELETED
    post.source = post.html = ""
    await queries.forget_revisions(unit.db, post_id)
    await queries.forget_files(unit.db, post_id)
    await translations.forget(unit, f"post:{post_id}")
    await accepting.leave(unit, topic, post, space.slug)
    await queries.recount(unit.db, topic)
    unit.emit(PostDeleted(post.topic_id, space.slug, post_id))
    unit.later(POST_GONE, post_id=post_id)


async def hide_post(unit: Unit, post_id: PostId, reason: str) -> None:
    """Take a post out of sight. Not checked here: only moderation calls it, and checks and logs.

    Raises:
        NotFound: there is no such post for this actor.
        PostGone: it is not in sight.
    """
    post, topic, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    if post.state != PostState.VISIBLE:
        raise PostGone
    post.state, post.hidden_reason = PostState.HIDDEN, reason
    await accepting.leave(unit, topic, post, space.slug)
    await queries.recount(unit.db, topic)
    unit.emit(PostHidden(post.topic_id, space.slug, post_id))


async def restore_post(unit: Unit, post_id: PostId) -> None:
    """Undo `hide_post`. Not checked here: only moderation calls it, and checks and logs.

    Raises:
        NotFound: there is no such post for this actor.
        PostGone: it is not hidden.
    """
    post, topic, space = await queries.post_for_update(unit.db, unit.actor, post_id)
    if post.state != PostState.HIDDEN:
        raise PostGone
    post.state, post.hidden_reason = PostState.VISIBLE, ""
    await queries.recount(unit.db, topic)
    unit.emit(PostRestored(post.topic_id, space.slug, post_id))


async def change_topic(
    unit: Unit, topic_id: TopicId, change: TopicChange, *, version: int | None = None
) -> None:
    """Change a topic's title, kind, language, tags or card.

    Raises:
        NotFound: there is no such topic for this actor.
        EditedMeanwhile: `version` is no longer the newest.
        AlreadyShared, InvalidInput: see `cards.change`.
        TopicLocked, SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
        UnderApproval: what the actor writes waits for a moderator.
        WordRefused: a word stands in its title that the space does not take.
    """
    rules.check_change(unit.actor)
    topic, space = await queries.topic_for_update(unit.db, unit.actor, topic_id)
    here = unit.actor.at(topic.space_id)
    rules.check_edit(here, topic.author_id, topic.state, PostState.VISIBLE, topic.language)
    if change.kind is not None:
        rules.check_start(here, change.kind, topic.language)
    if version not in (None, topic.version):
        raise EditedMeanwhile
    if change.title is not None:
        language = change.language or topic.language
        await check_change(unit, topic.space_id, change.title, language)
    was = (topic.title, topic.language)
    topic.title = change.title or topic.title
    topic.language = change.language or topic.language
    into = [tag for tag in space.translated_into if tag != topic.language]
    if was != (topic.title, topic.language):
        await translations.outdate(unit, f"topic:{topic_id}", into=into)
    await cards.change(unit, topic, change.kind, change.resource)
    if change.kind not in (None, topic.kind):
        unit.text_changed(f"thread:{topic_id}")  # whoever looks for a kind asks every post for it
    topic.kind = change.kind or topic.kind
    if change.tags is not None:
        await queries.set_tags(unit.db, topic_id, change.tags)
    if change.tags is not None or change.resource is not None or was[1] != topic.language:
        await translations.outdate(unit, f"tags:{topic_id}")
    topic.version += 1
    unit.emit(TopicChanged(topic_id, space.slug))
    unit.text_changed(f"topic:{topic_id}")


async def set_state(unit: Unit, topic_id: TopicId, state: rules.TopicState) -> None:
    """Open, lock or hide a topic. Not checked here: only moderation calls it, and checks and logs.

    Raises:
        NotFound: there is no such topic for this actor.
    """
    topic, space = await queries.topic_for_update(unit.db, unit.actor, topic_id)
    hidden = rules.TopicState.HIDDEN
    counted = (topic.state == hidden) - (state == hidden)
    if counted:
        await queries.space_counts(
            unit.db, topic.space_id, topics=counted, posts=counted * topic.post_count
        )
    topic.state = state
    await cards.announce(unit, topic)
    topic.version += 1
    unit.emit((TopicHidden if state == hidden else TopicChanged)(topic_id, space.slug))


async def set_pinned(unit: Unit, topic_id: TopicId, *, pinned: bool) -> None:
    """Keep a topic on top of its space, or let it go. Not checked here: see `set_state`.

    Raises:
        NotFound: there is no such topic for this actor.
    """
    topic, space = await queries.topic_for_update(unit.db, unit.actor, topic_id)
    topic.pinned = pinned
    topic.version += 1
    unit.emit(TopicChanged(topic_id, space.slug))
