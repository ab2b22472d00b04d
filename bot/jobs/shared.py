"""Hands of all processes that share a PostgreSQL: pgqueuer hands the jobs out.

A job of a process that died is given to another one once it was silent for ``SILENT``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.errors import DatabaseError
from bot.jobs.local import done
from bot.jobs.work import GRACE, Job, Step
from bot.store import job_queue

if TYPE_CHECKING:
    from pgqueuer.models import Job as Row
    from pgqueuer.queries import Queries

log = logging.getLogger(__name__)

SILENT = timedelta(seconds=6)
"""A process that let nothing be heard of its jobs for so long is taken to be dead."""
_AT_ONCE = 4
"""Jobs that a process takes at a time: more of them would leave others without."""
_LOOK = timedelta(seconds=2)
"""The longest pause between two looks, where a notification went astray."""
_SEVERAL = 0.1
"""Seconds in which several jobs may end before it is looked what else is due."""
_TIDY = 600.0
"""Seconds between two times at which the queue's log is cut."""
_CLOSED = 0.25
"""Seconds between two looks whether a connection is lost."""
_LAST = 1.0
"""Seconds that jobs at hand have when it is: without it they cannot tell that we are alive."""
_RETRY = 1.0
"""Seconds before a lost connection is made again."""


class SharedHands:
    """Implements ``work.Hands`` together with all who have the same database and kinds of work."""

    alone = False

    def __init__(self, database_url: str, grace: float = GRACE) -> None:
        self._url = database_url
        self._grace = grace
        """Seconds that work at hand gets to end when we stop."""
        self._queue: tuple[Queries, Any] | None = None
        """pgqueuer's way to the queue, and the connection it goes by; None while it is away."""
        self._connected = asyncio.Event()
        self._ended: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._fenced: set[asyncio.Future[None]] = set()
        """Work that goes on when the queue is lost: nobody else begins with it."""

    async def busy(self, step: Step) -> set[str]:
        """Return the keys of jobs that wait or are worked on, here or elsewhere."""
        _, connection = await self._open()
        with job_queue.asked(self._url):
            return await job_queue.keys(connection, step.kind)

    async def offer(self, step: Step, jobs: Sequence[Job]) -> int:
        """Put jobs into the queue, but those whose key is busy; return how many."""
        if not jobs:
            return 0
        queries, _ = await self._open()
        with job_queue.asked(self._url):
            ids = await queries.enqueue(
                [step.kind] * len(jobs),
                [job.item.encode() for job in jobs],
                [0] * len(jobs),
                dedupe_key=[f"{step.kind}:{job.key}" for job in jobs],
                on_conflict="skip",
            )
        return sum(one is not None for one in ids)

    async def one_ended(self, step: Step) -> None:
        """Wait until a job was done here since the last call of this method."""
        ended = self._ended[step.kind]
        await ended.wait()
        await asyncio.sleep(_SEVERAL)
        ended.clear()

    async def all_ended(self, step: Step) -> None:
        """Wait until no job of a step waits or is worked on, here or elsewhere."""
        while await self.busy(step):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await self.one_ended(step)

    @contextlib.asynccontextmanager
    async def at_work(self, steps: Sequence[Step]) -> AsyncIterator[None]:
        """Do jobs of these steps for the length of a block, then end what is at hand."""
        stop = asyncio.Event()
        working = asyncio.create_task(self._work(steps, stop), name="jobs")
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait({working}, timeout=self._grace)
            left = [working, *self._fenced]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _open(self) -> tuple[Queries, Any]:
        """Return the way to the queue, after waiting for it; ``_work`` says why that takes."""
        while self._queue is None:
            self._connected.clear()
            await self._connected.wait()
        return self._queue

    async def _work(self, steps: Sequence[Step], stop: asyncio.Event) -> None:
        """Do jobs until told to stop, on new connections whenever the old ones were lost."""
        while not stop.is_set():
            try:
                await self._work_connected(steps, stop)
            except DatabaseError as error:
                log.warning("the queue of jobs is away: %s", error)
            except Exception:
                log.exception("the queue of jobs broke; beginning anew")
            finally:
                self._queue = None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_RETRY):
                    await stop.wait()

    async def _work_connected(self, steps: Sequence[Step], stop: asyncio.Event) -> None:
        from pgqueuer.qm import QueueManager  # a third of a second that a bot on SQLite saves
        from pgqueuer.queries import Queries

        from bot.jobs.listening import ListeningApart

        # what is lost of the queue is found again in the tables
        async with (
            job_queue.connected(self._url, "storywire jobs", lasting=False) as asking,
            job_queue.connected(self._url, "storywire jobs: ears", lasting=False) as listening,
        ):
            queries = Queries(ListeningApart(asking, listening))
            await _install(queries)
            manager = QueueManager(queries)
            for step in steps:
                manager.entrypoint(step.kind, accepts_context=False)(self._doer(step))
            self._queue = queries, asking
            self._connected.set()
            running = asyncio.create_task(
                manager.run(
                    batch_size=_AT_ONCE,
                    dequeue_timeout=_LOOK,
                    heartbeat_timeout=SILENT,
                    shutdown_on_listener_failure=True,
                )
            )
            stopped = asyncio.create_task(stop.wait())
            lost = asyncio.create_task(_closed(asking, listening))
            ends = {running, stopped, lost}
            try:
                while not any(end.done() for end in ends):
                    await job_queue.forget(asking)
                    await asyncio.wait(ends, timeout=_TIDY, return_when=asyncio.FIRST_COMPLETED)
                manager.shutdown.set()
                # others are given our jobs soon: what is not done by then is theirs alone
                await asyncio.wait({running}, timeout=_LAST if lost.done() else None)
                if running.done():
                    running.result()
            finally:
                for end in ends:
                    end.cancel()
                await asyncio.gather(*ends, return_exceptions=True)

    def _doer(self, step: Step) -> Callable[[Row], Awaitable[None]]:
        async def do(row: Row) -> None:
            work = asyncio.ensure_future(done(step, (row.payload or b"").decode()))
            if step.fenced:
                self._fenced.add(work)
                work.add_done_callback(self._fenced.discard)
            try:
                await (asyncio.shield(work) if step.fenced else work)
            finally:
                self._ended[step.kind].set()

        return do


async def _closed(*connections: Any) -> None:  # noqa: ANN401 - the store knows them
    """Return once one of the connections is closed, or known to be lost."""
    while not any(connection.closed for connection in connections):  # noqa: ASYNC110 - psycopg tells nobody
        await asyncio.sleep(_CLOSED)


async def _install(queries: Queries) -> None:
    """Make or update pgqueuer's tables; processes that start at once take turns."""
    async with queries.schema_lock():
        if not await queries.schema_is_installed():
            await queries.install()
            return
        for statement in (await queries.plan_upgrade()).statements:
            await queries.driver.execute(statement)
