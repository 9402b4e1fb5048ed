"""Apertium by its web service APY (wiki.apertium.org/wiki/Apertium-apy): free, for close pairs."""

import asyncio
import re
import time
from collections.abc import Sequence

from pydantic import BaseModel, Field, TypeAdapter

from i18n.translate.base import Batch, Capabilities, Limits, Options
from i18n.translate.masking import MASK
from i18n.translate.options import checked
from i18n.translate.refusals import CallRefused
from i18n.translate.service import JsonService
from i18n.translate.tags import Pairs, house_tag

_TAGS = {"hbs_HR": "hr", "nor": "nb", "por_BR": "pt-BR"}
"""Its codes that are no language tags; the others are ISO 639-3, some with a variant after `_`."""

_UNKNOWN_FORM = re.compile(r"(?<![\w&])[@#](?=\w)")
"""Apertium's marks for a word that it could not translate (`@`) or inflect (`#`)."""

_PATIENCE = 15.0  # seconds for the list of pairs
_AT_ONCE = 4  # APY runs few pipelines a pair


class _Pair(BaseModel):
    source: str = Field(alias="sourceLanguage")
    target: str = Field(alias="targetLanguage")


class _Pairs(BaseModel):
    pairs: list[_Pair] = Field(alias="responseData")


class _Text(BaseModel):
    text: str = Field(alias="translatedText")


class _Answer(BaseModel):
    data: _Text = Field(alias="responseData")


_PAIRS = TypeAdapter(_Pairs)
_ANSWER = TypeAdapter(_Answer)


class Apertium:
    """See `Translator`.

    Options: `url`. A text in whose answer Apertium marks a word as unknown counts as unanswered.
    """

    name = "apertium"

    def __init__(self, options: Options) -> None:
        self._service = JsonService(checked(options, needed=("url",))["url"])
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._pairs: Pairs[str] = Pairs()

    async def capabilities(self) -> Capabilities:
        """See `Translator`."""
        deadline = time.monotonic() + _PATIENCE
        listed = await self._service.ask(self._service.get("/listPairs"), _PAIRS, deadline=deadline)
        plain_first = sorted(listed.pairs, key=lambda pair: len(pair.source + pair.target))
        self._pairs = Pairs(
            (_tag(pair.source), _tag(pair.target), f"{pair.source}|{pair.target}")
            for pair in plain_first
        )
        return Capabilities(covers=self._pairs.covers, limits=Limits(20_000, 50))

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        """See `Translator`; one call a text, since the service takes no more."""
        pair = self._pairs.code(batch.source, batch.target)
        if pair is None:
            raise CallRefused(f"{self.name} has no {batch.source} to {batch.target}")
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._one(text, pair, deadline)) for text in batch.texts]
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return [task.result() for task in tasks]

    async def aclose(self) -> None:
        """See `Translator`."""
        await self._service.aclose()

    async def _one(self, text: str, pair: str, deadline: float) -> str:
        form = {"langpair": pair, "q": text, "format": "html", "markUnknown": "no"}
        async with self._at_once:
            request = self._service.post("/translate", form=form)
            answer = await self._service.ask(request, _ANSWER, deadline=deadline)
        return "" if _marks(answer.data.text) > _marks(text) else answer.data.text


def _tag(code: str) -> str | None:
    return house_tag(code, _TAGS)


def _marks(text: str) -> int:
    return len(_UNKNOWN_FORM.findall(MASK.sub(" ", text)))
