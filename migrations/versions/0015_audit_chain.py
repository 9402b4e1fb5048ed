"""The record of acts becomes a chain, and can no longer be changed."""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from forum.db.base import Id, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = ("audit_entry", "audit_link")
_ENTRY = sa.table(
    "audit_entry",
    sa.column("id", Id()),
    sa.column("made_at", UtcDateTime()),
    sa.column("actor_id", Id()),
    sa.column("act", sa.String()),
    sa.column("target", sa.String()),
    sa.column("reason", sa.String()),
    sa.column("details", sa.JSON()),
    sa.column("undoes", Id()),
)


def upgrade() -> None:
    link = op.create_table(
        "audit_link",
        sa.Column("number", Id(), autoincrement=False, nullable=False),
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name="fk_audit_link_entry_id_audit_entry"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_audit_link"),
        sa.UniqueConstraint("entry_id", name="uq_audit_link_entry_id"),
    )
    previous = "0" * 64
    entries = op.get_bind().execute(sa.select(_ENTRY).order_by(_ENTRY.c.id)).mappings().all()
    for number, entry in enumerate(entries, 1):
        told = {name: value for name, value in entry.items() if value is not None}
        told["made_at"] = told["made_at"].astimezone(UTC).isoformat(timespec="microseconds")
        text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
        row = {"number": number, "entry_id": entry["id"], "hash": previous}
        op.get_bind().execute(sa.insert(link), [row])
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _TABLES:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the record of acts is only added to'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record of acts is only added to'; END $$"
    )
    for table in _TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entry_no_{act}")
    op.drop_table("audit_link")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER audit_entry_is_kept ON audit_entry")
        op.execute("DROP FUNCTION audit_is_kept()")
