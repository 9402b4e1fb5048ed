"""What a glossary may say."""

import unicodedata
from collections.abc import Mapping

from forum.core.errors import N_, ForumError
from i18n.translate.glossary import loops

LONGEST_TERM = 200
MOST_ROWS = 50_000
"""Terms of one file."""

ONE_LANGUAGE = N_("A translation is in one language: choose which.")


CHANGED = "glossaries.changed"
"""Kind of the job that a change of terms leaves (`at`, `gone`; `after` where it goes on)."""


class TermTaken(ForumError):
    """The glossary has this term for this pair of languages already."""

    code, status = "term_taken", 409
    text = N_("The glossary has “{term}” for these languages already.")


class TermLoops(ForumError):
    """Translations would lead from this term back to itself."""

    code, status = "term_loops", 422
    text = N_("Translations would lead from “{term}” back to itself.")


def key_of(term: str) -> str:
    """What two spellings of one term have in common: letters without case, spaces folded."""
    return " ".join(unicodedata.normalize("NFC", term).casefold().split())


def check_loops(translations: Mapping[str, str], new: Mapping[str, str]) -> None:
    """Refuse `new` terms that lead back to themselves through each other or `translations`.

    Args:
        translations: the glossary so far, by key, of one space and pair; `""` where a term is kept.
        new: what is to be added to it or takes the place of its entries.

    Raises:
        TermLoops: naming the first of them.
    """
    whole = {**translations, **new}
    steps = {term: key_of(translation) for term, translation in whole.items() if translation}
    if looping := [term for term in loops(steps) if term in new]:
        raise TermLoops(term=looping[0])
