"""Feeds' health and rhythm, chats' own feeds, and stories that are told again when they change

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns, their defaults for the rows that are there, and the table of chats' feeds."""
    for column in (
        sa.Column("failed_step", sa.String()),
        sa.Column("last_good_at", INSTANT),
        sa.Column("interval", sa.Integer()),
        sa.Column("pace", sa.Integer()),
        sa.Column("skip_hours", sa.Text()),
        sa.Column("skip_days", sa.Text()),
        sa.Column("moving_to", sa.Text()),
        sa.Column("moving_seen", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("ended_at", INSTANT),
        sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.true()),
    ):
        op.add_column("feeds", column)
    for column in (
        sa.Column("entry_key", sa.String(length=32)),
        sa.Column("content_key", sa.String(length=32)),
        sa.Column("story_id", sa.BigInteger()),
    ):
        op.add_column("drafts", column)
    for column in (
        sa.Column("text_from", sa.String(), nullable=False, server_default="page"),
        sa.Column("entry_key", sa.String(length=32)),
        sa.Column("content_key", sa.String(length=32)),
        sa.Column("updated_at", INSTANT),
    ):
        op.add_column("stories", column)
    op.create_index("ix_drafts_content", "drafts", ["feed_id", "content_key"])
    op.create_index("ix_stories_content", "stories", ["feed_id", "content_key"])
    op.create_table(
        "feed_chats",
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_feed_chats_feed_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_feed_chats_chat_id"),
        sa.PrimaryKeyConstraint("feed_id", "chat_id", name="pk_feed_chats"),
    )
    op.create_index("ix_feed_chats_chat_id", "feed_chats", ["chat_id"])
