"""An engine that needs no network and knows every pair: marks text instead of translating it.

For tests and for checking layouts: the text grows by about a third, its Latin letters carry
accents, and whatever stays without brackets on a page was never translated. Never a default.
"""

import re
from collections.abc import Sequence

from i18n.languages import direction
from i18n.translate.base import Batch, Capabilities, Options
from i18n.translate.options import checked
from i18n.translate.refusals import CallRefused
from i18n.translate.tags import differ

_ACCENTS = str.maketrans(
    "AEIOUYCDGHKLNRSTWZaeiouycdghklnrstwz",
    "ÀÉÎÕÜÝÇĐĜĤĶĻÑŔŠŢŴŽàéîõüýçđĝĥķļñŕšţŵž",
)
_UNTOUCHED = re.compile(r"(<[^>]*>|&[#\w]+;)")
_GROWTH = 0.3  # German and Finnish run that much longer than English
_RLM = "\u200f"


class Pseudo:
    """See `Translator`. Takes no options."""

    name = "pseudo"

    def __init__(self, options: Options) -> None:
        checked(options)

    async def capabilities(self) -> Capabilities:
        """See `Translator`."""
        return Capabilities(covers=differ)

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:  # noqa: ARG002
        """See `Translator`; the same batch always gives the same answer."""
        if not differ(batch.source, batch.target):
            raise CallRefused(f"{self.name} has no {batch.source} to {batch.target}")
        return [_disguise(text, batch.target) for text in batch.texts]

    async def aclose(self) -> None:
        """See `Translator`."""


def _disguise(text: str, target: str) -> str:
    parts = _UNTOUCHED.split(text)
    letters = sum(len(part) for part in parts[::2])
    parts[::2] = [part.translate(_ACCENTS) for part in parts[::2]]
    padding = "·" * round(letters * _GROWTH)
    marked = f"⟦{target} {''.join(parts)} {padding}⟧"
    return f"{_RLM}{marked}{_RLM}" if direction(target) == "rtl" else marked
