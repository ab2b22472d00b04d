"""Peak memory of the bot alone, with 1,000 subscriptions and stories in five languages."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.shares import pss
from tests.world.processes import Playground, Process, free_port, wait_for

SUBSCRIPTIONS = 1000
STORIES = 50
TEXTS = (
    ("en", "Harbour {0} opens again", "The harbour of bay {0} opened on Monday. Ships came in."),
    ("ar", "ميناء {0} يفتح من جديد", "فُتح ميناء الخليج {0} يوم الاثنين. وصلت السفن في الصباح."),
    ("fa", "بندر {0} دوباره باز شد", "بندر خلیج {0} روز دوشنبه باز شد. کشتی‌ها صبح رسیدند."),
    ("ru", "Порт {0} снова открыт", "Порт залива {0} открылся в понедельник. Пришли суда."),
    ("es", "El puerto {0} reabre", "El puerto de la bahía {0} abrió el lunes. Llegaron barcos."),
)


def main() -> None:
    with world() as (people, bot):
        first = pss(bot.pid)
        for chat in range(1, SUBSCRIPTIONS + 1):
            people.say(chat, f"/subscribe Topic{chat} OR Harbour{chat % 50}")
        wait_for(lambda: people.stats()["sends"] >= SUBSCRIPTIONS, 300, "all answers", step=1.0)
        peak = pss(bot.pid)
        for number in range(STORIES):
            lang, title, text = TEXTS[number % len(TEXTS)]
            people.publish(title.format(number), text.format(number), f"Paper {lang}", lang=lang)
        for _ in range(30):
            peak = max(peak, pss(bot.pid))
            time.sleep(1)
        print(f"started          {first:6.1f} MB")
        print(f"peak             {peak:6.1f} MB PSS (aim 150), {peak / first:.2f} of the start")


@contextmanager
def world() -> Iterator[tuple[Playground, Process]]:
    """A playground, and a bot apart that reads its newsroom."""
    with apart() as (people, bot):
        for lang, *_ in TEXTS:
            people.publish(f"Paper {lang} opens", "It opens.", f"Paper {lang}", lang=lang)
        bot.command("feeds", "add", *(url for _, url in people.feeds()))
        time.sleep(10)
        yield people, bot


@contextmanager
def apart() -> Iterator[tuple[Playground, Process]]:
    """A playground that is ready, and a bot apart that may read what it serves."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, Playground(port) as people:
        playground = Process("playground", data=Path(folder) / "playground", port=port)
        bot = Process(
            "run",
            data=Path(folder) / "bot",
            port=free_port(),
            TELEGRAM_BOT_TOKEN="7:bench",
            TELEGRAM_API_URL=people.address,
            ALLOW_PRIVATE_HOSTS=people.address.removeprefix("http://"),
            POLL_SECONDS="2",
        )
        with playground, bot:
            people.wait_ready()
            yield people, bot
