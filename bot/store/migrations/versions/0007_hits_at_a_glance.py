"""An index that has all that a search asks of a story before it reads one

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_stories_hits",
        "stories",
        ["id", "dated_at", "event_id", "feed_id", "found_link_key"],
    )
