"""On behalf of which group of delegations somebody asks for the floor."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_KEY = "fk_floor_slot_group_id_delegation"


def upgrade() -> None:
    with op.batch_alter_table("floor_slot") as table:
        table.add_column(sa.Column("group_id", Id(), nullable=True))
        table.create_foreign_key(_KEY, "delegation", ["group_id"], ["id"])
    op.create_index("ix_floor_slot_group_id", "floor_slot", ["group_id"])


def downgrade() -> None:
    op.drop_index("ix_floor_slot_group_id", "floor_slot")
    with op.batch_alter_table("floor_slot") as table:
        table.drop_constraint(_KEY, type_="foreignkey")
        table.drop_column("group_id")
