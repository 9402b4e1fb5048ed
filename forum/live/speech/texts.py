"""Kinds of texts that are sent to readers as they are written.

To have another kind sent: a `Loader`, and its line in `LIVE_TEXTS` of `forum.app`.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.ids import SessionId
from forum.translations.schemas import TranslationOut
from forum.translations.subjects import Subject
from forum.web.shapes import Output

Translations: TypeAlias = Mapping[str, TranslationOut]
"""Of subjects, by name."""


class Text(Protocol):
    """Something written, loaded once for readers of all languages."""

    @property
    def id(self) -> int:
        """Its number."""
        ...

    @property
    def session_id(self) -> SessionId:
        """Where it was written."""
        ...

    def out(self, locale: str, translations: Translations) -> Output:
        """As the API shows it to readers of a language."""
        ...


@dataclass(frozen=True, slots=True)
class Fresh:
    """A text that was written just now, on its way to its readers.

    Attributes:
        text: as it is shown.
        subject: as it is translated; `None` where nobody is to have it translated.
        present: BCP 47 tags of the languages that the session is being read in.
    """

    text: Text
    subject: Subject | None
    present: Sequence[str]


Loader: TypeAlias = Callable[[AsyncSession, Sequence[int]], Awaitable[Sequence[Text]]]
"""Loads texts by their numbers, whoever asks; what was removed is left out."""


@dataclass(frozen=True, slots=True)
class LiveText:
    """One kind of text.

    Attributes:
        event: what readers are sent it as, such as `caption.text`.
        subject: the kind of subject that it is, such as `caption`.
        load: see `Loader`.
        beside: kinds of subjects with the same number that are shown with it.
    """

    event: str
    subject: str
    load: Loader
    beside: Sequence[str] = ()

    def names(self, numbers: Iterable[int]) -> Sequence[str]:
        """The subjects that are shown of some texts."""
        return [f"{kind}:{one}" for one in numbers for kind in (self.subject, *self.beside)]


LiveTexts: TypeAlias = Mapping[str, LiveText]
"""By the kind that an event of it says; see `events.Spoken`."""
