"""From a text to its translation; nothing is stored."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self

from forum.translations import rules
from forum.translations.parts import Parts, Whole, put_together, take_apart
from forum.translations.rules import Status
from forum.translations.schemas import LONGEST_TRANSLATION
from forum.translations.subjects import Subject
from i18n.translate.glossary import Glossary
from i18n.translate.memory import Memory
from i18n.translate.originals import Originals
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


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text taken apart: once, for all languages that it is translated into."""

    subject: Subject
    parts: Parts

    @classmethod
    async def of(cls, subject: Subject) -> Self:
        """Take a text apart."""
        return cls(subject, await take_apart(subject.text, markdown=subject.markdown))


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
    return (await make_all([await Prepared.of(subject)], language, means))[0]


async def make_all(texts: Sequence[Prepared], language: str, means: Means) -> Sequence[Made]:
    """The same for several texts of one language and one space, in as few calls as engines take.

    Raises:
        NotUnicodeText: an engine answered with half a character.
    """
    first = texts[0].subject
    request = Request(
        _together([one.parts.originals for one in texts]),
        first.language,
        language,
        glossary=means.glossary,
        account=first.space,
        ceiling=first.ceiling,
    )
    deadline = time.monotonic() + means.seconds
    translation = await Pipeline(means.memory, means.router).translate(request, deadline=deadline)
    segments = iter(translation.segments)
    return [await _made(one.parts, list(islice(segments, len(one.parts.texts)))) for one in texts]


def _together(originals: Sequence[Originals]) -> Originals:
    if len(originals) == 1:
        return originals[0]
    keep: frozenset[str] = frozenset().union(*(one.keep for one in originals))
    return Originals([text for one in originals for text in one.texts], keep)


async def _made(parts: Parts, segments: Sequence[Segment]) -> Made:
    failures = rules.failures_of(segments)
    whole = None
    if not failures or any(segment.status != "kept" for segment in segments):
        whole = await put_together(parts, [segment.text for segment in segments])
        if len(whole.text) > LONGEST_TRANSLATION:
            whole, failures = None, [TOO_LONG]
    return Made(
        whole,
        rules.status_of(segments),
        rules.engines_of(segments),
        rules.via_of(segments),
        frozenset(parts.originals.keys),
        tuple(failures),
    )
