"""Speakers' lists of live sessions, and the requests on them."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "floor_list",
        sa.Column("item_id", Id(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=True),
        sa.Column("closes_at", UtcDateTime(), nullable=True),
        sa.Column("appealable", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name="fk_floor_list_item_id_agenda_item"
        ),
        sa.PrimaryKeyConstraint("item_id", name="pk_floor_list"),
    )
    op.create_table(
        "floor_slot",
        sa.Column("id", Id(), nullable=False),
        sa.Column("item_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("delegation_id", Id(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", Id(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("limit_ms", sa.Integer(), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=True),
        sa.Column("running_since", UtcDateTime(), nullable=True),
        sa.Column("spent_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ruling", sa.String(), nullable=True),
        sa.Column("appeal", sa.String(), nullable=True),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("reading_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["floor_list.item_id"], name="fk_floor_slot_item_id_floor_list"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_floor_slot_member_id_member"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name="fk_floor_slot_delegation_id_delegation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_floor_slot"),
    )
    op.create_index("ix_floor_slot_item", "floor_slot", ["item_id", "place"])
    op.create_index("ix_floor_slot_member_id", "floor_slot", ["member_id"])
    op.create_index("ix_floor_slot_delegation_id", "floor_slot", ["delegation_id"])


def downgrade() -> None:
    op.drop_table("floor_slot")
    op.drop_table("floor_list")
