import asyncio
import aiohttp
import asyncpg
from contextlib import suppress


# ---- reported -------------------------------------------------------------
class Service_reported:
    def __init__(self):
        self.pool = None
        self.tasks = set()

    async def start(self, dsn):
        self.tasks.add(asyncio.create_task(self.poll(), name="poll"))  # Noncompliant {{Assign "self.pool" before starting this task, which reads it.}}
#                      ^^^^^^^^^^^^^^^^^^^
        self.pool = await asyncpg.create_pool(dsn)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^< {{Assigned only here.}}

    async def poll(self):
        while True:
            await self.pool.execute("SELECT 1")
#                 ^^^^^^^^^< {{Read by the task.}}
            await asyncio.sleep(1)


class Bot_reported:
    async def setup_hook(self):
        self.watcher = self.loop.create_task(self.watch())  # Noncompliant {{Assign "self.session" before starting this task, which reads it.}}
        await self.login()
        self.session = aiohttp.ClientSession()

    async def watch(self):
        async with self.session.get("https://status.test") as response:
            print(response.status)

    async def close(self):
        await self.session.close()


config = None


async def boots_reported(path):
    global config
    task = asyncio.create_task(reports())  # Noncompliant {{Assign "config" before starting this task, which reads it.}}
    config = await loads(path)
    await task


async def reports():
    print(config.name)


async def loads(path):
    return path


class Worker_reported:
    async def run(self):
        await self.listen()  # Noncompliant {{Start "listen" as a task; it never ends, and what follows is not reached.}}
        await self.report()

    async def listen(self):
        while True:
            await asyncio.sleep(1)

    async def report(self):
        print("listening")


async def heartbeat():
    while True:
        print("alive")
        await asyncio.sleep(60)


async def main_reported(app):
    await app.prepare()
    await heartbeat()  # Noncompliant {{Start "heartbeat" as a task; it never ends, and what follows is not reached.}}
    await app.serve()


async def consume(queue):
    print("consuming")
    while 1:
        try:
            print(await queue.get())
        except ValueError:
            continue


async def starts_consumer_reported(queue, producer):
    if queue:
        await consume(queue)  # Noncompliant {{Start "consume" as a task; it never ends, and what follows is not reached.}}
        producer.start()


class Link:
    async def start_reported(self):
        self.task = asyncio.create_task(self.beat())  # Noncompliant {{Assign "self.writer" before starting this task, which reads it.}}
        self.reader, self.writer = await asyncio.open_connection("localhost", 9000)

    async def beat(self):
        self.writer.write(b"beat")


# ---- silent ---------------------------------------------------------------
class Ordered_silent:
    async def start(self, dsn):
        self.pool = await asyncpg.create_pool(dsn)
        self.task = asyncio.create_task(self.poll(), name="poll")

    async def poll(self):
        await self.pool.execute("SELECT 1")

    async def stop(self):
        await self.pool.close()


class NoAwaitBetween_silent:
    async def start(self):
        self.task = asyncio.create_task(self.poll(), name="poll")
        self.interval = 5

    async def poll(self):
        await asyncio.sleep(self.interval)


class Initialised_silent:
    def __init__(self):
        self.interval = 1

    async def start(self, settings):
        self.task = asyncio.create_task(self.poll(), name="poll")
        self.interval = await settings.get("interval")

    async def poll(self):
        await asyncio.sleep(self.interval)


class Checked_silent:
    def __init__(self):
        self.session = None

    async def start(self):
        self.task = asyncio.create_task(self.poll(), name="poll")
        await asyncio.sleep(0)
        self.session = aiohttp.ClientSession()

    async def poll(self):
        while self.session is None:
            await asyncio.sleep(1)
        print(self.session.closed)

    async def close(self):
        await self.session.close()


async def as_a_task_silent(app):
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    await app.serve()
    beat.cancel()
    with suppress(asyncio.CancelledError):
        await beat


async def last_statement_silent(app):
    await app.prepare()
    await heartbeat()


async def cleans_up_silent(app):
    try:
        await heartbeat()
    finally:
        await app.close()


async def polls_until(done):
    while True:
        if done():
            break
        await asyncio.sleep(1)


async def awaits_one_that_ends_silent(app):
    await polls_until(app.is_ready)
    await app.serve()


async def reads_until(queue):
    while True:
        item = await queue.get()
        if item is None:
            return


async def awaits_one_that_returns_silent(queue, app):
    await reads_until(queue)
    await app.close()


# ---- unknown --------------------------------------------------------------
async def awaits_somebody_else_unknown(worker, app):
    await worker.run_forever()
    await app.serve()


class OtherObject_unknown:
    async def start(self, poller):
        self.task = asyncio.create_task(poller.poll(), name="poll")
        self.pool = await asyncpg.create_pool("dbname=shop")

    async def stop(self):
        await self.pool.close()


# ---- near misses ----------------------------------------------------------
async def raises_after_a_while(queue):
    while True:
        if queue.empty():
            raise LookupError
        await asyncio.sleep(1)


async def awaits_one_that_raises_near_miss(queue):
    with suppress(LookupError):
        await raises_after_a_while(queue)
        print("never, but not for ever either")


async def timed_near_miss(app):
    await asyncio.wait_for(heartbeat(), 5)
    await app.serve()
