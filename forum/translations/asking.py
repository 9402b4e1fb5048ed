"""Readers who want texts in their language: what is not there yet is made for them."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from forum.core.actor import Actor
from forum.core.errors import NotAvailable
from forum.core.limits import Act
from forum.limits.keeping import TooOften
from forum.runtime import runtime
from forum.translations import actions, queries, rules
from forum.translations.engines import engines
from forum.translations.schemas import LanguageAsked, Reading, TranslationOut
from forum.translations.subjects import Subject
from forum.web.identity import actor_of
from forum.web.inputs import query, validate
from forum.web.limits import count


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that is not in the language it is wanted in.

    Attributes:
        subject: its name, such as `post:12`.
        source: BCP 47 tag of the language it is written in.
    """

    subject: str
    source: str


@asynccontextmanager
async def gathered(request: Request[Any]) -> AsyncIterator[None]:
    """What the parts of a page ask for meanwhile is asked for once, when all of them are read."""
    request.scope[_GATHERED] = wanted = dict[str, list[Missing]]()
    try:
        yield
    finally:
        del request.scope[_GATHERED]
    for language, missing in wanted.items():
        await ask_for(request, missing, language)


_GATHERED = "translations.gathered"


async def ask_for(request: Request[Any], missing: Collection[Missing], language: str) -> None:
    """Have `missing` translated, as far as engines might; the reader is not kept waiting.

    What is asked for already, or was found impossible of late, sets off nothing, not even a write.
    """
    if (gathered := request.scope.get(_GATHERED)) is not None:
        gathered.setdefault(language, []).extend(missing)
        return
    possible = await _possible(request, missing, language)
    if not possible:
        return
    house = runtime(request)
    async with house.database.reading() as db:
        known = await queries.known(db, possible, language, house.clock())
        if not (new := possible - known.keys()):
            return
        waiting = await queries.waiting(db, house.clock())
    if waiting < rules.MOST_WAITING and await _may_ask(request):
        async with house.unit(actor_of(request)) as unit:
            await actions.ask_all(unit, [(subject, language) for subject in new])


async def _may_ask(request: Request[Any]) -> bool:
    """Whether a page may ask for translations; one that may not is shown without them."""
    try:
        await count(request, Act.TRANSLATION)
    except TooOften:
        return False
    return True


async def _possible(request: Request[Any], missing: Collection[Missing], language: str) -> set[str]:
    found = engines(request)
    sources = {one.source for one in missing if one.source != language}
    hopeful = {source for source in sources if await found.might_have(source, language)}
    return {one.subject for one in missing if one.source in hopeful}


def language_wanted(request: Request[Any]) -> str:
    """The language in which a page is read: as its address says, or as the reader prefers."""
    return query(request, Reading).lang or preferred(actor_of(request))


def preferred(actor: Actor) -> str:
    """The language that somebody reads first."""
    return next(iter(actor.reads), actor.locale)


def language_asked(request: Request[Any]) -> str:
    """The language that an address ends with, as a canonical BCP 47 tag.

    Raises:
        InvalidInput: it is not known here.
    """
    return validate(LanguageAsked, {"language": request.path_params["language"]}).language


async def obtain(request: Request[Any], subject: Subject, language: str) -> TranslationOut | None:
    """The translation of a text that the actor may read; `None` while it is being made.

    Raises:
        SameLanguage: the text is written in that language.
        NoTranslation: no engine that may see the text translates it.
        BudgetSpent: no such engine may be sent more today.
        NotAvailable: too much is waiting to be translated.
        TooOften: the reader has asked for too much in a short time.
    """
    if subject.language == language:
        raise rules.SameLanguage
    house, name = runtime(request), subject.name
    async with house.database.reading() as db:
        # What is stored in between is found; the other way round, it would be asked for again.
        known = await queries.known(db, [name], language, house.clock())
        found = await queries.translations(db, [name], language)
        waiting = 0 if found or known else await queries.waiting(db, house.clock())
    if name in found:
        return found[name]
    if failure := known.get(name):
        raise rules.refusal_of(failure)
    if name not in known:
        if waiting >= rules.MOST_WAITING:
            raise NotAvailable
        await engines(request).check_pair(subject.language, language, subject.reach)
        await count(request, Act.TRANSLATION)
        async with house.unit(actor_of(request)) as unit:
            await actions.ask(unit, name, language)
    return None
