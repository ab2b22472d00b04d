"""Anchors that say what else a story needs, and followers planned some at a time

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, the index and the table; anchors of before need nothing besides."""
    op.add_column("topic_terms", sa.Column("also", sa.Text()))
    op.add_column(
        "topics", sa.Column("followed", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.drop_index("ix_subscriptions_topic_id", "subscriptions")
    op.create_index("ix_subscriptions_topic", "subscriptions", ["topic_id", "id"])
    op.create_table(
        "plannings",
        sa.Column(
            "story_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("planning", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_plannings_story_id"),
        sa.PrimaryKeyConstraint("story_id", name="pk_plannings"),
    )
