"""From a text to its translation; nothing is stored."""

import time
from dataclasses import dataclass

from forum.translations import rules
from forum.translations.parts import Whole, put_together, take_apart
from forum.translations.rules import Status
from forum.translations.schemas import LONGEST_TRANSLATION
from forum.translations.subjects import Subject
from i18n.translate.glossary import Glossary
from i18n.translate.memory import Memory, segment_key
from i18n.translate.pipeline import Pipeline
from i18n.translate.router import Router
from i18n.translate.translation import Request

TIME_ALLOWED = 120.0
"""Seconds for all segments of one text."""

TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Made:
    """A translation that was made just now.

    Attributes:
        whole: the text; `None` where nothing of it could be translated.
        status: as stored.
        engine: the engines that had part in it, if any.
        via: the language it passed through, if any.
        keys: names of the original's segments.
        failures: why some of it stayed in the original, each reason once.
    """

    whole: Whole | None
    status: Status
    engine: str
    via: str | None
    keys: frozenset[str]
    failures: tuple[str, ...]


async def make(
    subject: Subject,
    language: str,
    memory: Memory,
    router: Router,
    glossary: Glossary | None = None,
) -> Made:
    """Translate `subject` by what `memory` has and what the engines of `router` can.

    Args:
        subject: the text.
        language: BCP 47 tag wanted.
        memory: what was translated before.
        router: chooses among engines that may see the text.
        glossary: words that must be translated in one way.

    Raises:
        NotUnicodeText: an engine answered with half a character.
    """
    parts = await take_apart(subject.text, markdown=subject.markdown)
    request = Request(
        parts.texts,
        subject.language,
        language,
        keep=parts.keep,
        glossary=glossary or Glossary(),
        account=subject.space,
        ceiling=subject.ceiling,
    )
    deadline = time.monotonic() + TIME_ALLOWED
    translation = await Pipeline(memory, router).translate(request, deadline=deadline)
    segments = translation.segments
    failures = rules.failures_of(segments)
    whole = None
    if not failures or any(segment.status != "kept" for segment in segments):
        texts = [segment.text for segment in segments]
        whole = await put_together(subject.text, texts, markdown=subject.markdown)
        if len(whole.text) > LONGEST_TRANSLATION:
            whole, failures = None, [TOO_LONG]
    return Made(
        whole,
        rules.status_of(segments),
        rules.engines_of(segments),
        rules.via_of(segments),
        frozenset(map(segment_key, parts.texts)),
        tuple(failures),
    )
