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
from forum.translations.queries.stale import (
    UnitPlace,
    forget_machine_units,
    machine_units,
    mark_stale,
    stale,
    users_of_units,
)
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
    "UnitPlace",
    "Wanted",
    "add_revision",
    "drop",
    "drop_requests",
    "every_translation",
    "find_units",
    "forget",
    "forget_machine_units",
    "forget_segments",
    "forget_spending",
    "is_wanted",
    "known",
    "machine_units",
    "mark_outdated",
    "mark_stale",
    "newest_revision",
    "note_failure",
    "note_segments",
    "request",
    "save",
    "save_units",
    "settle",
    "spend",
    "spent",
    "stale",
    "terms",
    "terms_stamp",
    "translation",
    "translations",
    "units_of_length",
    "users_of_units",
    "waiting",
]
