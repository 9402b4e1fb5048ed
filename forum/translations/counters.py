"""What translation has done, for operators (`/metrics`): listed from the first translation on."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from forum.core.late import late
from i18n.translate.base import Batch

if TYPE_CHECKING:
    import prometheus_client as prometheus
else:
    prometheus = late("prometheus_client")


@cache
def translations() -> "prometheus.Counter":
    """Counts texts that were to be translated, by what came of it."""
    text = "Texts that were to be translated, by what came of it."
    return prometheus.Counter("forum_translations", text, ["outcome"])


@cache
def characters() -> "prometheus.Counter":
    """Counts characters, by the engine that translated them."""
    text = "Characters that engines have translated."
    return prometheus.Counter("forum_translated_characters", text, ["engine"])


def get_ready() -> None:
    """Load what counts, which is else done with the first count."""
    translations()
    characters()


async def count_characters(engine: str, sent: Batch, answer: Sequence[str]) -> Sequence[str]:
    """Count what an engine has answered; see `i18n.translate.hooks.AfterTranslate`."""
    characters().labels(engine).inc(sum(map(len, sent.texts)))
    return answer
