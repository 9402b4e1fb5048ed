"""For `forum check`: which engines answer, and for which pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from forum.translations.engines import Engines
from i18n.languages import LANGUAGES
from i18n.translate.base import Translator
from i18n.translate.refusals import TranslationFailed


@dataclass(frozen=True, slots=True)
class EngineFound:
    """One engine, as it was found.

    Attributes:
        name: as in the settings.
        inside: whether texts that are sent to it stay in the house.
        pairs: source and target, BCP 47 tags, of all that it translates by itself.
        failure: why nothing is known of it; empty if it answers.
    """

    name: str
    inside: bool
    pairs: Sequence[tuple[str, str]]
    failure: str = ""


async def check(engines: Engines) -> Sequence[EngineFound]:
    """Ask every engine what it can do, in order of preference."""
    return [
        await _check(one, inside=one.name in engines.inside_names) for one in engines.translators
    ]


async def _check(translator: Translator, *, inside: bool) -> EngineFound:
    try:
        can = await translator.capabilities()
    except TranslationFailed as failure:
        return EngineFound(translator.name, inside, (), f"{failure.code}: {failure}")
    pairs = [pair for pair in permutations(LANGUAGES, 2) if can.covers(*pair)]
    return EngineFound(translator.name, inside, pairs)
