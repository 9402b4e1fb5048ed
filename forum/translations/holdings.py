"""What translations hold of a member."""

from forum.db.holdings import Holding
from forum.translations.tables import (
    Translation,
    TranslationDeed,
    TranslationProposal,
    TranslationRevision,
)

_WITHOUT = frozenset({"html"})

HOLDINGS = (
    Holding(Translation, ("reviewer_id", "author_id"), name="translations", without=_WITHOUT),
    Holding(TranslationRevision, ("reviewer_id", "author_id"), name="earlier_translations"),
    Holding(TranslationProposal, ("author_id",), name="translations_proposed"),
    Holding(
        TranslationProposal,
        ("decided_by_id",),
        name="translations_decided",
        without=frozenset({"text", "note", "author_id"}),
    ),
    Holding(
        TranslationDeed,
        ("member_id",),
        name="translation_history",
        without=frozenset({"text"}),
    ),
)
