"""One act on many posts."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_LEFT = sa.text("audit_id IS NULL AND refused = ''")


def upgrade() -> None:
    op.create_table(
        "bulk_run",
        sa.Column("id", Id(), nullable=False),
        sa.Column("actor_id", Id(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("undoes", Id(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["member.id"], name="fk_bulk_run_actor_id_member"),
        sa.ForeignKeyConstraint(["undoes"], ["bulk_run.id"], name="fk_bulk_run_undoes_bulk_run"),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_run"),
        sa.UniqueConstraint("undoes", name="uq_bulk_run_undoes"),
    )
    op.create_index("ix_bulk_run_actor_id", "bulk_run", ["actor_id"])
    op.create_table(
        "bulk_target",
        sa.Column("run_id", Id(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("answers", Id(), nullable=True),
        sa.Column("audit_id", Id(), nullable=True),
        sa.Column("refused", sa.String(), nullable=False),
        _refers("run_id", "bulk_run"),
        _refers("post_id", "post"),
        _refers("answers", "audit_entry"),
        _refers("audit_id", "audit_entry"),
        sa.PrimaryKeyConstraint("run_id", "number", name="pk_bulk_target"),
    )
    op.create_index(
        "ix_bulk_target_left",
        "bulk_target",
        ["run_id", "number"],
        postgresql_where=_LEFT,
        sqlite_where=_LEFT,
    )
    op.create_index("ix_bulk_target_post", "bulk_target", ["post_id"])


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_bulk_target_{column}_{to}")


def downgrade() -> None:
    op.drop_table("bulk_target")
    op.drop_table("bulk_run")
