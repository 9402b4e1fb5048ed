"""What every translation engine does, whoever runs it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

Options: TypeAlias = Mapping[str, str]
"""What an operator sets for one engine, such as `url` and `key`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call takes at most.

    Attributes:
        characters: of all its texts together, >= 1.
        items: texts, >= 1.
        length: how the engine counts the characters of one text as it is sent.
    """

    characters: int = 10_000
    items: int = 50
    length: Callable[[str], int] = len


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do now.

    Attributes:
        covers: whether it translates from one BCP 47 tag to another; order matters. For an engine
            that lists its pairs, `i18n.translate.tags.Pairs.covers`.
        glossary: whether it applies `Batch.glossary` itself.
        limits: what one call takes.
    """

    covers: Callable[[str, str], bool]
    glossary: bool = False
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts that go from one language to another in one call.

    Attributes:
        texts: plain text with `&`, `<` and `>` escaped as in HTML; `<x id="n"/>` stands for what
            must not change. Line breaks are spaces. At most `Limits` of them.
        source: BCP 47 tag of the originals.
        target: BCP 47 tag wanted.
        glossary: source term to the term that must stand for it; only engines that say so use it.
        context: text near by that helps to understand these; it is not translated.
        account: on whose account they are translated; for hooks, no engine is told.
        ceiling: characters a day on that account, where it has a limit of its own.
    """

    texts: Sequence[str]
    source: str
    target: str
    glossary: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    account: str = ""
    ceiling: int | None = None


class Translator(Protocol):
    """A machine translation engine. Every member passes `tests/contracts/test_translators.py`."""

    name: str
    """Shown to readers beside each machine translation."""

    async def capabilities(self) -> Capabilities:
        """Ask the engine what it can do.

        Raises:
            TranslationFailed: it does not answer, or not with a list of languages.
        """
        ...

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
        """Translate one batch that is within the limits.

        Args:
            batch: of a pair that the engine covers.
            deadline: the last useful moment, in seconds of `time.monotonic()`.

        Returns:
            One text for each of `batch.texts`, in their order and form, every mask kept; an empty
            one where the engine has nothing usable for that text alone.

        Raises:
            TranslationFailed: there is no answer for the batch; the subclass says why.
            CallRefused: among others, for a pair not listed when `capabilities` was last asked.
        """
        ...

    async def aclose(self) -> None:
        """Let go of connections. May be called twice."""
        ...
