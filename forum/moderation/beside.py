"""Texts beside their translations, for whoever does not read them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.core.actor import Actor
from forum.core.paging import Page
from forum.discussions.schemas import HeldOut
from forum.discussions.subjects import held_name
from forum.moderation.schemas import (
    AppealedOut,
    AppealWaiting,
    CaseOut,
    DecisionOut,
    HeldWaiting,
)
from forum.runtime import runtime
from forum.translations import queries as translations
from forum.translations.asking import Missing, ask_for
from forum.translations.schemas import TranslationOut
from forum.web.identity import actor_of

Known: TypeAlias = Mapping[str, TranslationOut]
"""Translations by the names of their originals."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads some languages (BCP 47 tags), and wants whatever else in one of them."""

    reads: frozenset[str]
    into: str

    def wants(self, text: Missing) -> bool:
        """Whether a text is to be translated."""
        return text.source not in self.reads


def reader_of(actor: Actor, language: str | None = None) -> Reader:
    """Somebody who reads what they say they read, or wants one language and no other."""
    if language is not None:
        return Reader(frozenset({language}), language)
    return somebody(actor.reads, actor.locale)


def somebody(reads: Sequence[str], locale: str) -> Reader:
    """Who reads some languages, the preferred first, or at least that of their interface."""
    into = reads[0] if reads else locale
    return Reader(frozenset({into, *reads}), into)


async def cases(request: Request[Any], who: Reader, found: Page[CaseOut]) -> Page[CaseOut]:
    """A page of the queue with its translations; those that are not there yet are asked for."""
    known = await _obtain(request, who, _texts_of_cases(found.items))
    return replace(found, items=[_case_beside(one, known) for one in found.items])


async def case(db: AsyncSession, who: Reader, found: CaseOut) -> CaseOut:
    """One case with the translations that there are."""
    return _case_beside(found, await _known(db, who, _texts_of_cases([found])))


async def decisions(
    request: Request[Any], who: Reader, found: Page[DecisionOut]
) -> Page[DecisionOut]:
    """Decisions with translations of what they say; what is not there yet is asked for."""
    known = await _obtain(request, who, _texts_of_decisions(found.items))
    return replace(found, items=[_decision_beside(one, known) for one in found.items])


async def decision(db: AsyncSession, who: Reader, found: DecisionOut) -> DecisionOut:
    """One decision with the translations that there are."""
    return _decision_beside(found, await _known(db, who, _texts_of_decisions([found])))


async def held(request: Request[Any], who: Reader, found: Page[HeldOut]) -> Page[HeldWaiting]:
    """Texts that wait with their translations; those that are not there yet are asked for."""
    texts = [Missing(held_name(one.id), one.language) for one in found.items]
    known = await _obtain(request, who, texts)
    beside = [
        HeldWaiting(**dict(one), translation=known.get(text.subject))
        for one, text in zip(found.items, texts, strict=True)
    ]
    return Page(beside, found.next, found.previous)


async def appeals(
    request: Request[Any], who: Reader, found: Page[AppealedOut]
) -> Page[AppealWaiting]:
    """Appeals, and what they are against, in the same way."""
    texts = [text for one in found.items for text in texts_of_appeal(one)]
    known = await _obtain(request, who, texts)
    return Page([_appeal_beside(one, known) for one in found.items], found.next, found.previous)


def texts_of_appeal(one: AppealedOut) -> tuple[Missing, Missing]:
    """What was answered to a decision, and why it was made."""
    number = one.decision.id
    answered = Missing(f"appeal:{number}", one.appeal.language)
    return answered, Missing(f"reason:{number}", one.language)


def _appeal_beside(one: AppealedOut, known: Known) -> AppealWaiting:
    answered, why = (known.get(text.subject) for text in texts_of_appeal(one))
    return AppealWaiting(**dict(one), translation=answered, reason_translation=why)


async def shown(request: Request[Any], text: Missing) -> Mapping[str, Any]:
    """What `moderation/_beside.html` shows below one text, for whoever asks."""
    who = reader_of(actor_of(request))
    found = (await _obtain(request, who, [text])).get(text.subject)
    waits = found is None and who.wants(text)
    return {"beside": {"translation": found, "source": text.source, "waiting": waits}}


async def _obtain(request: Request[Any], who: Reader, texts: Collection[Missing]) -> Known:
    """The translations that there are of some texts; those that are not there yet are asked for."""
    async with runtime(request).database.reading() as db:
        known = await _known(db, who, texts)
    missing = [one for one in texts if who.wants(one) and one.subject not in known]
    await ask_for(request, missing, who.into)
    return known


async def _known(db: AsyncSession, who: Reader, texts: Collection[Missing]) -> Known:
    wanted = [one.subject for one in texts if who.wants(one)]
    return await translations.translations(db, wanted, who.into)


def _texts_of_cases(cases: Collection[CaseOut]) -> Sequence[Missing]:
    """What waits, and what those who reported it say."""
    found = [Missing(one.subject, one.language) for one in cases if one.request is None]
    flags = [flag for one in cases for flag in one.flags if flag.remark]
    return found + [Missing(f"flag:{one.id}", one.language) for one in flags]


def _case_beside(one: CaseOut, known: Known) -> CaseOut:
    flags = [
        flag.model_copy(update={"remark_translation": known.get(f"flag:{flag.id}")})
        for flag in one.flags
    ]
    return one.model_copy(update={"translation": known.get(one.subject), "flags": flags})


def _texts_of_decisions(found: Collection[DecisionOut]) -> Sequence[Missing]:
    """Why they were made, and what was answered to whoever did not agree."""
    reasons = [Missing(f"reason:{one.id}", one.language) for one in found]
    answers = [(one.id, one.appeal.answer_language) for one in found if one.appeal]
    return reasons + [Missing(f"verdict:{number}", tag) for number, tag in answers if tag]


def _decision_beside(one: DecisionOut, known: Known) -> DecisionOut:
    appeal = one.appeal and one.appeal.model_copy(
        update={"answer_translation": known.get(f"verdict:{one.id}")}
    )
    return one.model_copy(update={"translation": known.get(f"reason:{one.id}"), "appeal": appeal})
