"""Live sessions, participants and agendas."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_session",
        sa.Column("id", Id(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("space_id", Id(), nullable=True),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("video_url", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("host_id", Id(), nullable=False),
        sa.Column("open_item_id", Id(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name="fk_live_session_space_id_space"),
        sa.ForeignKeyConstraint(["host_id"], ["member.id"], name="fk_live_session_host_id_member"),
        sa.PrimaryKeyConstraint("id", name="pk_live_session"),
    )
    op.create_index("ix_live_session_space_id", "live_session", ["space_id"])
    op.create_index("ix_live_session_host_id", "live_session", ["host_id"])
    op.create_index("ix_live_session_times", "live_session", ["ends_at", "id"])
    op.create_table(
        "live_participant",
        sa.Column("id", Id(), nullable=False),
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("delegation_id", Id(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("letter_id", Id(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", Id(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("muted_until", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name="fk_live_participant_session_id_live_session"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_live_participant_member_id_member"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_live_participant_delegation_id_delegation",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["member.id"], name="fk_live_participant_decided_by_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_live_participant"),
        sa.UniqueConstraint(
            "session_id",
            "member_id",
            "part",
            name="uq_live_participant_session_id_member_id_part",
        ),
    )
    op.create_index("ix_live_participant_member_id", "live_participant", ["member_id"])
    op.create_index("ix_live_participant_delegation_id", "live_participant", ["delegation_id"])
    op.create_index("ix_live_participant_decided_by_id", "live_participant", ["decided_by_id"])
    op.create_table(
        "agenda_item",
        sa.Column("id", Id(), nullable=False),
        sa.Column("session_id", Id(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name="fk_agenda_item_session_id_live_session"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
    )
    op.create_index("ix_agenda_item_place", "agenda_item", ["session_id", "place"])


def downgrade() -> None:
    op.drop_table("agenda_item")
    op.drop_table("live_participant")
    op.drop_table("live_session")
