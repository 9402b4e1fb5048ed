"""What is read of a space: by those who look after it, and in the language of a reader."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.core.actor import Actor
from forum.core.errors import InvalidInput, NotFound
from forum.core.permissions import Permission
from forum.spaces import queries
from forum.spaces.schemas import LanguageChosen, SpaceOut, SpaceTranslationOut
from forum.translations.queries import spent
from forum.web.inputs import validate
from i18n.languages import chain


async def members_shown(db: AsyncSession, actor: Actor, slug: str) -> SpaceOut:
    """The space whose members the actor is to be shown.

    Raises:
        NotFound: there is no such space for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not see who belongs to it.
    """
    space = queries.space_out(await queries.space_by_slug(db, actor, slug))
    actor.at(space.id).require(Permission.SPACE_ADMIT)
    return space


async def translation_shown(
    db: AsyncSession, actor: Actor, slug: str, now: datetime
) -> SpaceTranslationOut:
    """What is translated of a space, for those who decide it.

    Raises:
        NotFound: there is no such space for this actor.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not change the space.
    """
    space = await queries.space_by_slug(db, actor, slug)
    assert space.id is not None  # noqa: S101 (it was read)
    actor.at(space.id).require(Permission.SPACE_MANAGE)
    today = now.astimezone(UTC).date()
    return SpaceTranslationOut(
        engines=space.engines,
        translated_into=space.translated_into,
        translation_budget=space.translation_budget,
        spent_today=await spent(db, today, f"space:{space.id}"),
    )


def in_words_of(space: SpaceOut, locale: str) -> SpaceOut:
    """A space with name and description in the reader's language, or one that is near.

    Args:
        space: as it is stored.
        locale: BCP 47 tag of the reader's language.
    """
    written = {space.language, *space.texts}
    language = next((tag for tag in chain(locale) if tag in written), space.language)
    if language == space.language:
        return space
    return space.model_copy(update={**dict(space.texts[language]), "language": language})


def language_of(request: Request[Any]) -> str:
    """The language that an address names.

    Raises:
        NotFound: it names none that is known here.
    """
    given = {"language": request.path_params["language"]}
    try:
        return validate(LanguageChosen, given).language
    except InvalidInput as error:
        raise NotFound from error
