"""The first tables

Revision ID: 0001
Revises:
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
CODES_BEFORE = 1000


def where(sqlite: str, postgresql: str | None = None) -> dict[str, Any]:
    """Return the condition of a partial index, for both databases."""
    return {
        "sqlite_where": sa.text(sqlite),
        "postgresql_where": sa.text(postgresql or sqlite),
    }


def upgrade() -> None:
    """Make the tables; stories' ids, which are their codes, begin at 1001."""
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_table(
        "feeds",
        sa.Column("id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("home", sa.Text()),
        sa.Column("lang", sa.Text()),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("next_due_at", INSTANT, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("first_read_at", INSTANT),
        sa.Column("push_backlog", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url_key", name="uq_feeds_url_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_feeds_due", "feeds", ["next_due_at"], **where("removed IS 0", "removed IS false")
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    op.create_table(
        "topics",
        sa.Column("id", ID, nullable=False),
        sa.Column("normal", sa.Text(), nullable=False),
        sa.Column("normal_key", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
        sa.UniqueConstraint("normal_key", name="uq_topics_normal_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "digest_plans",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("next_at", INSTANT),
        sa.Column("last_at", INSTANT),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_digest_plans_chat_id"),
        sa.PrimaryKeyConstraint("chat_id", "thread_id", name="pk_digest_plans"),
    )
    op.create_index("ix_digest_plans_next_at", "digest_plans", ["next_at"])
    op.create_table(
        "digests",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("story_ids", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_digests_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sa.UniqueConstraint(
            "chat_id", "thread_id", "local_date", name="uq_digests_chat_id_thread_id_local_date"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digests_order", "digests", ["id"], **where("state = 'planned'"))
    op.create_index(
        "ix_digests_planned", "digests", ["chat_id", "id"], **where("state = 'planned'")
    )
    op.create_index("ix_digests_sending", "digests", ["chat_id"], **where("state = 'sending'"))
    op.create_index("ix_digests_time", "digests", ["not_before"], **where("state = 'planned'"))
    op.create_table(
        "drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("guid_key", sa.String(length=32)),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("link_key", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.Text()),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("backlog", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("dropped_for", sa.Text()),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_drafts_feed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("feed_id", "guid_key", name="uq_drafts_feed_id_guid_key"),
        sa.UniqueConstraint("link_key", name="uq_drafts_link_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_drafts_waiting",
        "drafts",
        ["backlog", "seen_at", "id"],
        **where("dropped_for IS NULL"),
    )
    op.create_table(
        "stories",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("guid_key", sa.String(length=32)),
        sa.Column("found_link_key", sa.String(length=32), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("link_key", sa.String(length=32), nullable=False),
        sa.Column("publisher_code", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("extract", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text()),
        sa.Column("published", INSTANT),
        sa.Column("published_has_time", sa.Boolean(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("dated_at", INSTANT, nullable=False),
        sa.Column("backlog", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("home", sa.Text()),
        sa.Column("lang", sa.Text()),
        sa.Column("photo_file_id", sa.Text()),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_stories_feed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sa.UniqueConstraint("feed_id", "guid_key", name="uq_stories_feed_id_guid_key"),
        sa.UniqueConstraint("link_key", name="uq_stories_link_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_dated_at", "stories", ["dated_at"])
    op.create_index("ix_stories_found_link_key", "stories", ["found_link_key"])
    op.create_index(
        "ix_stories_publisher_code",
        "stories",
        ["publisher_code"],
        **where("length(publisher_code) <= 64"),
    )
    op.create_index("ix_stories_seen_at", "stories", ["seen_at"])
    op.create_index("ix_stories_with_text", "stories", ["seen_at"], **where("terms IS NOT NULL"))
    op.create_table(
        "subscriptions",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_subscriptions_chat_id"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_subscriptions_topic_id"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint(
            "chat_id", "thread_id", "topic_id", name="uq_subscriptions_chat_id_thread_id_topic_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriptions_topic_id", "subscriptions", ["topic_id"])
    op.create_table(
        "topic_terms",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_topic_terms_topic_id"),
        sa.PrimaryKeyConstraint("term", "topic_id", name="pk_topic_terms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("subscription_id", ID),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("in_digest", sa.Boolean(), nullable=False),
        sa.Column("digest_id", ID),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_deliveries_chat_id"),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name="fk_deliveries_digest_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_deliveries_story_id"),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name="fk_deliveries_subscription_id",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint(
            "chat_id", "thread_id", "story_id", name="uq_deliveries_chat_id_thread_id_story_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_digest_id", "deliveries", ["digest_id"], **where("digest_id IS NOT NULL")
    )
    op.create_index("ix_deliveries_order", "deliveries", ["id"], **where("state = 'planned'"))
    op.create_index(
        "ix_deliveries_planned", "deliveries", ["chat_id", "id"], **where("state = 'planned'")
    )
    op.create_index(
        "ix_deliveries_sending", "deliveries", ["chat_id"], **where("state = 'sending'")
    )
    op.create_index("ix_deliveries_subscription_id", "deliveries", ["subscription_id"])
    op.create_index(
        "ix_deliveries_time", "deliveries", ["not_before"], **where("state = 'planned'")
    )
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["chat_id", "thread_id"],
        **where("in_digest = 1 AND digest_id IS NULL", "in_digest AND digest_id IS NULL"),
    )
    op.create_table(
        "story_terms",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_story_terms_story_id"),
        sa.PrimaryKeyConstraint("term", "story_id", name="pk_story_terms"),
        sqlite_with_rowid=False,
    )

    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER SEQUENCE stories_id_seq RESTART WITH {CODES_BEFORE + 1}")
    else:
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('stories', {CODES_BEFORE})")
