"""Updates of each chat in order, whichever process answers them

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the chat; what waits in the inbox meanwhile is answered in order, one by one."""
    op.add_column(
        "inbox", sa.Column("chat_id", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.drop_index("ix_inbox_pending", "inbox")
    where = sa.text("body IS NOT NULL")
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["chat_id", "update_id"],
        sqlite_where=where,
        postgresql_where=where,
    )
