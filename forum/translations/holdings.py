"""What translations hold of a member."""

from forum.db.holdings import Holding
from forum.translations.tables import Translation, TranslationRevision

_WITHOUT = frozenset({"html"})

HOLDINGS = (
    Holding(Translation, ("reviewer_id",), name="translations", without=_WITHOUT),
    Holding(TranslationRevision, ("reviewer_id",), name="earlier_translations"),
)
