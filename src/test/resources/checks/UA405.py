import asyncio
import functools
import os
import time

import asyncpg
import discord
from discord.ext import commands


# ---- reported -------------------------------------------------------------
class Poller:
    def __init__(self):
        self._task = None

    async def start_reported(self):
        self._task = asyncio.create_task(self._poll())
#                    ^^^^^^^^^^^^^^^^^^^>

    async def _poll(self):
#   ^^^^^>
        while True:
            await asyncio.sleep(60)

    async def stop(self):  # Noncompliant {{Cancel "self._task" in "stop" and await it, its task runs for ever.}}
#             ^^^^
        print("stopped")


class Cog:
    def __init__(self, bot):
        self.bot = bot
        self.reminders = bot.loop.create_task(self.remind())

    async def remind(self):
        while not self.bot.is_closed():
            await asyncio.sleep(60)

    def cog_unload(self):  # Noncompliant {{Cancel "self.reminders" in "cog_unload" and await it, its task runs for ever.}}
        print("unloaded")


class Daemon:
    async def start_reported(self):
        self.heartbeat = asyncio.create_task(self.beat())  # Noncompliant {{Add a method that cancels "self.heartbeat" and awaits it, its task runs for ever.}}

    async def beat(self):
        while True:
            await asyncio.sleep(1)


class Server:
    def __init__(self, loop):
        self.loop = loop
        self.connector_tasks = []
        self.cron_task = None

    def load_reported(self, connectors):
        self.cron_task = self.loop.create_task(self.cron())
        for connector in connectors:
            task = self.loop.create_task(connector.listen())
            self.connector_tasks.append(task)

    async def cron(self):
        while True:
            await asyncio.sleep(1)

    async def unload(self):
        self.cron_task.cancel()  # Noncompliant {{Cancel "self.connector_tasks" in "unload" and await it, its task runs for ever.}}
        self.cron_task = None


class Restarts:
    async def start_reported(self):
        self._forget()
        self._watcher = asyncio.ensure_future(self._watch())

    def _forget(self):
        self._watcher.cancel()

    def _stop_watching(self):  # Noncompliant {{Cancel "self._watcher" in "_stop_watching" and await it, its task runs for ever.}}
        print("watching")

    async def _watch(self):
        while True:
            await asyncio.sleep(5)


class Streams:
    def __init__(self, bot):
        self.bot = bot
        self.reload_task = bot.loop.create_task(self._reload())

    async def _reload(self):
        await self.bot.wait_until_guild_available()
        async for member, end in self.cache.items():
            self.schedule(member, end)

    def cog_unload(self):  # Noncompliant {{Cancel "self.reload_task" in "cog_unload" and await it, its task may still be waiting.}}
        self.scheduler.cancel_all()


