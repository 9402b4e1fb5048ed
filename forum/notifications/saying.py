"""What a topic is called and a post says, for who is told of it."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import N_, NotFound
from forum.core.ids import PostId
from forum.discussions import reading
from forum.notifications.letters import Said
from forum.notifications.schemas import NotificationOut
from forum.text.excerpt import excerpt
from forum.translations.queries import translations
from forum.translations.rules import is_reviewed
from forum.translations.schemas import TranslationOut
from i18n.catalogs import gettext

LONGEST_SAID = 1000
"""Characters of a post that a mail quotes."""
BY_MACHINE = N_("Translated by a machine; the original is on the page.")
BY_PEOPLE = N_("Translated by members; the original is on the page.")


async def with_titles(
    db: AsyncSession, actor: Actor, told: Sequence[NotificationOut]
) -> Sequence[NotificationOut]:
    """The same, with titles that the actor does not read as they are translated; one query."""
    reads = _reads(actor)
    foreign = {_title_of(one) for one in told if one.about.language not in reads}
    found = await translations(db, foreign, reads[0])
    return [_titled(one, found.get(_title_of(one))) for one in told]


def _title_of(told: NotificationOut) -> str:
    kind = "topic" if told.topic else "session_title" if told.session else "space_name"
    return f"{kind}:{told.about.id}"


def _titled(told: NotificationOut, title: TranslationOut | None) -> NotificationOut:
    if title is None:
        return told
    about = told.about.model_copy(update={"translated_title": title})
    return told.model_copy(update={told.place.partition("-")[0]: about})


def _reads(actor: Actor) -> Sequence[str]:
    return actor.reads or (actor.locale,)


async def said(
    db: AsyncSession, actor: Actor, post_id: PostId | None
) -> tuple[Said | None, PostId | None]:
    """What a post says, in the actor's language where it can be, and which post it answers."""
    if post_id is None:
        return None, None
    reads = _reads(actor)
    try:
        post = await reading.post_in(db, actor, post_id, reads[0])
    except NotFound:
        return None, None
    if post.translation is None or post.language in reads:
        words = Said(excerpt(post.body.source, LONGEST_SAID), post.language)
        return words, post.parent_id
    people = is_reviewed(post.translation.status)
    note = gettext(BY_PEOPLE if people else BY_MACHINE, actor.locale)
    found = post.translation
    return Said(excerpt(found.text, LONGEST_SAID), found.language, note), post.parent_id
