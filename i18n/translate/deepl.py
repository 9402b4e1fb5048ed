"""DeepL, by version 2 of its interface (developers.deepl.com/api-reference/translate)."""

import time
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, TypeAdapter

from i18n.translate.base import Batch, Capabilities, Limits, Options
from i18n.translate.options import WrongOptions, checked, pair_table
from i18n.translate.refusals import CallRefused
from i18n.translate.service import JsonService
from i18n.translate.tags import Pairs, every_pair

_FREE, _PAID = "https://api-free.deepl.com", "https://api.deepl.com"
_FORMALITIES = frozenset({"default", "prefer_more", "prefer_less"})
_PATIENCE = 15.0  # seconds for the lists of languages
_MOST_CONTEXT = 2_000  # characters; it counts against the size of a request
_ITEMS, _BYTES = 50, 110_000  # of 128 KiB; the rest is for names, quotes and the context


class _Language(BaseModel):
    language: str


class _Text(BaseModel):
    text: str


class _Answer(BaseModel):
    translations: list[_Text]


class Usage(BaseModel):
    """What the account has used in its billing period, in characters."""

    character_count: int
    character_limit: int


_LANGUAGES = TypeAdapter(list[_Language])
_ANSWER = TypeAdapter(_Answer)
_USAGE = TypeAdapter(Usage)


class DeepL:
    """See `Translator`.

    Options: `key`; `url`, if not that of the key's plan; `formality`, `prefer_more` or
    `prefer_less`; `glossaries`, ids of glossaries kept at DeepL, as `en>de=ID, fr>ja=ID`.
    """

    name = "deepl"

    def __init__(self, options: Options) -> None:
        checked(options, needed=("key",), known=("url", "formality", "glossaries"))
        self._formality = options.get("formality", "default")
        if self._formality not in _FORMALITIES:
            raise WrongOptions(f"formality is none of {sorted(_FORMALITIES)}")
        self._glossaries = pair_table(options, "glossaries")
        key = options["key"]
        self._service = JsonService(
            options.get("url") or (_FREE if key.endswith(":fx") else _PAID),
            headers={"Authorization": f"DeepL-Auth-Key {key}"},
        )
        self._pairs: Pairs[tuple[str, str]] = Pairs()

    async def capabilities(self) -> Capabilities:
        """See `Translator`."""
        deadline = time.monotonic() + _PATIENCE
        sources = await self._languages("source", deadline)
        self._pairs = every_pair(sources, await self._languages("target", deadline))
        return Capabilities(self._pairs.covers, limits=Limits(_BYTES, _ITEMS, _bytes))

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        """See `Translator`."""
        pair = self._pairs.code(batch.source, batch.target)
        if pair is None:
            raise CallRefused(f"{self.name} has no {batch.source} to {batch.target}")
        request = self._service.post("/v2/translate", json=self._body(batch, pair))
        answer = await self._service.ask(request, _ANSWER, deadline=deadline)
        return [one.text for one in answer.translations]

    async def usage(self, *, deadline: float) -> Usage:
        """Ask how much of the account's allowance is used.

        Raises:
            TranslationFailed: it does not say.
        """
        return await self._service.ask(self._service.get("/v2/usage"), _USAGE, deadline=deadline)

    async def aclose(self) -> None:
        """See `Translator`."""
        await self._service.aclose()

    async def _languages(self, side: str, deadline: float) -> Sequence[str]:
        request = self._service.get(f"/v2/languages?type={side}")
        listed = await self._service.ask(request, _LANGUAGES, deadline=deadline)
        return [one.language for one in listed]

    def _body(self, batch: Batch, pair: tuple[str, str]) -> Mapping[str, object]:
        body: dict[str, object] = {
            "text": [text.replace("\n", " ") for text in batch.texts],
            "source_lang": pair[0],
            "target_lang": pair[1],
            "tag_handling": "xml",
            "ignore_tags": ["x"],
        }
        if batch.context:
            body["context"] = batch.context[:_MOST_CONTEXT]
        if self._formality != "default":
            body["formality"] = self._formality
        if glossary := self._glossaries.get((batch.source, batch.target)):
            body["glossary_id"] = glossary
        return body


def _bytes(text: str) -> int:
    return len(text.encode()) + text.count('"') + text.count("\\") + len('"",')
