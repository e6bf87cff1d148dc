import asyncio

import anyio
import asyncpg
import logging

log = logging.getLogger(__name__)


# ---- reported -------------------------------------------------------------
class Subscriber_reported:
    def start(self):
        self.listening = asyncio.create_task(self.listen())

    async def listen(self):
        async for message in self.pubsub.listen():
            await self.store.save(message)  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "listen".}}


class Feed_reported:
    """A flag ends the loop from outside; the callback of the user may fail."""

    def __init__(self, callback):
        self.callback = callback
        self.closed = False
        self.tasks = [asyncio.create_task(self.receive()), asyncio.create_task(self.deliver()),
                      asyncio.create_task(self.connect_silent())]

    async def receive(self):
        while True:
            if self.closed:
                return
            await self.store.save(await self.socket.recv())  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "receive".}}

    async def deliver(self):
        while not self.closed:
            message = await self.queue.get()
            self.callback(message)  # Noncompliant {{Handle the errors of "self.callback" inside the loop: the first one ends the background task "deliver".}}

    async def connect_silent(self):
        while True:
            if self.connected:
                return
            await self.socket.open()


class Poller:
    async def start(self):
        self._task = asyncio.create_task(self._poll_reported())
        self.stopped = asyncio.Event()
        asyncio.ensure_future(self._watch_reported())
        self.closed = False
        self._beat = asyncio.get_running_loop().create_task(self._beat_reported())

    async def _poll_reported(self):
        while True:
            await self.feed.update()  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "_poll_reported".}}
#           ^^^^^^^^^^^^^^^^^^^^^^^^
            await asyncio.sleep(60)

    async def _watch_reported(self):
        while not self.stopped.is_set():
            await asyncio.sleep(5)
            status = await self.client.status()  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "_watch_reported".}}
            log.info(status)

    async def _beat_reported(self):
        while not self.closed:
            await self.socket.send("ping")  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "_beat_reported".}}
            await asyncio.sleep(20)


async def consume_reported(queue: asyncio.Queue, handle):
    while True:
        item = await queue.get()
        await handle(item)  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "consume_reported".}}
        queue.task_done()


class Housekeeper:
    def start(self):
        self._sweeper = asyncio.create_task(self._sweep_reported())
        self._refresher = asyncio.create_task(self._refresh_reported())
        self._counter = asyncio.create_task(self._count_silent())
        self._reader = asyncio.create_task(self._read_silent())

    async def _sweep_reported(self):
        while True:
            await asyncio.sleep(60)
            self._sweep()  # Noncompliant {{Handle the errors of "self._sweep" inside the loop: the first one ends the background task "_sweep_reported".}}
#           ^^^^^^^^^^^

    def _sweep(self):
        for entry in self.entries:
            entry.expire()

    async def _refresh_reported(self):
        while True:
            self.settings.reload()  # Noncompliant {{Handle the errors of "self.settings.reload" inside the loop: the first one ends the background task "_refresh_reported".}}
            await asyncio.sleep(300)

    async def _count_silent(self):
        while True:
            await asyncio.sleep(1)
            self.seconds.append(1)
            log.debug("%d", len(self.seconds))

    async def _read_silent(self):
        while True:
            await self._read_once()

    async def _read_once(self):
        try:
            await self.port.read()
        except OSError:
            log.exception("cannot read")


class Responder:
    def connection_made(self, transport):
        self._requests = asyncio.Queue()
        self._task = asyncio.create_task(self._answer_silent())

    async def _answer_silent(self):
        while True:
            try:
                self.answer(await self._requests.get())
            except Exception:
                self.transport.reset()
            finally:
                self.parser.forget()


class Cleaner:
    async def start(self):
        self._shut_down = False
        self._task = asyncio.create_task(self._clean_reported())

    async def _clean_reported(self):
        while not self._shut_down:
            await self.store.purge()  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "_clean_reported".}}
            await asyncio.sleep(1)

    async def close(self):
        self._shut_down = True
        await self._task


async def cancellation_only_reported(bot):
    try:
        while True:
            await bot.refresh()  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "cancellation_only_reported".}}
            await asyncio.sleep(10)
    except asyncio.CancelledError:
        log.info("stopped")
        raise


async def outside_the_try_reported(bot):
    while 1:
        channel = await bot.fetch_channel(1)  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "outside_the_try_reported".}}
        try:
            await channel.send("hello")
        except OSError:
            log.exception("send failed")


tasks = set()


def start(loop, queue, bot, handle):
    tasks.add(loop.create_task(consume_reported(queue, handle)))
    tasks.add(asyncio.ensure_future(cancellation_only_reported(bot)))
    tasks.add(asyncio.ensure_future(outside_the_try_reported(bot)))
    tasks.add(asyncio.ensure_future(handled_silent(bot)))
    tasks.add(asyncio.ensure_future(handled_around_silent(bot)))
    tasks.add(asyncio.ensure_future(cannot_fail_silent(queue)))
    tasks.add(asyncio.ensure_future(ends_silent(bot)))
    tasks.add(asyncio.ensure_future(finite_silent(bot)))


