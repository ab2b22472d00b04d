"""Lines of the log: whose they are, how many, and what they never hold."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.domain import trails
from bot.ops import logs
from tests.ops.writing import Written, written

__all__ = ["written"]  # a fixture

log = logging.getLogger("bot.here")


def ids(draft: int) -> trails.Ids:
    return {"feed": 3, "draft": draft}


class Step:
    """A step that logs before and after it learned of the story."""

    @trails.followed(ids)
    async def work(self, draft: int) -> None:
        log.info("begun")
        await asyncio.sleep(0)
        trails.add({"story": 1000 + draft})
        await asyncio.gather(asyncio.to_thread(log.info, "in a thread"), self.deeper())

    async def deeper(self) -> None:
        log.warning("token 123456:ABCDEFGHIJKLMNOPQRSTUVWXYZ in it")


async def test_lines_have_the_ids_of_their_work(written: Written) -> None:
    logs.configure("json")
    await asyncio.gather(Step().work(1), Step().work(2))
    log.info("outside")
    assert '"story": 1001' in written.text
    for line in written.lines:
        draft = line.get("draft")
        assert line.get("feed") == (3 if draft else None)
        early = line["event"] in {"begun", "outside"}
        assert line.get("story") == (None if early else 1000 + int(draft or 0))
    assert len(written.lines) == 7
    assert "ABCDEFGHIJKLMNOPQRSTUVWXYZ" not in written.text


def test_text_lines_have_them_too(written: Written) -> None:
    logs.configure("text")
    with trails.bound({"story": 1042}):
        log.info("hello")
    assert "hello" in written.text
    assert "story=1042" in written.text


@pytest.mark.parametrize(("level", "count"), [(logging.INFO, logs.A_MINUTE), (logging.DEBUG, 500)])
def test_of_lines_for_each_message_some_are_enough(
    written: Written, level: int, count: int
) -> None:
    logs.configure("json", level)
    handler = logging.getLogger().handlers[0]
    for number in range(500):
        record = log.makeRecord(log.name, logging.INFO, "", 0, "sent", (), None, extra=trails.EACH)
        record.created = 1_000_000 * logs.MINUTE + number / 10  # fifty seconds
        handler.handle(record)
    assert len(written.lines) == count
    log.info("something else")
    assert written.lines[-1]["event"] == "something else"


def test_what_libraries_say_of_what_they_carry_is_not_written(written: Written) -> None:
    logs.configure("json", logging.DEBUG)
    for name in ("telegram.Bot", "telegram.ext.ExtBot", "sqlalchemy.engine", "httpcore"):
        logging.getLogger(name).debug("a message's text")
    assert written.text == ""
