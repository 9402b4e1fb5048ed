"""Files that members uploaded, and the posts that refer to them."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload_file",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("moving", sa.Boolean(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_upload_file"),
    )
    op.create_table(
        "upload",
        sa.Column("id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_upload_member_id_member"),
        sa.ForeignKeyConstraint(
            ["digest"], ["upload_file.digest"], name="fk_upload_digest_upload_file"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )
    op.create_index("ix_upload_member", "upload", ["member_id", "created_at"])
    op.create_index("ix_upload_created", "upload", ["created_at"])
    op.create_index("ix_upload_digest", "upload", ["digest"])
    op.create_table(
        "post_file",
        sa.Column("upload_id", Id(), nullable=False),
        sa.Column("post_id", Id(), nullable=False),
        sa.Column("member_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_post_file_post_id_post"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_post_file_member_id_member"),
        sa.PrimaryKeyConstraint("upload_id", "post_id", name="pk_post_file"),
    )
    op.create_index("ix_post_file_post_id", "post_file", ["post_id"])


def downgrade() -> None:
    op.drop_table("post_file")
    op.drop_table("upload")
    op.drop_table("upload_file")
