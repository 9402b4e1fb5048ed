"""Decisions in the language of whoever reads, beside the words that are voted on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.decisions import queries
from forum.decisions.queries.showing import Remarks, uncounted
from forum.decisions.schemas import DecisionOut, DecisionRow
from forum.decisions.views import Translated, View
from forum.translations.asking import Missing, ask_for
from forum.translations.queries import translations
from forum.translations.schemas import TranslationOut
from forum.translations.several import as_typed, matched

MOST_REMARKS = 20
"""On each of several decisions: objections, reservations, explanations; the newest."""
MOST_ASKED = 100
"""Texts that one page has translated: a decision may have a remark of each of 2,000 electors."""


@dataclass(frozen=True, slots=True)
class Readable:
    """What a place decides, as everybody there may read it.

    Attributes:
        decisions: see `queries.current`.
        remarks: the newest on each.
        made: what is translated of all of it, by subject.
    """

    decisions: Sequence[queries.Written]
    remarks: Remarks
    made: Mapping[str, TranslationOut]


async def readable(
    db: AsyncSession, place: str, language: str, now: datetime, *, drafts: bool
) -> Readable:
    """What a place decides now, with what is translated of it; three queries."""
    found = await queries.current(db, place, drafts=drafts)
    remarks = await queries.remarks_on(db, [row.id for row, _ in found if row.id], MOST_REMARKS)
    written = [uncounted(one, remarks, now) for one in found]
    names = {text.subject for one in written for text in _texts(one, language)}
    return Readable(found, remarks, await translations(db, names, language))


async def with_translations(
    db: AsyncSession, views: Sequence[View], language: str
) -> Sequence[View]:
    """The same views, with what is translated of their decisions; one query."""
    names = {text.subject for one in views for text in _texts(one.decision, language)}
    return translated(views, await translations(db, names, language))


def translated(views: Sequence[View], found: Mapping[str, TranslationOut]) -> Sequence[View]:
    """The same from what was found."""
    return [
        replace(
            one,
            decision=_with_remarks(one.decision, found),
            translated=_translated(one.decision, found),
        )
        for one in views
    ]


async def in_language(db: AsyncSession, decision: DecisionOut, language: str | None) -> DecisionOut:
    """The same decision with what is translated of it; as it is, where no language is asked for."""
    missing = _texts(decision, language) if language else []
    if language is None or not missing:
        return decision
    found = await translations(db, {one.subject for one in missing}, language)
    made = _translated(decision, found)
    said = {
        "translated_title": made.title,
        "translated_text": made.text,
        "translated_options": made.options,
    }
    return _with_remarks(decision, found).model_copy(update=said)


async def titles(
    db: AsyncSession, rows: Iterable[DecisionRow], language: str
) -> Mapping[int, TranslationOut]:
    """The titles of a list in `language`, where there are translations; by number, one query."""
    names = {f"poll_title:{one.id}": one.id for one in rows if one.language != language}
    found = await translations(db, names.keys(), language)
    return {names[name]: made for name, made in found.items()}


async def ask_for_missing(request: Request[Any], views: Iterable[View], language: str) -> None:
    """Have made what is not there; the reader is not kept waiting."""
    missing: list[Missing] = []
    for one in views:
        shown = _shown(one)
        missing += [text for text in _texts(one.decision, language) if text.subject not in shown]
    if missing:
        await ask_for(request, missing[:MOST_ASKED], language)


def _shown(view: View) -> Collection[str]:
    """What of a view has its translation."""
    number, made = view.decision.id, view.translated
    own = {"poll_title": made.title, "poll_text": made.text, "poll_options": made.options}
    said = {f"remark:{one.id}" for one in view.decision.remarks if one.translation is not None}
    return said | {f"{kind}:{number}" for kind, one in own.items() if one is not None}


def _texts(decision: DecisionOut, language: str) -> Sequence[Missing]:
    """What of a decision, and of the remarks on it, nobody has written in `language`."""
    remarks = [one for one in decision.remarks if one.language != language]
    return [
        *_own_texts(decision, language),
        *(Missing(f"remark:{one.id}", one.language) for one in remarks),
    ]


def _own_texts(decision: DecisionOut, language: str) -> Sequence[Missing]:
    if decision.language == language:
        return []
    kinds = ["poll_title"]
    kinds += ["poll_text"] if decision.text and language not in decision.translations else []
    kinds += ["poll_options"] if _words(decision) else []
    return [Missing(f"{kind}:{decision.id}", decision.language) for kind in kinds]


def _translated(decision: DecisionOut, found: Mapping[str, TranslationOut]) -> Translated:
    return Translated(
        title=found.get(f"poll_title:{decision.id}"),
        text=_plain(found.get(f"poll_text:{decision.id}")),
        options=matched(_words(decision), found.get(f"poll_options:{decision.id}")),
    )


def _with_remarks(decision: DecisionOut, found: Mapping[str, TranslationOut]) -> DecisionOut:
    made = {one.id: _plain(found.get(f"remark:{one.id}")) for one in decision.remarks}
    if not any(made.values()):
        return decision
    said = [one.model_copy(update={"translation": made[one.id]}) for one in decision.remarks]
    return decision.model_copy(update={"remarks": said})


def _plain(made: TranslationOut | None) -> TranslationOut | None:
    """The translation of a text that is shown as it was typed, as that is shown."""
    return None if made is None else as_typed(made)


def _words(decision: DecisionOut) -> Sequence[str]:
    """The words of its own options; those of yes, no and abstaining are the interface's."""
    return [one.text for one in decision.options if one.text]
