"""Several short texts that are translated as one: tags, items of an agenda, options of a vote."""

from collections.abc import Iterable, Sequence

from forum.translations.parts import ESCAPED, as_markdown
from forum.translations.rules import Status
from forum.translations.schemas import TranslationOut, WordsOut


def as_paragraphs(lines: Iterable[str]) -> str:
    """Several lines of plain text as one text of Markdown, a paragraph each."""
    return "\n\n".join(map(as_markdown, lines))


def paragraphs(text: str) -> list[str]:
    """The lines of a text that `as_paragraphs` has made, or of a translation of it."""
    return [ESCAPED.sub(r"\1", one) for one in text.split("\n\n")]


def as_typed(made: TranslationOut) -> TranslationOut:
    """The translation of a text that `as_paragraphs` has made, as one of what was typed."""
    return made.model_copy(update={"text": "\n\n".join(paragraphs(made.text))})


def matched(words: Sequence[str], translation: TranslationOut | None) -> WordsOut | None:
    """Each word with its translation, where that is still one of them all; `None` without one."""
    if translation is None:
        return None
    others = paragraphs(translation.text)
    fits = translation.status != Status.OUTDATED and len(others) == len(words)
    return WordsOut.model_construct(
        language=translation.language,
        status=translation.status,
        engine=translation.engine,
        via=translation.via,
        made_at=translation.made_at,
        words=dict(zip(words, others, strict=True)) if fits else {},
    )
