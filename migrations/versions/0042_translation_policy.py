"""Which engines may be sent the texts of a space, into which languages at once, and how much."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_WAS = sa.table("space", sa.column("outside_translation", sa.Boolean), sa.column("engines"))


def upgrade() -> None:
    engines = sa.Column("engines", sa.String(), server_default=sa.text("'any'"), nullable=False)
    op.add_column("space", engines)
    op.execute(_WAS.update().where(~_WAS.c.outside_translation).values(engines="inside"))
    op.drop_column("space", "outside_translation")
    into = sa.Column("translated_into", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
    op.add_column("space", into)
    op.add_column("space", sa.Column("translation_budget", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("space", "translation_budget")
    op.drop_column("space", "translated_into")
    outside = sa.Column(
        "outside_translation", sa.Boolean(), server_default=sa.true(), nullable=False
    )
    op.add_column("space", outside)
    op.execute(_WAS.update().where(_WAS.c.engines != "any").values(outside_translation=False))
    op.drop_column("space", "engines")
    with op.batch_alter_table("space") as space:
        space.alter_column("outside_translation", server_default=None)
