"""Topics that items of live sessions became."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handed_over",
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("item_id", Id(), nullable=False),
        sa.Column("topic_id", Id(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name="fk_handed_over_session_id_live_session"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name="fk_handed_over_item_id_agenda_item"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_handed_over_topic_id_topic"),
        sa.PrimaryKeyConstraint("session_id", "item_id", name="pk_handed_over"),
    )
    op.create_index("ix_handed_over_topic_id", "handed_over", ["topic_id"])


def downgrade() -> None:
    op.drop_table("handed_over")
