"""Azure Translator, version 3.0 (learn.microsoft.com/azure/ai-services/translator)."""

import time
from collections.abc import Sequence
from urllib.parse import urlencode

from pydantic import BaseModel, TypeAdapter

from i18n.translate.base import Batch, Capabilities, Limits, Options
from i18n.translate.options import checked
from i18n.translate.refusals import CallRefused, WrongAnswer
from i18n.translate.service import JsonService
from i18n.translate.spans import from_spans, length, to_spans
from i18n.translate.tags import Pairs, every_pair

_GLOBAL = "https://api.cognitive.microsofttranslator.com"
_FREE_QUOTA_SPENT = b"403001"
_PATIENCE = 15.0  # seconds for the list of languages
_LIMITS = Limits(50_000, 1_000, length)


class _Languages(BaseModel):
    translation: dict[str, object]


class _Text(BaseModel):
    text: str


class _Item(BaseModel):
    translations: list[_Text]


_LANGUAGES = TypeAdapter(_Languages)
_ANSWER = TypeAdapter(list[_Item])


class Azure:
    """See `Translator`.

    Options: `key`; `region`, for a key of one region; `url`, if not the global one.
    """

    name = "azure"

    def __init__(self, options: Options) -> None:
        checked(options, needed=("key",), known=("url", "region"))
        headers = {"Ocp-Apim-Subscription-Key": options["key"]}
        if region := options.get("region"):
            headers["Ocp-Apim-Subscription-Region"] = region
        self._service = JsonService(options.get("url") or _GLOBAL, headers=headers, spent=_spent)
        self._pairs: Pairs[tuple[str, str]] = Pairs()

    async def capabilities(self) -> Capabilities:
        """See `Translator`."""
        listed = await self._service.ask(
            self._service.get("/languages?api-version=3.0&scope=translation"),
            _LANGUAGES,
            deadline=time.monotonic() + _PATIENCE,
        )
        self._pairs = every_pair(listed.translation, listed.translation)
        return Capabilities(self._pairs.covers, limits=_LIMITS)

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        """See `Translator`."""
        pair = self._pairs.code(batch.source, batch.target)
        if pair is None:
            raise CallRefused(f"{self.name} has no {batch.source} to {batch.target}")
        wanted = {"api-version": "3.0", "from": pair[0], "to": pair[1], "textType": "html"}
        request = self._service.post(
            f"/translate?{urlencode(wanted)}",
            json=[{"Text": to_spans(text)} for text in batch.texts],
        )
        answer = await self._service.ask(request, _ANSWER, deadline=deadline)
        return [_only(item) for item in answer]

    async def aclose(self) -> None:
        """See `Translator`."""
        await self._service.aclose()


def _only(item: _Item) -> str:
    if len(item.translations) != 1:
        raise WrongAnswer(f"{len(item.translations)} translations of one text")
    return from_spans(item.translations[0].text)


def _spent(status: int, body: bytes) -> bool:
    return status == 403 and _FREE_QUOTA_SPENT in body  # noqa: PLR2004 (RFC 9110, 15.5.4)
