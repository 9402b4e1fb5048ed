"""How the readers of each language follow what is said now, and who is told that nobody helps."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from starlette.requests import Request

from forum.core.ids import SessionId
from forum.live.captions import queries
from forum.live.captions.queries import Brief
from forum.live.captions.rules import KEPT_MS, Heard, Provision, Via, provision
from forum.live.sessions.doing import milliseconds
from forum.live.sessions.tables import LiveSession
from forum.live.speech.queries import languages_present
from forum.runtime import runtime
from forum.translations import queries as translations
from forum.translations.asking import Missing
from forum.translations.engines import engines


async def offered(request: Request[Any], session: LiveSession) -> Sequence[str]:
    """Tags of the languages that a session offers, and of others that it is being read in."""
    house = runtime(request)
    async with house.database.reading() as db:
        present = await languages_present(db, SessionId(session.id or 0), house.clock())
    return [*dict.fromkeys([*session.languages, *present])]


async def provided(
    request: Request[Any], session: LiveSession, languages: Iterable[str]
) -> Mapping[str, Provision]:
    """How readers of each of some languages follow what is said now."""
    known, wanted = request.scope.get(_KNOWN, {}), [*languages]
    if all(one in known for one in wanted):
        return {one: known[one] for one in wanted}
    house = runtime(request)
    since = milliseconds(house.clock()) - KEPT_MS
    async with house.database.reading() as db:
        found = await queries.newest_of_each(db, SessionId(session.id or 0), since)
    return await provisions(request, found, wanted)


_KNOWN = "live.provided"
"""Where a request keeps what `provisions` found: a room says it in more than one place."""


async def missing(
    request: Request[Any], session: LiveSession, languages: Iterable[str]
) -> Collection[str]:
    """Those of some languages in which nobody and no engine provides what is said."""
    found = await provided(request, session, languages)
    return {one for one, state in found.items() if state is Provision.MISSING}


def offered_to(session: LiveSession, language: str) -> Sequence[str]:
    """The languages that a session offers, and that of somebody who reads."""
    return [*dict.fromkeys([*session.languages, language])]


async def provisions(
    request: Request[Any], found: Sequence[Brief], languages: Iterable[str]
) -> Mapping[str, Provision]:
    """How readers of each language are provided for.

    Args:
        request: whose application has the engines.
        found: captions of late, the oldest first.
        languages: BCP 47 tags.
    """
    heard, wanted = Heard.of(found), [*languages]
    lacking = await _untranslated(request, [*_wanted(found, wanted)])
    known = {one: provision(heard, one, lacking.get(one, ())) for one in wanted}
    request.scope[_KNOWN] = known
    return known


def _wanted(found: Sequence[Brief], languages: Sequence[str]) -> Iterator[tuple[Missing, str]]:
    """The newest caption in each language of the floor, and each language that it is not in."""
    newest = {one.language: one.subject for one in found if one.via is not Via.INTERPRETED}
    for subject in newest.values():
        yield from ((subject, one) for one in languages if one != subject.source)


async def _untranslated(
    request: Request[Any], wanted: Sequence[tuple[Missing, str]]
) -> Mapping[str, Sequence[str]]:
    """By language, those of the floor that nothing translates now: no engine can, or it fails."""
    if not wanted:
        return {}
    house, known = runtime(request), engines(request)
    subjects, languages = {one.subject for one, _ in wanted}, {one for _, one in wanted}
    async with house.database.reading() as db:
        made, failed = await translations.made_or_failed(db, subjects, languages, house.clock())
    lacking: dict[str, list[str]] = {}
    for one, language in wanted:
        name = (one.subject, language)
        if name in made:
            continue
        if name in failed or not await known.might_have(one.source, language):
            lacking.setdefault(language, []).append(one.source)
    return lacking
