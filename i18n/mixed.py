"""Parts of a text that are in another language than the text itself.

Looked for in every post that is written, so only what is known at once is asked: fastText's model
is not loaded for it.
"""

from collections.abc import Iterable

from i18n.classifiers import by_cld2
from i18n.detect import by_script, prose_of
from i18n.languages import LANGUAGES
from i18n.markers import closest
from i18n.scripts import LETTERS_OF, scripts

_FEW = 4
"""Letters of another script that are no mere sign."""
_MANY = 60
"""Letters by which two languages of one script are told apart beyond doubt."""


def other_language(part: str, language: str) -> str | None:
    """The language that a part of a text is in, where that is surely another one.

    Args:
        part: prose, such as a paragraph; shorter than a sentence, only its script tells.
        language: BCP 47 tag of the text that it stands in.
    """
    prose = prose_of(part)
    counts = scripts(prose)
    if not counts:
        return None
    [(script, letters)] = counts.most_common(1)
    if letters < (_MANY if script in _scripts_of(language) else _FEW):
        return None
    found = by_script(prose, counts) or by_cld2(prose, language)
    if not found.reliable or found.language == language:
        return None
    found = closest(prose, found, language)
    return found.language if found.reliable and found.language != language else None


def is_mixed(parts: Iterable[str], language: str) -> bool:
    """Whether any of these parts of a text is surely in another language than the text."""
    return any(other_language(part, language) for part in parts)


def _scripts_of(language: str) -> tuple[str, ...]:
    own = LANGUAGES[language].script
    return ("Hani", "Kana") if own == "Jpan" else (LETTERS_OF.get(own, own),)
