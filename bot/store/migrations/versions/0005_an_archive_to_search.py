"""An index of the archive in place of rows for each term, and words to spell by

Revision ID: 0005
Revises: 0004
"""

import json
import re
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_BATCH = 500


def upgrade() -> None:
    """Make the index from the stories' terms; headlines of before are looked up as texts."""
    op.add_column("stories", sa.Column("headline_terms", sa.Text()))
    op.create_table(
        "words",
        sa.Column(
            "word",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("written", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_words"),
        sqlite_with_rowid=False,
    )
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE TABLE story_index (story_id BIGINT NOT NULL, terms TSVECTOR NOT NULL, "
            "CONSTRAINT pk_story_index PRIMARY KEY (story_id))"
        )
        op.execute("CREATE INDEX ix_story_index_terms ON story_index USING gin (terms)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE story_index USING fts5(terms, content='', detail=none, "
            "tokenize=\"ascii tokenchars '^~@:=-_'\")"
        )
    for story_id, terms in _indexed():
        if postgres:
            _execute(
                "INSERT INTO story_index (story_id, terms) VALUES (:id, CAST(:terms AS tsvector))",
                id=story_id,
                terms=" ".join(map(_lexeme, terms)),
            )
        else:
            _execute(
                "INSERT INTO story_index (rowid, terms) VALUES (:id, :terms)",
                id=story_id,
                terms=" ".join(map(_token, terms)),
            )
    op.drop_table("story_terms")


def _indexed() -> Iterator[tuple[int, list[str]]]:
    """Yield the stories, those without a text too: what is taken out was put in."""
    last = 0
    while True:
        found = op.get_bind().execute(
            sa.text(
                f"SELECT id, terms FROM stories WHERE id > :last ORDER BY id LIMIT {_BATCH}"
            ),
            {"last": last},
        )
        batch = [(row.id, json.loads(row.terms or "[]")) for row in found]
        if not batch:
            return
        yield from batch
        last = batch[-1][0]


def _execute(statement: str, **values: object) -> None:
    op.get_bind().execute(sa.text(statement), values)


def _token(term: str) -> str:
    return re.sub(
        r"[^0-9A-Za-z\u0080-\U0010ffff^~@:=-]", lambda found: f"_{ord(found[0]):02x}", term
    )


def _lexeme(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
