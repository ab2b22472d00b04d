"""How the work stands at a glance, and what is watched of it

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the indexes."""
    op.create_table(
        "watches",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Float(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alarmed", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_watches"),
    )
    for queue in ("deliveries", "digests"):
        _partial(f"ix_{queue}_sent_at", queue, "sent_at", "sent_at IS NOT NULL")
        _partial(f"ix_{queue}_failed", queue, "id", "state = 'failed'")
    _partial("ix_inbox_pending", "inbox", "update_id", "body IS NOT NULL")
    _partial("ix_inbox_handled", "inbox", "received_at", "body IS NULL")


def _partial(name: str, table: str, column: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, [column], sqlite_where=condition, postgresql_where=condition
    )
