"""What is read of a space: by those who look after it, and in the language of a reader."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.core.actor import Actor
from forum.core.errors import InvalidInput, NotFound
from forum.core.permissions import Permission
from forum.spaces import queries
from forum.spaces.schemas import LanguageChosen, SpaceOut, SpaceTranslationOut
from forum.translations.asking import Missing
from forum.translations.queries import spent, translations
from forum.translations.schemas import TranslationOut
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


async def with_translations(
    db: AsyncSession, spaces: Sequence[SpaceOut], language: str | None
) -> Sequence[SpaceOut]:
    """The same spaces, their texts also in `language` where nobody has written them in it."""
    if language is None:
        return spaces
    wanted = {text for space in spaces for text in _texts(space, language)}
    found = await translations(db, wanted, language)
    return [_translated(space, found) for space in spaces]


def missing_texts(spaces: Iterable[SpaceOut], language: str) -> Sequence[Missing]:
    """What of spaces is neither written in `language` nor translated into it."""
    return [
        Missing(name, space.language)
        for space in spaces
        for name, made in _texts(space, language).items()
        if made is None
    ]


def _texts(space: SpaceOut, language: str) -> Mapping[str, TranslationOut | None]:
    """The texts of a space that are not written in `language`, with what there is of each."""
    if language in {space.language, *space.texts}:
        return {}
    found = {f"space_name:{space.id}": space.translated_name}
    if space.description:
        found[f"space_text:{space.id}"] = space.translated_description
    return found


def _translated(space: SpaceOut, found: Mapping[str, TranslationOut]) -> SpaceOut:
    name, description = f"space_name:{space.id}", f"space_text:{space.id}"
    return space.model_copy(
        update={
            "translated_name": found.get(name),
            "translated_description": found.get(description),
        }
    )


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
