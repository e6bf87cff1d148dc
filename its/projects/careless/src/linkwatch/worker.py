"""The background of the service."""

import asyncio
import logging
import sys

from linkwatch import fetching, state

logger = logging.getLogger(__name__)


class Background:
    def __init__(self, storage, schedule):
        self.storage = storage
        self.schedule = schedule
        self.task = None
        self.watchdog = None

    async def start(self):
        self.task = asyncio.create_task(self.work())  # UA207
        self.limit = 20
        self.watchdog = asyncio.create_task(watchdog(self.storage), name="watchdog")

    async def stop(self):  # UA405
        logger.info("the background stops when the program does")

    async def work(self):
        while True:
            site = await self.schedule.queue.get()
            statuses = await fetching.check_all(site["links"][: self.limit])  # UA701
            state.results[site["name"]] = statuses
            self.schedule.queue.task_done()


class Schedule:
    """Puts all sites into the queue again and again."""

    def __init__(self, sites):
        self.sites = sites
        self.queue = asyncio.Queue()  # UA706
        self.task = asyncio.ensure_future(self.run())  # UA205

    async def close(self):
        self.task.cancel()  # UA406

    async def run(self):
        while True:
            try:
                for site in self.sites:
                    await self.queue.put(site)
                self.queue.join()  # UA202
                await asyncio.sleep(600)
            except Exception:
                pass  # UA702


async def watchdog(storage):
    asyncio.create_task(report_memory())  # UA206 UA207
    while True:
        try:
            if await storage.find(["linkwatch"]) == []:
                logger.error("the database is empty")
                sys.exit(1)  # UA704
            await asyncio.sleep(60)
        except OSError:
            logger.exception("the watchdog cannot see the database")


async def report_memory():
    await asyncio.sleep(30)
    logger.info("%d results", len(state.results))
