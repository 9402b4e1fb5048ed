"""What announces sessions, in the language of whoever reads."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from anyio import to_thread
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.core.ids import ItemId
from forum.live.sessions.schemas import ItemOut, SessionOut, SessionWhole
from forum.live.sessions.tables import LiveSession
from forum.text.markdown import Rendered, render
from forum.translations.asking import Missing, ask_for
from forum.translations.queries import translations
from forum.translations.schemas import TranslationOut, WordsOut
from forum.translations.several import matched

Session = TypeVar("Session", bound=SessionOut)
Translations = Mapping[str, TranslationOut]


def texts_of(session: SessionOut, language: str) -> Sequence[Missing]:
    """The texts that announce a session, as far as they are shown and not in `language`."""
    kinds = ["session_title"]
    if isinstance(session, SessionWhole):
        kinds += ["session_text"] if session.description else []
        kinds += ["agenda"] if session.agenda else []
    if session.language == language:
        return []
    own = [Missing(f"{kind}:{session.id}", session.language) for kind in kinds]
    return [*own, *_item_texts(session)]


def _item_texts(session: SessionOut) -> Sequence[Missing]:
    """What the items of an agenda are about, as far as anything says that."""
    items = session.agenda if isinstance(session, SessionWhole) else ()
    return [Missing(_about(one), session.language) for one in items if one.description]


def _about(item: ItemOut) -> str:
    return f"item_text:{item.id}"


async def with_translations(
    db: AsyncSession, sessions: Sequence[Session], language: str
) -> Sequence[Session]:
    """The same sessions, with what is translated of them; one query."""
    names = {text.subject for one in sessions for text in texts_of(one, language)}
    found = await translations(db, names, language)
    return [_translated(one, found) for one in sessions] if found else sessions


async def ask_for_missing(
    request: Request[Any], sessions: Iterable[SessionOut], language: str
) -> None:
    """Have made what is not there; the reader is not kept waiting."""
    missing: list[Missing] = []
    for one in sessions:
        shown = _shown(one)
        missing += [text for text in texts_of(one, language) if text.subject not in shown]
    if missing:
        await ask_for(request, missing, language)


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda in the language of whoever reads.

    Attributes:
        items: in their order.
        words: their titles, where they are translated.
        missing: what is not there yet.
    """

    items: Sequence[ItemOut]
    words: WordsOut | None
    missing: Sequence[Missing]


async def agenda_in(
    db: AsyncSession, session: LiveSession, items: Sequence[ItemOut], language: str
) -> Agenda:
    """An agenda, with the titles and with what the item that is dealt with is about."""
    if session.language == language or not items:
        return Agenda(items, None, ())
    name = f"agenda:{session.id}"
    shown = [one for one in items if one.id == session.open_item_id and one.description]
    wanted = [name, *map(_about, shown)]
    found = await translations(db, wanted, language)
    return Agenda(
        [_item_in(one, found) for one in items],
        matched([one.title for one in items], found.get(name)),
        [Missing(one, session.language) for one in wanted if one not in found],
    )


async def items_in(
    db: AsyncSession, items: Sequence[ItemOut], source: str, language: str | None
) -> Sequence[ItemOut]:
    """Items that are written in `source`, with what they are about in `language`."""
    if language is None or language == source:
        return items
    names = [_about(one) for one in items if one.description]
    found = await translations(db, names, language)
    return [_item_in(one, found) for one in items]


async def told(items: Sequence[ItemOut]) -> Mapping[ItemId, Rendered]:
    """What is shown of what items are about, by their numbers."""
    some = [one for one in items if one.description]
    if not some:
        return {}
    return await to_thread.run_sync(lambda: {one.id: render(one.description) for one in some})


def _translated(session: Session, found: Translations) -> Session:
    said = {
        "translated_title": found.get(f"session_title:{session.id}"),
        "translated_description": found.get(f"session_text:{session.id}"),
    }
    if isinstance(session, SessionWhole):
        titles = [one.title for one in session.agenda]
        words = matched(titles, found.get(f"agenda:{session.id}"))
        items = [_item_in(one, found) for one in session.agenda]
        more = {"translated_agenda": words, "agenda": items}
        return session.model_copy(update={**said, **more})
    return session.model_copy(update=said)


def _item_in(item: ItemOut, found: Translations) -> ItemOut:
    made = found.get(_about(item))
    return item if made is None else item.model_copy(update={"translated_description": made})


def _shown(session: SessionOut) -> Collection[str]:
    """The names of those of its texts that have their translation."""
    whole = session if isinstance(session, SessionWhole) else None
    made: Mapping[str, object] = {
        "session_title": session.translated_title,
        "session_text": session.translated_description,
        "agenda": whole and whole.translated_agenda,
    }
    items = whole.agenda if whole else ()
    return {
        *(f"{kind}:{session.id}" for kind, one in made.items() if one is not None),
        *(_about(one) for one in items if one.translated_description is not None),
    }
