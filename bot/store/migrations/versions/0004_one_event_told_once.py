"""Events, cards that tell of several sources and are edited, and summaries by a model

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and tables. Stories that are there are of no event."""
    told: tuple[sa.Column[int] | sa.Column[str], ...] = (
        sa.Column("event_id", sa.BigInteger()),
        sa.Column("summary", sa.Text()),
        sa.Column("summary_by", sa.Text()),
    )
    for column in told:
        op.add_column("stories", column)
    op.create_index("ix_stories_event_id", "stories", ["event_id"])
    op.add_column(
        "chats", sa.Column("every_source", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for more in (
        sa.Column("card_id", sa.BigInteger()),
        sa.Column("edit_at", INSTANT),
        sa.Column("edit_from", INSTANT),
        sa.Column("edit_attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("edit_error", sa.Text()),
        sa.Column("corrected_at", INSTANT),
    ):
        op.add_column("deliveries", more)
    _partial("ix_deliveries_card", "story_id", "card_id IS NULL AND state != 'held'")
    _partial("ix_deliveries_card_id", "card_id", "card_id IS NOT NULL")
    _partial("ix_deliveries_edit_at", "edit_at", "edit_at IS NOT NULL")
    _events()


def _partial(name: str, column: str, where: str) -> None:
    op.create_index(
        name, "deliveries", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", ID, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_told_at", "events", ["told_at"])
    op.create_table(
        "event_keys",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_keys_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "event_id", name="pk_event_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_keys_event_id", "event_keys", ["event_id"])
    op.create_table(
        "event_counts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_event_counts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_stories",
        sa.Column("story_id", ID, nullable=False),
        sa.Column("event_id", ID, nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_event_stories_story_id"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_stories_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", name="pk_event_stories"),
    )
    op.create_index("ix_event_stories_event_id", "event_stories", ["event_id"])
    op.create_table(
        "event_copies",
        sa.Column("hash", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("story_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["event_stories.story_id"],
            name="fk_event_copies_story_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", "story_id", name="pk_event_copies"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_copies_story_id", "event_copies", ["story_id"])
