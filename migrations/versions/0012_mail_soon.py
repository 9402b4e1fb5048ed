"""When mail that goes at once is due: one for all that comes within a minute."""

import sqlalchemy as sa
from alembic import op

from forum.db.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notification_settings", sa.Column("soon_due", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("notification_settings", "soon_due")
