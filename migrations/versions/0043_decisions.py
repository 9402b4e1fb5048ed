"""Decisions: who votes, ballots, texts, and what was handed in in writing."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", Id(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("voters", sa.String(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("least_hours", sa.Integer(), nullable=False),
        sa.Column("explanation_words", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("second_of_id", Id(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_id", Id(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("deadline", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("casting", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("chosen", sa.String(), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["member.id"], name="fk_poll_made_by_id_member"),
        sa.ForeignKeyConstraint(["second_of_id"], ["poll.id"], name="fk_poll_second_of_id_poll"),
        sa.PrimaryKeyConstraint("id", name="pk_poll"),
        sa.UniqueConstraint("second_of_id", name="uq_poll_second_of_id"),
    )
    op.create_index("ix_poll_made_by_id", "poll", ["made_by_id"])
    op.create_index("ix_poll_place", "poll", ["place", "id"])
    op.create_table(
        "decision_text",
        sa.Column("decision_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("translations", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["poll.id"], name="fk_decision_text_decision_id_poll"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name="fk_decision_text_made_by_id_member"
        ),
        sa.PrimaryKeyConstraint("decision_id", "version", name="pk_decision_text"),
    )
    op.create_index("ix_decision_text_made_by_id", "decision_text", ["made_by_id"])
    op.create_table(
        "elector",
        sa.Column("id", Id(), nullable=False),
        sa.Column("decision_id", Id(), nullable=False),
        sa.Column("delegation_id", Id(), nullable=True),
        sa.Column("member_id", Id(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("population", Id(), nullable=False),
        sa.Column("proxy_id", Id(), nullable=True),
        sa.Column("is_sponsor", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["poll.id"], name="fk_elector_decision_id_poll"),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name="fk_elector_delegation_id_delegation"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_elector_member_id_member"),
        sa.ForeignKeyConstraint(["proxy_id"], ["elector.id"], name="fk_elector_proxy_id_elector"),
        sa.PrimaryKeyConstraint("id", name="pk_elector"),
        sa.UniqueConstraint(
            "decision_id", "delegation_id", name="uq_elector_decision_id_delegation_id"
        ),
        sa.UniqueConstraint("decision_id", "member_id", name="uq_elector_decision_id_member_id"),
    )
    op.create_index("ix_elector_delegation_id", "elector", ["delegation_id"])
    op.create_index("ix_elector_member_id", "elector", ["member_id"])
    op.create_table(
        "ballot",
        sa.Column("decision_id", Id(), nullable=False),
        sa.Column("elector_id", Id(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("cast_by_id", Id(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("cast_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["cast_by_id"], ["member.id"], name="fk_ballot_cast_by_id_member"),
        sa.ForeignKeyConstraint(["decision_id"], ["poll.id"], name="fk_ballot_decision_id_poll"),
        sa.ForeignKeyConstraint(
            ["elector_id"], ["elector.id"], name="fk_ballot_elector_id_elector"
        ),
        sa.PrimaryKeyConstraint("decision_id", "elector_id", name="pk_ballot"),
    )
    op.create_index("ix_ballot_cast_by_id", "ballot", ["cast_by_id"])
    op.create_table(
        "ballot_spent",
        sa.Column("decision_id", Id(), nullable=False),
        sa.Column("elector_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["poll.id"], name="fk_ballot_spent_decision_id_poll"
        ),
        sa.ForeignKeyConstraint(
            ["elector_id"], ["elector.id"], name="fk_ballot_spent_elector_id_elector"
        ),
        sa.PrimaryKeyConstraint("decision_id", "elector_id", name="pk_ballot_spent"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "secret_ballot",
        sa.Column("decision_id", Id(), nullable=False),
        sa.Column("order_key", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("receipt_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["poll.id"], name="fk_secret_ballot_decision_id_poll"
        ),
        sa.PrimaryKeyConstraint("decision_id", "order_key", name="pk_secret_ballot"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision_remark",
        sa.Column("id", Id(), nullable=False),
        sa.Column("decision_id", Id(), nullable=False),
        sa.Column("elector_id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["poll.id"], name="fk_decision_remark_decision_id_poll"
        ),
        sa.ForeignKeyConstraint(
            ["elector_id"], ["elector.id"], name="fk_decision_remark_elector_id_elector"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_decision_remark_member_id_member"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision_remark"),
    )
    op.create_index("ix_decision_remark_decision_id", "decision_remark", ["decision_id", "id"])
    op.create_index("ix_decision_remark_elector_id", "decision_remark", ["elector_id"])
    op.create_index("ix_decision_remark_member_id", "decision_remark", ["member_id"])


def downgrade() -> None:
    op.drop_table("decision_remark")
    op.drop_table("secret_ballot")
    op.drop_table("ballot_spent")
    op.drop_table("ballot")
    op.drop_table("elector")
    op.drop_table("decision_text")
    op.drop_table("poll")
