"""What translators' tools send back is stored; the caller commits."""

from collections.abc import Sequence

from forum.core.errors import EditedMeanwhile, NotFound
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.discussions import rules as discussing
from forum.discussions.rules import PostState, TopicState
from forum.discussions.subjects import post_text, title_text
from forum.exchange.schemas import FileTaken, Outcome, TextTaken
from forum.exchange.segments import Ready
from forum.translations import actions as translations
from forum.translations import parts
from forum.translations.subjects import Subject


async def take_in(unit: Unit, language: str, ready: Sequence[Ready]) -> FileTaken:
    """Correct translations by what a file says of them.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow, LanguageNotDeclared: the actor does not correct
            translations into this language.
        NotFound, EditedMeanwhile: an original has gone, or become another, in this moment.
        UnderApproval: what the actor writes waits for a moderator.
    """
    unit.actor.require(Permission.TRANSLATION_CORRECT)
    discussing.check_change(unit.actor)
    texts = [
        TextTaken(subject=one.subject, outcome=one.outcome or await _store(unit, language, one))
        for one in ready
    ]
    return FileTaken(texts=texts)


async def _store(unit: Unit, language: str, one: Ready) -> Outcome:
    subject = await _subject(unit, one.subject)
    if subject.version != one.version:
        raise EditedMeanwhile
    whole = await parts.write(one.text) if subject.markdown else parts.write_line(one.text)
    await translations.correct(unit, subject, language, whole)
    return Outcome.TAKEN


async def _subject(unit: Unit, name: str) -> Subject:
    """A text, locked until the change ends."""
    kind, _, digits = name.partition(":")
    if kind == "topic":
        topic, space = await discussions.topic_for_update(unit.db, unit.actor, TopicId(int(digits)))
        if topic.state == TopicState.HIDDEN:
            raise NotFound
        return title_text(topic, space)
    post, _, space = await discussions.post_for_update(unit.db, unit.actor, PostId(int(digits)))
    if post.state != PostState.VISIBLE:
        raise NotFound
    return post_text(post, space)
