"""Decisions in the language of whoever reads, beside the words that are voted on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request

from forum.decisions.schemas import DecisionOut, DecisionRow
from forum.decisions.views import Translated, View
from forum.translations.asking import Missing, ask_for
from forum.translations.queries import translations
from forum.translations.schemas import TranslationOut
from forum.translations.several import matched, paragraphs


async def with_translations(
    db: AsyncSession, views: Sequence[View], language: str
) -> Sequence[View]:
    """The same views, with what is translated of their decisions; one query."""
    names = {text.subject for one in views for text in _texts(one.decision, language)}
    found = await translations(db, names, language)
    return [replace(one, translated=_translated(one.decision, found)) for one in views]


async def in_language(db: AsyncSession, decision: DecisionOut, language: str | None) -> DecisionOut:
    """The same decision with what is translated of it; as it is, where no language is asked for."""
    missing = _texts(decision, language) if language else []
    if language is None or not missing:
        return decision
    made = _translated(decision, await translations(db, {one.subject for one in missing}, language))
    said = {
        "translated_title": made.title,
        "translated_text": made.text,
        "translated_options": made.options,
    }
    return decision.model_copy(update=said)


async def titles(
    db: AsyncSession, rows: Iterable[DecisionRow], language: str
) -> Mapping[int, TranslationOut]:
    """The titles of a list in `language`, where there are translations; by number, one query."""
    names = {f"poll_title:{one.id}": one.id for one in rows if one.language != language}
    found = await translations(db, names.keys(), language)
    return {names[name]: made for name, made in found.items()}


async def ask_for_missing(request: Request[Any], views: Iterable[View], language: str) -> None:
    """Have made what is not there; the reader is not kept waiting."""
    missing = [
        text
        for one in views
        for text in _texts(one.decision, language)
        if getattr(one.translated, text.subject.partition(":")[0].removeprefix("poll_")) is None
    ]
    if missing:
        await ask_for(request, missing, language)


def _texts(decision: DecisionOut, language: str) -> Sequence[Missing]:
    """What of a decision nobody has written in `language`."""
    if decision.language == language:
        return []
    kinds = ["poll_title"]
    kinds += ["poll_text"] if decision.text and language not in decision.translations else []
    kinds += ["poll_options"] if _words(decision) else []
    return [Missing(f"{kind}:{decision.id}", decision.language) for kind in kinds]


def _translated(decision: DecisionOut, found: Mapping[str, TranslationOut]) -> Translated:
    text = found.get(f"poll_text:{decision.id}")
    if text is not None:
        text = text.model_copy(update={"text": "\n\n".join(paragraphs(text.text))})
    return Translated(
        title=found.get(f"poll_title:{decision.id}"),
        text=text,
        options=matched(_words(decision), found.get(f"poll_options:{decision.id}")),
    )


def _words(decision: DecisionOut) -> Sequence[str]:
    """The words of its own options; those of yes, no and abstaining are the interface's."""
    return [one.text for one in decision.options if one.text]
