"""Quiet hours, pauses and caps; digests of what they held back, beside a date's own

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OLD_UNIQUE = "uq_digests_chat_id_thread_id_local_date"


def upgrade() -> None:
    """Add the columns; digests that are there are daily ones, and nothing is held back."""
    _chats()
    _plans()
    held_back: sa.Column[bool] = sa.Column(
        "held_back", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("deliveries", held_back)
    op.drop_index("ix_deliveries_waiting", "deliveries")
    _partial(
        "ix_deliveries_waiting",
        "deliveries",
        "chat_id",
        "thread_id",
        where=f"{_either()} AND digest_id IS NULL",
    )
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_digests()
    else:
        op.drop_constraint(OLD_UNIQUE, "digests")
        op.add_column("digests", _kind())
    _partial(
        "uq_digests_daily",
        "digests",
        "chat_id",
        "thread_id",
        "local_date",
        where="kind = 'daily'",
        unique=True,
    )


def _either() -> str:
    if op.get_bind().dialect.name == "sqlite":
        return "(in_digest = 1 OR held_back = 1)"
    return "(in_digest OR held_back)"


def _chats() -> None:
    settings: tuple[sa.Column[str] | sa.Column[int], ...] = (
        sa.Column("quiet_start", sa.String(length=5)),
        sa.Column("quiet_end", sa.String(length=5)),
        sa.Column("cap", sa.Integer()),
        sa.Column("pause_thread", sa.BigInteger(), nullable=False, server_default="0"),
    )
    for column in settings:
        op.add_column("chats", column)
    for name in ("paused_at", "paused_until", "silent_from", "silent_until"):
        op.add_column("chats", sa.Column(name, INSTANT))
    _partial("ix_chats_silent_until", "chats", "silent_until", where="silent_until IS NOT NULL")


def _plans() -> None:
    op.add_column("digest_plans", sa.Column("last_date", sa.Date()))
    op.add_column("digest_plans", sa.Column("rang", sa.Text()))
    op.add_column("digest_plans", sa.Column("rest_at", INSTANT))
    _partial("ix_digest_plans_rest_at", "digest_plans", "rest_at", where="rest_at IS NOT NULL")
    op.execute(
        "UPDATE digest_plans SET last_date = (SELECT max(local_date) FROM digests"
        " WHERE digests.chat_id = digest_plans.chat_id"
        " AND digests.thread_id = digest_plans.thread_id)"
    )


def _kind() -> sa.Column[str]:
    return sa.Column("kind", sa.String(), nullable=False, server_default="daily")


def _rebuild_digests() -> None:
    """Make the table anew: SQLite cannot take a constraint away.

    The references of deliveries are looked at when all of it is done, and then hold again.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE old_digests AS SELECT * FROM digests")
    op.execute(
        "CREATE TEMPORARY TABLE old_count AS SELECT seq FROM sqlite_sequence WHERE name = 'digests'"
    )
    found = op.get_bind().exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'digests'"
        " AND sql IS NOT NULL"
    )
    indexes = [statement for (statement,) in found]
    op.drop_table("digests")
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer(), nullable=False),
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
        _kind(),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_digests_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sqlite_autoincrement=True,
    )
    for statement in indexes:
        op.execute(statement)
    columns = (
        "id, chat_id, thread_id, state, not_before, attempts, error, message_id, planned_at,"
        " sent_at, local_date, story_ids"
    )
    op.execute(f"INSERT INTO digests ({columns}) SELECT {columns} FROM old_digests")
    # ids of digests that were forgotten are not given again
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'digests'")
    op.execute("INSERT INTO sqlite_sequence (name, seq) SELECT 'digests', seq FROM old_count")
    op.execute("DROP TABLE old_digests")
    op.execute("DROP TABLE old_count")


def _partial(name: str, table: str, *columns: str, where: str, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name,
        table,
        list(columns),
        unique=unique,
        sqlite_where=condition,
        postgresql_where=condition,
    )
