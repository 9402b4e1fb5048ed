"""The engine of those who want none: only what the translation memory holds is shown."""

from collections.abc import Sequence

from i18n.translate.base import Batch, Capabilities, Options
from i18n.translate.options import checked
from i18n.translate.refusals import NoTranslation


class MemoryOnly:
    """See `Translator`. Takes no options. The pipeline asks the memory first in any case."""

    name = "memory"

    def __init__(self, options: Options) -> None:
        checked(options)

    async def capabilities(self) -> Capabilities:
        """See `Translator`: no pair at all."""
        return Capabilities(covers=lambda source, target: False)  # noqa: ARG005

    async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:  # noqa: ARG002
        """See `Translator`; always refuses."""
        raise NoTranslation(f"not in the memory: {batch.source} to {batch.target}")

    async def aclose(self) -> None:
        """See `Translator`."""
