"""What webhooks hold of a member."""

from forum.db.holdings import Holding
from forum.webhooks.tables import Webhook

HOLDINGS = (
    Holding(
        Webhook,
        ("owner_id",),
        name="webhooks",
        without=frozenset({"word", "former_word"}),
    ),
)
