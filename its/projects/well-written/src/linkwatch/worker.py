"""The background of the service: a bounded queue, the workers that empty it and the schedule that fills it."""

from __future__ import annotations

import asyncio
import logging

from linkwatch.fetching import LinkChecker
from linkwatch.models import Job
from linkwatch.notifications import Notifier
from linkwatch.settings import Settings
from linkwatch.storage import Storage

logger = logging.getLogger(__name__)


class QueueIsFull(Exception):
    """More work was offered than the service takes."""


class Background:
    """Owns the queue and every task that lives as long as the service."""

    def __init__(self, settings: Settings, storage: Storage, checker: LinkChecker, notifier: Notifier) -> None:
        self._settings = settings
        self._storage = storage
        self._checker = checker
        self._notifier = notifier
        self._queue: asyncio.Queue[Job] = asyncio.Queue(maxsize=settings.queue_size)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def submit(self, job: Job) -> None:
        """Accepts the job or says at once that there is no room."""
        try:
            self._queue.put_nowait(job)
        except asyncio.QueueFull:
            raise QueueIsFull(f"{self._settings.queue_size} sites wait already") from None

    async def start(self) -> None:
        for number in range(self._settings.workers):
            self._tasks.append(asyncio.create_task(self._work(), name=f"worker-{number}"))
        self._tasks.append(asyncio.create_task(self._schedule(), name="schedule"))

    async def stop(self) -> None:
        """Lets the workers finish what is queued for a while, then cancels them and waits for their end."""
        try:
            async with asyncio.timeout(self._settings.shutdown_timeout):
                await self._queue.join()
        except TimeoutError:
            logger.warning("%d sites were not checked before the end", self._queue.qsize())
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._tasks.clear()

    async def _work(self) -> None:
        while True:
            try:
                await self._next_job()
            except Exception:
                logger.exception("a site could not be checked")

    async def _next_job(self) -> None:
        job = await self._queue.get()
        try:
            results = await self._checker.check_all(job.links)
            newly_broken = await self._storage.record(job.site_id, results)
            await self._notifier.broken(job.site_id, newly_broken)
        finally:
            self._queue.task_done()

    async def _schedule(self) -> None:
        while True:
            try:
                for job in await self._storage.due(self._settings.recheck_interval):
                    await self._queue.put(job)
            except Exception:
                logger.exception("cannot find out which sites are due")
            await asyncio.sleep(self._settings.recheck_interval / 10)
