"""All SQL of translations."""

from forum.translations.queries.requests import (
    Wanted,
    drop_requests,
    is_wanted,
    known,
    note_failure,
    request,
    settle,
    waiting,
)
from forum.translations.queries.spending import forget_spending, spend, spent
from forum.translations.queries.terms import Stamp, TermsWanted, terms, terms_stamp
from forum.translations.queries.translations import (
    add_revision,
    drop,
    every_translation,
    forget,
    mark_outdated,
    newest_revision,
    save,
    translation,
    translations,
)
from forum.translations.queries.units import (
    find_units,
    forget_segments,
    note_segments,
    save_units,
    units_of_length,
)

__all__ = [
    "Stamp",
    "TermsWanted",
    "Wanted",
    "add_revision",
    "drop",
    "drop_requests",
    "every_translation",
    "find_units",
    "forget",
    "forget_segments",
    "forget_spending",
    "is_wanted",
    "known",
    "mark_outdated",
    "newest_revision",
    "note_failure",
    "note_segments",
    "request",
    "save",
    "save_units",
    "settle",
    "spend",
    "spent",
    "terms",
    "terms_stamp",
    "translation",
    "translations",
    "units_of_length",
    "waiting",
]
