"""Procedural motions of live sessions."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_motion",
        sa.Column("id", Id(), nullable=False),
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("delegation_id", Id(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decision_id", Id(), nullable=True),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_live_motion_{column}_{table}"
            )
            for column, table in _REFERS
        ),
        sa.PrimaryKeyConstraint("id", name="pk_live_motion"),
    )
    op.create_index("ix_live_motion_session", "live_motion", ["session_id", "id"])
    for column in ("member_id", "delegation_id", "decision_id"):
        op.create_index(f"ix_live_motion_{column}", "live_motion", [column])


_REFERS = (
    ("session_id", "live_session"),
    ("member_id", "member"),
    ("delegation_id", "delegation"),
    ("decision_id", "poll"),
)


def downgrade() -> None:
    op.drop_table("live_motion")