class Presence(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self.task = bot.loop.create_task(self.change())  # Noncompliant {{Add a method that cancels "self.task" and awaits it, its task runs for ever.}}

    async def change(self):
        while True:
            await asyncio.sleep(60)


class Corker:
    @functools.cached_property
    def _loop(self):
        return asyncio.get_event_loop()

    async def submit(self, item):
        self._controller = self._loop.create_task(self.control())  # Noncompliant {{Add a method that cancels "self._controller" and awaits it, its task runs for ever.}}

    async def control(self):
        while True:
            try:
                await self._wake.wait()
            except asyncio.CancelledError:
                break


def runs_for_ever_reported():
    loop = asyncio.get_event_loop()
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()  # Noncompliant {{Cancel the tasks of "asyncio.all_tasks" and wait for them before the loop is closed.}}


class Robot:
    def __init__(self):
        self.eventloop = asyncio.new_event_loop()

    def run_reported(self, work):
        pending = asyncio.all_tasks(self.eventloop)
        self.eventloop.run_until_complete(asyncio.gather(*pending))
        self.eventloop.run_until_complete(work())
        self.eventloop.close()  # Noncompliant {{Cancel the tasks of "asyncio.all_tasks" and wait for them before the loop is closed.}}


class Drainer:
    def start(self):
        self._task = asyncio.create_task(self._work())

    async def _work(self):
        while True:
            item = await self.queue.get()
            print(item)

    async def stop(self):  # Noncompliant {{Cancel "self._task" in "stop" and await it, its task runs for ever.}}
        await self.queue.join()


# ---- silent ---------------------------------------------------------------
class Canceled:
    async def start_silent(self):
        self._task = asyncio.create_task(self._poll())

    async def _poll(self):
        while True:
            await asyncio.sleep(60)

    async def stop(self):
        await self._end()

    async def _end(self):
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


class CanceledByCallback:
    def __init__(self, loop, client):
        self._loop = loop
        client.on_open = self._on_open
        client.on_close = self._on_close

    def _on_open(self, client):
        self._beat = self._loop.create_task(self._beats_silent())

    def _on_close(self, client):
        self._loop.call_soon_threadsafe(self._beat.cancel)

    async def _beats_silent(self):
        while True:
            await asyncio.sleep(60)

    async def disconnect(self):
        print("disconnected")


class CanceledInContainer:
    def __init__(self):
        self.tasks = []

    async def start_silent(self):
        self.tasks.append(asyncio.create_task(self.work()))

    async def work(self):
        while True:
            await asyncio.sleep(1)

    async def close(self):
        for task in self.tasks:
            task.cancel()


class EndsByFlag:
    running = True

    async def start_silent(self):
        self._task = asyncio.create_task(self._poll())

    async def _poll(self):
        while self.running:
            await asyncio.sleep(60)

    async def stop(self):
        self.running = False


class Client(discord.Client):
    async def setup_hook_silent(self):
        self.background = asyncio.create_task(self.report())

    async def report(self):
        while not self.is_closed():
            await asyncio.sleep(60)

    async def close(self):
        await super().close()


class Process(Command):
    async def start_silent(self):
        self._log_task = asyncio.create_task(self._read_log())

    async def _read_log(self):
        async for line in self.iter_stderr():
            print(line)

    async def close(self):
        await super().close()


class EndedByTheFramework:
    async def start_silent(self):
        self._sync = asyncio.create_task(self._work())

    async def _work(self):
        while True:
            await asyncio.sleep(1)

    def _close(self):
        print("closing")

    async def _closed(self):
        self._sync.cancel()


class EndsByItself:
    async def start_silent(self):
        self._task = asyncio.create_task(self._load())

    async def _load(self):
        await asyncio.sleep(1)

    async def stop(self):
        print("stopped")


class EndsBySentinel:
    def __init__(self):
        self.queue = asyncio.Queue(maxsize=10)

    async def start_silent(self):
        self._task = asyncio.create_task(self._consume())

    async def _consume(self):
        while True:
            item = await self.queue.get()
            print(item)

    async def stop(self):
        await self.queue.put(None)


class CanceledTogether:
    async def start_silent(self):
        self._reader = asyncio.create_task(self._work())
        self._writer = asyncio.create_task(self._work())

    async def _work(self):
        while True:
            await asyncio.sleep(1)

    async def stop(self):
        for task in (self._reader, self._writer):
            task.cancel()


def complete_silent():
    loop = asyncio.new_event_loop()
    try:
        loop.run_forever()
    finally:
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.close()


def with_a_helper_silent():
    loop = asyncio.new_event_loop()
    try:
        loop.run_forever()
    finally:
        cancel_everything(loop)
        loop.close()


def cancel_everything(loop):
    for task in asyncio.all_tasks(loop):
        task.cancel()


class Proxy:
    def __init__(self):
        self.loop = None
        self.links = {}

    def serve_silent(self, accept):
        self.loop = asyncio.new_event_loop()
        try:
            self.loop.run_until_complete(self.main(accept))
        finally:
            self.loop.close()

    async def main(self, accept):
        try:
            async for link in accept():
                self.links[link] = self.loop.create_task(link.pump())
        finally:
            for link in list(self.links):
                link.close()


def waits_for_the_server_silent(dsn):
    loop = asyncio.new_event_loop()
    try:
        for _ in range(60):
            try:
                connection = loop.run_until_complete(asyncpg.connect(dsn, timeout=5))
            except OSError:
                time.sleep(1)
                continue
            else:
                loop.run_until_complete(connection.close())
                break
    finally:
        loop.close()


def asyncio_run_silent():
    asyncio.run(asyncio.sleep(1))


# ---- unknown --------------------------------------------------------------
class UnknownWorker:
    async def start_unknown(self, connector):
        self._task = asyncio.create_task(connector.run())

    async def stop(self):
        print("stopped")


class UnknownBase(os.environ["BASE"]):
    async def start_unknown(self):
        self._task = asyncio.create_task(self._work())

    async def _work(self):
        while True:
            await asyncio.sleep(1)


class HandedOn:
    async def start_unknown(self, registry):
        self._task = asyncio.create_task(self._work())
        registry.keep(self._task)

    async def _work(self):
        while True:
            await asyncio.sleep(1)

    async def stop(self):
        print("stopped")


# ---- near misses ----------------------------------------------------------
class Awaited:
    async def start_near_miss(self):
        self._task = asyncio.create_task(self._work())

    async def _work(self):
        while True:
            await asyncio.sleep(1)

    async def stop(self):
        await self._task


def file_closed_near_miss(path):
    loop = open(path)
    loop.close()
