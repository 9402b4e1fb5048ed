"""LibreTranslate, on one's own machine or elsewhere (docs.libretranslate.com)."""

import time
from collections.abc import Sequence

from pydantic import BaseModel, TypeAdapter

from i18n.translate.base import Batch, Capabilities, Limits, Options
from i18n.translate.masking import escape_again
from i18n.translate.options import checked, positive
from i18n.translate.refusals import CallRefused
from i18n.translate.service import JsonService
from i18n.translate.tags import Pairs, house_tag

_TAGS = {"zt": "zh-Hant", "pb": "pt-BR"}
"""Its codes that are no language tags; newer versions use tags throughout."""

_PATIENCE = 15.0  # seconds for the list of languages


class _Language(BaseModel):
    code: str
    targets: list[str] = []


class _Answer(BaseModel):
    translatedText: list[str]  # noqa: N815 (the name on the wire)


_LANGUAGES = TypeAdapter(list[_Language])
_ANSWER = TypeAdapter(_Answer)


class LibreTranslate:
    """See `Translator`.

    Options: `url`; `key`, if the service wants one; `characters` and `items`, what it takes in one
    call (10000 and 50 if not set).
    """

    name = "libretranslate"

    def __init__(self, options: Options) -> None:
        checked(options, needed=("url",), known=("key", "characters", "items"))
        self._service = JsonService(options["url"])
        self._key = options.get("key")
        self._limits = Limits(
            positive(options, "characters", 10_000), positive(options, "items", 50)
        )
        self._pairs: Pairs[tuple[str, str]] = Pairs()

    async def capabilities(self) -> Capabilities:
        """See `Translator`."""
        deadline = time.monotonic() + _PATIENCE
        languages = await self._service.ask(
            self._service.get("/languages"), _LANGUAGES, deadline=deadline
        )
        pairs = [(one.code, target) for one in languages for target in one.targets]
        plain_first = sorted(pairs, key=lambda pair: not _TAGS.keys().isdisjoint(pair))
        self._pairs = Pairs((_tag(pair[0]), _tag(pair[1]), pair) for pair in plain_first)
        return Capabilities(covers=self._pairs.covers, limits=self._limits)

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        """See `Translator`."""
        pair = self._pairs.code(batch.source, batch.target)
        if pair is None:
            raise CallRefused(f"{self.name} has no {batch.source} to {batch.target}")
        texts = [text.replace("\n", " ") for text in batch.texts]
        body = {"q": texts, "source": pair[0], "target": pair[1], "format": "html"}
        if self._key:
            body["api_key"] = self._key
        answer = await self._service.ask(
            self._service.post("/translate", json=body), _ANSWER, deadline=deadline
        )
        # It takes HTML and gives it back with the escapes already undone.
        return [escape_again(text) for text in answer.translatedText]

    async def aclose(self) -> None:
        """See `Translator`."""
        await self._service.aclose()


def _tag(code: str) -> str | None:
    return house_tag(code, _TAGS)