class Jobs_reported:
    """What keeps a task does not hear of its errors, and no more does a method that only starts what it is given."""

    def __init__(self, database: asyncpg.Pool):
        self.database = database
        self.tasks = set()

    def start(self):
        task = asyncio.create_task(self.publish())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        self.spawn(self.collect())
        self.sweeper = self.spawn(work=self.sweep())
        report = self.report()
        self.reporter = asyncio.create_task(report)
        self.spawn(self.rest_silent())
        self.watched = self.spawn(self.watch_silent())

    def spawn(self, work):
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def publish(self):
        while True:
            await self.broker.send(1)  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "publish".}}

    async def collect(self):
        while True:
            await self.broker.send(2)  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "collect".}}

    async def sweep(self):
        while True:
            async with self.database.acquire() as connection:  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "sweep".}}
#                      ^^^^^^^^^^^^^^^^^^^^^^^
                self.seen = connection
            await asyncio.sleep(60)

    async def report(self):
        while True:
            await self.broker.send(3)  # Noncompliant {{Handle the errors of this await inside the loop: the first one ends the background task "report".}}

    async def rest_silent(self):
        while True:
            async with self.lock:
                self.seen = None
            await asyncio.sleep(60)

    async def watch_silent(self):
        while True:
            await self.broker.send(4)

    async def run(self):
        await self.watched


# ---- silent ---------------------------------------------------------------
class Subscriber_silent:
    """One handles the errors, one leaves the loop by itself, one reads what ends."""

    def start(self):
        self.tasks = [asyncio.create_task(self.listen()), asyncio.create_task(self.first()),
                      asyncio.create_task(self.rows())]

    async def listen(self):
        async for message in self.pubsub.listen():
            try:
                await self.store.save(message)
            except Exception:
                logging.exception("lost %s", message)

    async def first(self):
        async for message in self.pubsub.listen():
            await self.store.save(message)
            break

    async def rows(self):
        async for row in self.table.rows():
            await self.store.save(row)


class Session_silent:
    """The work is handled; what cleans up after each turn is not the work."""

    def start(self):
        self.task = asyncio.create_task(self.serve())

    async def serve(self):
        while True:
            try:
                await self.peer.talk()
            except OSError:
                log.exception("lost the peer")
            finally:
                await self.peer.close()


class Poller_silent:
    def start(self):
        self.task = asyncio.create_task(self.consume())

    async def consume(self):
        while True:
            try:
                await self.read_messages()
            except Exception as error:
                print(error)
                await anyio.sleep(5)


async def handled_silent(bot):
    while True:
        try:
            await bot.refresh()
        except Exception:
            log.exception("refresh failed")
        await asyncio.sleep(10)


async def handled_around_silent(bot):
    try:
        while True:
            await bot.refresh()
    except Exception:
        log.exception("refresh failed")


async def cannot_fail_silent(queue: asyncio.Queue):
    while True:
        print(await queue.get())
        await asyncio.sleep(1)


async def ends_silent(bot):
    while True:
        if not await bot.refresh():
            break


async def finite_silent(bot):
    for _ in range(3):
        await bot.refresh()


async def never_started_silent(bot):
    while True:
        await bot.refresh()


async def supervised_silent(bot):
    while True:
        await bot.refresh()


async def supervisor_silent(bot):
    task = asyncio.create_task(supervised_silent(bot))
    await task


async def grouped_silent(bot):
    while True:
        await bot.refresh()


async def group_silent(bot):
    async with asyncio.TaskGroup() as group:
        group.create_task(grouped_silent(bot))


async def watched_silent(bot):
    while True:
        await bot.refresh()


def watch_silent(loop, bot, report):
    task = loop.create_task(watched_silent(bot))
    task.add_done_callback(report)


async def joined_silent(bot):
    while True:
        await bot.refresh()


async def waits_for_all_silent(bot, others):
    own = []
    own.append(asyncio.create_task(joined_silent(bot)))
    everything = own + others
    await asyncio.wait(everything, return_when=asyncio.FIRST_COMPLETED)


class Supervisor_silent:
    """The callback of all that it starts hears of their errors."""

    def start(self, work):
        task = asyncio.create_task(work)
        task.add_done_callback(self.on_end)

    def on_end(self, task):
        if task.exception():
            self.start(self.serve())

    def open(self):
        self.start(self.serve())

    async def serve(self):
        while True:
            await self.broker.send(1)


# ---- unknown --------------------------------------------------------------
def starts_something_unknown(worker):
    asyncio.ensure_future(worker.run())


# ---- near misses ----------------------------------------------------------
async def direct_near_miss(bot):
    while True:
        await bot.refresh()


async def awaits_it_near_miss(bot):
    await direct_near_miss(bot)
