"""Organisations, delegations and mandates."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_OF_PARTNER = sa.text("kind = 'partner'")


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("homepage", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_table(
        "delegation",
        sa.Column("id", Id(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("organisation_id", Id(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_delegation_organisation_id_organisation",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delegation"),
        sa.UniqueConstraint("slug", name="uq_delegation_slug"),
    )
    op.create_index("ix_delegation_organisation_id", "delegation", ["organisation_id"])
    op.create_index(
        "uq_delegation_partner",
        "delegation",
        ["partner"],
        unique=True,
        postgresql_where=_OF_PARTNER,
        sqlite_where=_OF_PARTNER,
    )
    op.create_table(
        "delegation_group",
        sa.Column("group_id", Id(), nullable=False),
        sa.Column("delegation_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["delegation.id"], name="fk_delegation_group_group_id_delegation"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_delegation_group_delegation_id_delegation",
        ),
        sa.PrimaryKeyConstraint("group_id", "delegation_id", name="pk_delegation_group"),
    )
    op.create_index("ix_delegation_group_delegation_id", "delegation_group", ["delegation_id"])
    op.create_table(
        "mandate",
        sa.Column("id", Id(), nullable=False),
        sa.Column("delegation_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("is_focal_point", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("given_by_id", Id(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by_id", Id(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name="fk_mandate_delegation_id_delegation"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_mandate_member_id_member"),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["member.id"], name="fk_mandate_given_by_id_member"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["member.id"], name="fk_mandate_ended_by_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mandate"),
    )
    op.create_index("ix_mandate_delegation_id", "mandate", ["delegation_id"])
    op.create_index("ix_mandate_member", "mandate", ["member_id", "first_day"])
    op.create_index("ix_mandate_given_by_id", "mandate", ["given_by_id"])
    op.create_index("ix_mandate_ended_by_id", "mandate", ["ended_by_id"])


def downgrade() -> None:
    op.drop_table("mandate")
    op.drop_table("delegation_group")
    op.drop_table("delegation")
    op.drop_table("organisation")
