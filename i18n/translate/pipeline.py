"""From segments in one language to segments in another: remember, mask, ask, check, put back."""

from collections.abc import Mapping
from dataclasses import replace

from i18n.translate.base import Batch
from i18n.translate.masking import Masked, MasksLost, mask, unmask
from i18n.translate.memory import Memory, Unit, segment_key
from i18n.translate.refusals import TranslationFailed
from i18n.translate.router import Outcome, Router
from i18n.translate.translation import (
    MASKS_LOST,
    NO_WORDS,
    UNANSWERED,
    Request,
    Segment,
    Translation,
)


class Pipeline:
    """Translates segments. It makes no call for what the memory has, nor two for equal segments."""

    def __init__(self, memory: Memory, router: Router) -> None:
        self._memory = memory
        self._router = router

    async def translate(self, request: Request, *, deadline: float) -> Translation:
        """Translate what can be; a segment that cannot keeps its original and says why.

        Args:
            request: the segments.
            deadline: the last useful moment, in seconds of `time.monotonic()`.
        """
        keys = [segment_key(text) for text in request.texts]
        known = await self._memory.find(set(keys), source=request.source, target=request.target)
        segments = {key: _remembered(unit) for key, unit in known.items()}
        fresh = {k: t for k, t in zip(keys, request.texts, strict=True) if k not in segments}
        if fresh:
            made = await self._translate_fresh(fresh, request, deadline)
            await self._memory.store(_units(made, fresh, request))
            segments |= made
        pairs = zip(keys, request.texts, strict=True)
        return Translation([_with_own_spaces(segments[key], text) for key, text in pairs])

    async def _translate_fresh(
        self, texts: Mapping[str, str], request: Request, deadline: float
    ) -> dict[str, Segment]:
        glossary = await self._engine_glossary(request, deadline)
        terms = {term: term for term in request.keep} | ({} if glossary else dict(request.glossary))
        masked = {key: mask(text, terms) for key, text in texts.items()}
        asked = {key: sent for key, sent in masked.items() if sent.has_words}
        segments = {key: Segment(text, "kept", NO_WORDS) for key, text in texts.items()}
        if not asked:
            return segments
        sent_texts = [sent.text for sent in asked.values()]
        batch = Batch(
            sent_texts, request.source, request.target, glossary, request.context, request.account
        )
        try:
            outcome = await self._router.translate(batch, deadline=deadline)
        except TranslationFailed as failure:
            return segments | {key: Segment(texts[key], "kept", failure.code) for key in asked}
        for (key, sent), answer in zip(asked.items(), outcome.answer.texts, strict=True):
            segments[key] = _segment(texts[key], sent, answer, outcome)
        return segments

    async def _engine_glossary(self, request: Request, deadline: float) -> Mapping[str, str]:
        """The glossary, if the engine applies it; if not, it is empty and masks do its work."""
        source, target = request.source, request.target
        try:
            if request.glossary and await self._router.applies_glossary(
                source, target, deadline=deadline
            ):
                return request.glossary
        except TranslationFailed:
            pass  # the call that follows says why
        return {}


def _with_own_spaces(segment: Segment, original: str) -> Segment:
    """What is kept is kept to the letter, also where texts of one key differ in white space."""
    return replace(segment, text=original) if segment.status == "kept" else segment


def _remembered(unit: Unit) -> Segment:
    return Segment(unit.text, "memory", None, unit.origin, unit.engine, unit.via)


def _segment(original: str, sent: Masked, answer: str, outcome: Outcome) -> Segment:
    if not answer.strip():
        failure = outcome.answer.failure
        return Segment(original, "kept", failure.code if failure else UNANSWERED)
    try:
        text = unmask(sent, answer)
    except MasksLost:
        return Segment(original, "kept", MASKS_LOST)
    route = outcome.route
    return Segment(text, "machine", None, "machine", route.name, route.via)


def _units(
    segments: Mapping[str, Segment], originals: Mapping[str, str], request: Request
) -> list[Unit]:
    """What of the fresh segments is worth remembering."""
    return [
        Unit(
            key=key,
            source=request.source,
            target=request.target,
            original=originals[key],
            text=segment.text,
            engine=segment.engine,
            via=segment.via,
        )
        for key, segment in segments.items()
        if segment.status == "machine"
    ]
