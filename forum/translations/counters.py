"""What translation has done, for operators (`/metrics`)."""

from collections.abc import Sequence

from prometheus_client import Counter

from i18n.translate.base import Batch

TRANSLATIONS = Counter(
    "forum_translations", "Texts that were to be translated, by what came of it.", ["outcome"]
)
CHARACTERS = Counter(
    "forum_translated_characters", "Characters that engines have translated.", ["engine"]
)


async def count_characters(engine: str, sent: Batch, answer: Sequence[str]) -> Sequence[str]:
    """Count what an engine has answered; see `i18n.translate.hooks.AfterTranslate`."""
    CHARACTERS.labels(engine).inc(sum(map(len, sent.texts)))
    return answer
