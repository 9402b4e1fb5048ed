"""Segments, and what is found out about each once, for all languages that it is translated into."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from i18n.translate.masking import Masked, mask
from i18n.translate.memory import segment_key


@dataclass(frozen=True, slots=True)
class Originals:
    """The segments of a text.

    Attributes:
        texts: Markdown, the inline content of one block each.
        keep: words that are not translated.
        keys: names of the segments, in the order of `texts`.
    """

    texts: Sequence[str]
    keep: frozenset[str] = frozenset()
    keys: Sequence[str] = field(init=False)
    _masked: dict[str, Masked] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Name the segments."""
        object.__setattr__(self, "keys", [segment_key(text) for text in self.texts])

    def masked(self, text: str) -> Masked:
        """A segment as an engine is sent it, without a glossary."""
        found = self._masked.get(text)
        if found is None:
            found = self._masked[text] = mask(text, self.keep)
        return found
