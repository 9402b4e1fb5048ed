"""From segments in one language to segments in another: remember, mask, ask, check, put back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from i18n.translate.base import Batch
from i18n.translate.masking import Masked, MasksLost, mask, unmask
from i18n.translate.memory import Memory, Unit
from i18n.translate.refusals import TranslationFailed
from i18n.translate.router import Outcome, Router
from i18n.translate.terms import Terms
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
        pairs = list(zip(request.originals.keys, request.originals.texts, strict=True))
        texts = dict(pairs)
        terms = Terms(request, texts)
        known = await self._memory.find(texts.keys(), source=request.source, target=request.target)
        segments = {key: _remembered(unit) for key, unit in known.items() if terms.allow(unit)}
        fresh = {key: text for key, text in texts.items() if key not in segments}
        if fresh:
            made = await self._translate_fresh(_Work(fresh, request, terms), deadline)
            await self._memory.store(_units(made, fresh, request))
            segments |= made
        return Translation([_with_own_spaces(segments[key], text) for key, text in pairs])

    async def _translate_fresh(self, work: "_Work", deadline: float) -> dict[str, Segment]:
        """By the engine's own handling of terms where it has one, held against the glossary.

        A segment in which the engine passed a term over is asked for again with the terms masked.
        """
        glossary = await self._engine_glossary(work, deadline)
        made = await self._ask(work, glossary, deadline)
        wrong = {
            key: work.texts[key]
            for key, segment in made.items()
            if glossary
            and segment.status == "machine"
            and not work.terms.stand_in(key, segment.text)
        }
        if wrong:
            made |= await self._ask(_Work(wrong, work.request, work.terms), {}, deadline)
        return made

    async def _ask(
        self, work: "_Work", glossary: Mapping[str, str], deadline: float
    ) -> dict[str, Segment]:
        """Translate by an engine; terms are masked unless the engine is given the glossary."""
        request = work.request
        masked = {key: work.masked(key, with_terms=not glossary) for key in work.texts}
        asked = {key: sent for key, sent in masked.items() if sent.has_words}
        segments = {
            key: _wordless(work.texts[key], sent)
            for key, sent in masked.items()
            if key not in asked
        }
        if not asked:
            return segments
        sent_texts = [sent.text for sent in asked.values()]
        batch = Batch(
            sent_texts,
            request.source,
            request.target,
            glossary,
            request.context,
            request.account,
            request.ceiling,
        )
        try:
            outcome = await self._router.translate(batch, deadline=deadline)
        except TranslationFailed as failure:
            kept = {key: Segment(work.texts[key], "kept", failure.code) for key in asked}
            return segments | kept
        for (key, sent), answer in zip(asked.items(), outcome.answer.texts, strict=True):
            segments[key] = _segment(work.texts[key], sent, answer, outcome)
        return segments

    async def _engine_glossary(self, work: "_Work", deadline: float) -> Mapping[str, str]:
        """The terms, if the engine applies them; if not, none: then masks do its work."""
        glossary, request = work.terms.glossary(work.texts.keys()), work.request
        try:
            if glossary and await self._router.applies_glossary(
                request.source, request.target, deadline=deadline
            ):
                return glossary
        except TranslationFailed:
            pass  # the call that follows says why
        return {}


@dataclass(frozen=True, slots=True)
class _Work:
    """Segments by their keys, and what is asked of them."""

    texts: Mapping[str, str]
    request: Request
    terms: Terms

    def masked(self, key: str, *, with_terms: bool) -> Masked:
        """A segment as it is sent; without terms it is the same for every language."""
        originals, text = self.request.originals, self.texts[key]
        if with_terms and (places := self.terms.places(key)):
            return mask(text, originals.keep, places)
        return originals.masked(text)


def _wordless(original: str, sent: Masked) -> Segment:
    """A segment without words to translate; only terms of the glossary may change it."""
    text = unmask(sent, sent.text)
    if text == original:
        return Segment(original, "kept", NO_WORDS)
    return Segment(text, "machine", None, "machine")


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
