"""From a text to its translation; nothing is stored."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from forum.translations import rules
from forum.translations.parts import Parts, Whole, put_together, take_apart
from forum.translations.rules import Status
from forum.translations.schemas import LONGEST_TRANSLATION
from forum.translations.subjects import Subject
from i18n.translate.glossary import Glossary
from i18n.translate.memory import Memory, segment_key
from i18n.translate.pipeline import Pipeline
from i18n.translate.router import Router
from i18n.translate.translation import Request, Segment

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


@dataclass(frozen=True, slots=True)
class Means:
    """What texts are translated by.

    Attributes:
        memory: what was translated before.
        router: chooses among engines that may see the texts.
        glossary: words that must be translated in one way.
        seconds: that all of it may take.
    """

    memory: Memory
    router: Router
    glossary: Glossary
    seconds: float


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
    means = Means(memory, router, glossary or Glossary(), TIME_ALLOWED)
    return (await make_all([subject], language, means))[0]


async def make_all(subjects: Sequence[Subject], language: str, means: Means) -> Sequence[Made]:
    """The same for several texts of one language and one space, in as few calls as engines take.

    Raises:
        NotUnicodeText: an engine answered with half a character.
    """
    parts = [await take_apart(one.text, markdown=one.markdown) for one in subjects]
    request = Request(
        [text for one in parts for text in one.texts],
        subjects[0].language,
        language,
        keep=frozenset().union(*(one.keep for one in parts)),
        glossary=means.glossary,
        account=subjects[0].space,
        ceiling=subjects[0].ceiling,
    )
    deadline = time.monotonic() + means.seconds
    translation = await Pipeline(means.memory, means.router).translate(request, deadline=deadline)
    segments = iter(translation.segments)
    return [
        await _made(subject, one, list(islice(segments, len(one.texts))))
        for subject, one in zip(subjects, parts, strict=True)
    ]


async def _made(subject: Subject, parts: Parts, segments: Sequence[Segment]) -> Made:
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
