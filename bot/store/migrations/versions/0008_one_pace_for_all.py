"""The pace at which a bot's processes write to Telegram together.

Only on PostgreSQL: a SQLite database has one process, and that one keeps its pace in memory. The
functions decide as bot.pipeline.pace does, in one round trip; a test compares the two.

Revision ID: 0008
Revises: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# All of it lives for a minute, and is written 30 times a second: no log is needed. After a crash
# the tables are empty, and a new row waits out the second of which nothing is known.
# Moments are seconds since 1970 by the server's clock. The room left on the pages lets a row's next
# version stay on its page, where the last one is cleared away without a vacuum (HOT).
_TABLES = """
CREATE UNLOGGED TABLE pace (
    bot BIGINT CONSTRAINT pk_pace PRIMARY KEY,
    number BIGINT NOT NULL DEFAULT 0,
    ready_at FLOAT8 NOT NULL,
    refused_until FLOAT8 NOT NULL DEFAULT 0,
    stopped_until FLOAT8 NOT NULL DEFAULT 0,
    slowed FLOAT8 NOT NULL DEFAULT 0,
    seen_at FLOAT8 NOT NULL,
    ahead FLOAT8 NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
CREATE UNLOGGED TABLE pace_slots (
    bot BIGINT, place INTEGER, number BIGINT NOT NULL, free_at FLOAT8 NOT NULL,
    CONSTRAINT pk_pace_slots PRIMARY KEY (bot, place)
) WITH (fillfactor = 20);
CREATE UNLOGGED TABLE pace_chats (
    bot BIGINT, chat_id BIGINT, ready_at FLOAT8 NOT NULL, recent FLOAT8[] NOT NULL DEFAULT '{}',
    CONSTRAINT pk_pace_chats PRIMARY KEY (bot, chat_id)
) WITH (fillfactor = 50)
"""

# Everything begins by locking the bot's row, so nobody waits for anybody in a circle. What is read
# afterwards was committed by whoever had the row before: each statement of a function sees that.
# "ahead" is how much our time is ahead of a clock that was set back: ours never goes back.
_HERE = """
CREATE FUNCTION pace_here(of_bot BIGINT) RETURNS pace LANGUAGE plpgsql AS $$
DECLARE
    here pace;
    clock FLOAT8;
BEGIN
    SELECT * INTO here FROM pace WHERE bot = of_bot FOR UPDATE;
    clock := extract(epoch FROM clock_timestamp());
    IF here.bot IS NULL THEN
        INSERT INTO pace (bot, ready_at, seen_at) VALUES (of_bot, clock + 1, clock)
            ON CONFLICT DO NOTHING;
        SELECT * INTO here FROM pace WHERE bot = of_bot FOR UPDATE;
    END IF;
    IF clock + here.ahead < here.seen_at THEN
        here.ahead := here.seen_at - clock;
        UPDATE pace SET ahead = here.ahead WHERE bot = of_bot;
    END IF;
    here.seen_at := clock + here.ahead;
    RETURN here;
END $$
"""

_MISSING = """
CREATE FUNCTION pace_missing(here pace, recovery FLOAT8) RETURNS FLOAT8 LANGUAGE sql AS $$
    SELECT greatest(here.slowed - greatest(here.seen_at - here.stopped_until, 0) * recovery, 0)
$$
"""

_TAKE = """
CREATE FUNCTION pace_take(
    of_bot BIGINT, to_chat BIGINT, within FLOAT8, numbers BIGINT[], slacks FLOAT8[],
    per_second INTEGER, chat_gap FLOAT8, group_count INTEGER, group_window FLOAT8, slack FLOAT8,
    evenness FLOAT8, recovery FLOAT8,
    OUT verdict TEXT, OUT wait FLOAT8, OUT chat_wait FLOAT8, OUT given BIGINT
) LANGUAGE plpgsql AS $$
DECLARE
    here pace := pace_here(of_bot);
    lane pace_chats;
    leaves FLOAT8;
    missing FLOAT8;
BEGIN
    UPDATE pace_slots SET free_at = free_at + known.slack - pace_take.slack
        FROM unnest(numbers, slacks) AS known (number, slack)
        WHERE bot = of_bot AND place = known.number % per_second
            AND pace_slots.number = known.number;
    SELECT * INTO lane FROM pace_chats WHERE bot = of_bot AND chat_id = to_chat;
    leaves := greatest(
        here.seen_at, here.ready_at,
        (SELECT free_at FROM pace_slots WHERE bot = of_bot AND place = here.number % per_second)
    );
    IF lane.ready_at > leaves THEN
        verdict := 'chat';
        wait := lane.ready_at - here.seen_at;
        RETURN;
    ELSIF leaves > here.seen_at + within + 1e-6 THEN
        verdict := 'all';
        wait := leaves - within - here.seen_at;
        RETURN;
    END IF;
    verdict := 'slot';
    given := here.number;
    wait := leaves - here.seen_at;
    chat_wait := wait;
    IF to_chat IS NOT NULL THEN
        lane.recent := coalesce(lane.recent, '{}');
        lane.ready_at := leaves + chat_gap;
        IF to_chat < 0 THEN
            lane.recent := lane.recent || leaves;
            IF cardinality(lane.recent) >= group_count THEN
                lane.ready_at := greatest(lane.ready_at, lane.recent[1] + group_window);
                lane.recent := lane.recent[2:];
            END IF;
        END IF;
        INSERT INTO pace_chats VALUES (of_bot, to_chat, lane.ready_at, lane.recent)
            ON CONFLICT (bot, chat_id) DO UPDATE
            SET ready_at = excluded.ready_at, recent = excluded.recent;
        chat_wait := lane.ready_at - here.seen_at;
    END IF;
    INSERT INTO pace_slots VALUES (
            of_bot, here.number % per_second, here.number, leaves + 1 + slack
        ) ON CONFLICT (bot, place) DO UPDATE
        SET number = excluded.number, free_at = excluded.free_at;
    missing := pace_missing(here, recovery);
    UPDATE pace SET
        number = here.number + 1,
        ready_at = leaves
            + CASE WHEN missing = 0 THEN evenness ELSE 1 END / (per_second - missing),
        seen_at = here.seen_at
        WHERE bot = of_bot;
    IF here.number % 1000 = 999 THEN
        DELETE FROM pace_chats WHERE bot = of_bot AND ready_at < leaves - group_window;
    END IF;
END $$
"""

_REFUSED = """
CREATE FUNCTION pace_refused(
    of_bot BIGINT, to_chat BIGINT, retry_after FLOAT8,
    per_second INTEGER, slowing FLOAT8, recovery FLOAT8
) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    here pace := pace_here(of_bot);
    until FLOAT8 := here.seen_at + retry_after;
BEGIN
    IF to_chat IS NULL OR here.seen_at < here.refused_until THEN
        IF here.seen_at >= here.stopped_until THEN
            here.slowed := per_second
                - greatest((per_second - pace_missing(here, recovery)) * slowing, 1);
        END IF;
        here.stopped_until := greatest(here.stopped_until, until);
        here.ready_at := greatest(here.ready_at, until);
    END IF;
    IF to_chat IS NOT NULL THEN
        INSERT INTO pace_chats VALUES (of_bot, to_chat, until) ON CONFLICT (bot, chat_id)
            DO UPDATE SET ready_at = greatest(pace_chats.ready_at, excluded.ready_at);
    END IF;
    UPDATE pace SET
        ready_at = here.ready_at,
        refused_until = greatest(here.refused_until, until),
        stopped_until = here.stopped_until,
        slowed = here.slowed,
        seen_at = here.seen_at
        WHERE bot = of_bot;
END $$
"""


def upgrade() -> None:
    """Make tables and functions."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in (_TABLES, _HERE, _MISSING, _TAKE, _REFUSED):
            op.execute(statement)
