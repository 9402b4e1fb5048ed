"""Google Cloud Translation, version 3 (cloud.google.com/translate/docs/reference/rest/v3)."""

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, TypeAdapter

from i18n.translate.base import Batch, Capabilities, Limits, Options
from i18n.translate.options import WrongOptions, checked, pair_table
from i18n.translate.refusals import CallRefused
from i18n.translate.service import JsonService
from i18n.translate.spans import from_spans, length, to_spans
from i18n.translate.tags import Pairs, every_pair

if TYPE_CHECKING:
    from i18n.translate.google_token import ServiceAccount

_URL = "https://translation.googleapis.com"
_PATIENCE = 15.0  # seconds for the list of languages
_LIMITS = Limits(30_720, 1_024, length)


class _Language(BaseModel):
    code: str = Field(alias="languageCode")
    source: bool = Field(default=False, alias="supportSource")
    target: bool = Field(default=False, alias="supportTarget")


class _Languages(BaseModel):
    languages: list[_Language]


class _Text(BaseModel):
    text: str = Field(alias="translatedText")


class _Answer(BaseModel):
    translations: list[_Text]
    by_glossary: list[_Text] = Field(default=[], alias="glossaryTranslations")


_LANGUAGES = TypeAdapter(_Languages)
_ANSWER = TypeAdapter(_Answer)


class Google:
    """See `Translator`.

    Options: `project`; `credentials`, the file of a service account, or `key`; `location` (`global`
    if not set; glossaries need another); `model`; `glossaries`, names of glossaries of that project
    and location, as `en>de=NAME, fr>ja=NAME`; `url`, if not Google's.
    """

    name = "google"

    def __init__(self, options: Options) -> None:
        known = ("credentials", "key", "location", "model", "glossaries", "url")
        checked(options, needed=("project",), known=known)
        if bool(options.get("key")) == bool(options.get("credentials")):
            raise WrongOptions("google needs one of key and credentials")
        place = f"projects/{options['project']}/locations/{options.get('location') or 'global'}"
        self._place, self._model = place, options.get("model", "")
        self._glossaries = pair_table(options, "glossaries")
        key = options.get("key")
        self._service = JsonService(
            options.get("url") or _URL,
            headers={"X-Goog-Api-Key": key} if key else None,
            spent=_spent,
        )
        path = options.get("credentials")
        self._account = _account(path, self._service) if path else None
        self._pairs: Pairs[tuple[str, str]] = Pairs()

    async def capabilities(self) -> Capabilities:
        """See `Translator`."""
        deadline = time.monotonic() + _PATIENCE
        headers = await self._headers(deadline)
        request = self._service.get(f"/v3/{self._place}/supportedLanguages", headers=headers)
        listed = (await self._service.ask(request, _LANGUAGES, deadline=deadline)).languages
        self._pairs = every_pair(
            [one.code for one in listed if one.source], [one.code for one in listed if one.target]
        )
        return Capabilities(self._pairs.covers, limits=_LIMITS)

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        """See `Translator`."""
        pair = self._pairs.code(batch.source, batch.target)
        if pair is None:
            raise CallRefused(f"{self.name} has no {batch.source} to {batch.target}")
        request = self._service.post(
            f"/v3/{self._place}:translateText",
            json=self._body(batch, pair),
            headers=await self._headers(deadline),
        )
        answer = await self._service.ask(request, _ANSWER, deadline=deadline)
        return [from_spans(one.text) for one in answer.by_glossary or answer.translations]

    async def aclose(self) -> None:
        """See `Translator`."""
        await self._service.aclose()

    async def _headers(self, deadline: float) -> Mapping[str, str]:
        if self._account is None:
            return {}
        return {"Authorization": f"Bearer {await self._account.token(deadline=deadline)}"}

    def _body(self, batch: Batch, pair: tuple[str, str]) -> Mapping[str, object]:
        body: dict[str, object] = {
            "contents": [to_spans(text) for text in batch.texts],
            "mimeType": "text/html",
            "sourceLanguageCode": pair[0],
            "targetLanguageCode": pair[1],
        }
        if self._model:
            body["model"] = f"{self._place}/models/{self._model}"
        if glossary := self._glossaries.get((batch.source, batch.target)):
            name = f"{self._place}/glossaries/{glossary}"
            body["glossaryConfig"] = {"glossary": name, "ignoreCase": True}
        return body


def _account(path: str, service: JsonService) -> "ServiceAccount":
    # What signs its requests takes 9 MiB, and most sites have a key or no Google at all.
    from i18n.translate.google_token import ServiceAccount  # noqa: PLC0415

    return ServiceAccount(path, service)


def _spent(status: int, body: bytes) -> bool:
    """Whether the quota of a day is used up; those of a minute answer 429 and pass."""
    return (status == 403 and b"Limit Exceeded" in body) or (  # noqa: PLR2004 (RFC 9110, 15.5.4)
        status == 429 and b"per day" in body.lower()  # noqa: PLR2004 (RFC 6585, 4)
    )
