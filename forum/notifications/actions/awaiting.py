"""Waiting for a translation that is being made."""

from forum.accounts.rules import check_own
from forum.core.ids import PostId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.notifications import queries
from forum.notifications.actions.following import say
from forum.notifications.rules import NotificationLevel, post_name, translation_target
from forum.translations import actions as translations
from forum.translations.events import TRANSLATED
from forum.translations.rules import SameLanguage


async def await_translation(unit: Unit, post_id: PostId, language: str) -> None:
    """Have the actor told, once, when a post can be read in a language (BCP 47 tag).

    Raises:
        NotFound: there is no such post for this actor.
        SameLanguage: the post is written in that language.
        TooMuchFollowed, SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = check_own(unit.actor)
    post = await discussions.post(unit.db, unit.actor, post_id)
    if post.language == language:
        raise SameLanguage
    name = post_name(post_id)
    await translations.ask(unit, name, language)
    await say(unit, member_id, translation_target(name, language), NotificationLevel.WATCH)
    # It may be there already, or become so before others see that somebody waits for it.
    unit.later(TRANSLATED, subject=name, language=language)


async def forget_translation(unit: Unit, post_id: PostId, language: str) -> None:
    """Undo `await_translation`.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    target = translation_target(post_name(post_id), language)
    await queries.drop(unit.db, check_own(unit.actor), target)
