"""Acts on many things of any kind, with fields of their own."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: SQLite would write the table anew, and other tables refer to its rows.
    fields = sa.Column("fields", sa.JSON(), nullable=False, server_default="{}")
    op.add_column("bulk_run", fields)
    target = sa.Column("target", sa.String(), nullable=False, server_default="")
    op.add_column("bulk_target", target)
    op.execute("UPDATE bulk_target SET target = 'post:' || post_id")
    op.drop_index("ix_bulk_target_post", "bulk_target")
    with op.batch_alter_table("bulk_target") as batch:
        batch.drop_column("post_id")


def downgrade() -> None:
    op.execute("DELETE FROM bulk_target WHERE target NOT LIKE 'post:%'")
    op.add_column("bulk_target", sa.Column("post_id", Id(), nullable=True))
    op.execute("UPDATE bulk_target SET post_id = CAST(substr(target, 6) AS BIGINT)")
    with op.batch_alter_table("bulk_target") as batch:
        batch.drop_column("target")
        batch.alter_column("post_id", existing_type=Id(), nullable=False)
        batch.create_foreign_key("fk_bulk_target_post_id_post", "post", ["post_id"], ["id"])
    op.create_index("ix_bulk_target_post", "bulk_target", ["post_id"])
    op.drop_column("bulk_run", "fields")
