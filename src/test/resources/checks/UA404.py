import anyio
import asyncio
import math
import platform
import signal
import sys
import threading

import aiohttp
import click
from discord.ext import commands
from nio import AsyncClient


# ---- reported -------------------------------------------------------------
class Stopped(Exception):
    pass


class Consumer_reported:
    def __init__(self):
        signal.signal(signal.SIGINT, self.on_term)  # Noncompliant {{Replace "signal.signal" with "loop.add_signal_handler", so that the handler runs on the event loop.}}

    async def work(self):
        await asyncio.sleep(1)

    def on_term(self, number, frame):
        self.running = False
        raise Stopped()


async def poll_feed(session: aiohttp.ClientSession):
    while True:
        async with session.get("https://feed.example") as response:
            print(await response.text())
        await asyncio.sleep(60)


async def feed_bot():
    async with aiohttp.ClientSession() as session:
        await poll_feed(session)


def main():
    asyncio.run(feed_bot())  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.run" runs.}}
#   ^^^^^^^^^^^


async def sync_with_matrix():
    client = AsyncClient("https://matrix.example")
    while True:
        try:
            if not await client.login("secret"):
                return False
            await client.sync_forever(timeout=30000)
        except OSError:
            await asyncio.sleep(15)
        finally:
            await client.close()


def matrix_bot_reported():
    asyncio.get_event_loop().run_until_complete(sync_with_matrix())  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.get_event_loop().run_until_complete" runs.}}


class Red(commands.Bot):
    async def setup_hook(self):
        print("ready")


def discord_bot_reported(token):
    red = Red(command_prefix="!")
    loop = asyncio.get_event_loop()  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "loop.run_until_complete" runs.}}
    try:
        loop.run_until_complete(red.start(token))
    except KeyboardInterrupt:
        loop.run_until_complete(red.close())
    finally:
        loop.close()


async def handle(reader, writer):
    writer.close()


async def echo_server():
    server = await asyncio.start_server(handle, "localhost", 8888)
    async with server:
        await server.serve_forever()


def echo_reported():
    asyncio.run(echo_server())  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.run" runs.}}


def loop_without_end_reported():
    loop = asyncio.new_event_loop()  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "loop.run_forever" runs.}}
    loop.create_task(feed_bot())
    loop.run_forever()


async def waits_for_nothing():
    await asyncio.Event().wait()


def event_never_set_reported():
    asyncio.run(waits_for_nothing())  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.run" runs.}}


async def sleeps_for_ever():
    await asyncio.sleep(math.inf)


async def several():
    workers = [asyncio.create_task(feed_bot()), asyncio.create_task(sleeps_for_ever())]
    await asyncio.gather(*workers)


def gathered_workers_reported():
    asyncio.run(several())  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.run" runs.}}


async def grouped():
    async with asyncio.TaskGroup() as group:
        group.create_task(feed_bot())


def task_group_reported():
    asyncio.run(grouped())  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.run" runs.}}


def stop_the_tasks(number, frame):
    for task in asyncio.all_tasks():
        asyncio.ensure_future(asyncio.wait_for(task, 1))


def handler_beside_the_loop_reported(loop):
    signal.signal(signal.SIGINT, stop_the_tasks)  # Noncompliant {{Replace "signal.signal" with "loop.add_signal_handler", so that the handler runs on the event loop.}}


def handler_stops_the_loop_reported(loop):
    signal.signal(signal.SIGHUP, lambda *_: loop.stop())  # Noncompliant {{Replace "signal.signal" with "loop.add_signal_handler", so that the handler runs on the event loop.}}


class Service:
    def run(self):
        asyncio.run(feed_bot())  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.run" runs.}}


class Dispatcher:
    async def _updates(self, bot):
        while True:
            yield await bot.get_update()

    async def _poll(self, bot):
        async for update in self._updates(bot):
            await self.handle(update)

    async def poll_all(self, bots):
        polls = []
        for bot in bots:
            polls.append(self._poll(bot))
        await asyncio.gather(*polls)

    def run_polling(self, bots):
        asyncio.run(self.poll_all(bots))  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.run" runs.}}


def run_app_reported(app, loop=None):
    if loop is None:
        loop = asyncio.get_event_loop()  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "loop.run_forever" runs.}}
    loop.create_task(app.start())
    loop.run_forever()


class Robot:
    def __init__(self):
        self.loop = asyncio.get_event_loop()

    def start_loop(self):
        self.loop.create_task(feed_bot())
        pending = asyncio.all_tasks(self.loop)
        self.loop.run_until_complete(asyncio.gather(*pending))  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "self.loop.run_until_complete" runs.}}


class Daemon:
    def init_signals(self):
        if platform.system() != "Windows":
            signal.signal(signal.SIGINT, self.handle_signal)  # Noncompliant {{Replace "signal.signal" with "loop.add_signal_handler", so that the handler runs on the event loop.}}

    def handle_signal(self, number, frame):
        print("stopping")
        self.stop()

    def stop(self):
        self.http.stop()


async def watch(server):
    first = True
    while True:
        try:
            await asyncio.sleep(30)
        except OSError:
            if first:
                return
        first = False


async def watch_all(servers):
    await asyncio.gather(*(asyncio.create_task(watch(server)) for server in servers))


def monitors_reported(servers):
    asyncio.run(watch_all(servers))  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "asyncio.run" runs.}}


async def beat_with_anyio():
    while True:
        await anyio.sleep(1)


def program_of_anyio_reported():
    anyio.run(beat_with_anyio)  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "anyio.run" runs.}}


async def one_job():
    await asyncio.sleep(1)


@click.command()
def again_after_each_error_reported():
    loop = asyncio.get_event_loop()  # Noncompliant {{Handle SIGTERM with "loop.add_signal_handler" in the program that "loop.run_until_complete" runs.}}
    while True:
        try:
            loop.run_until_complete(one_job())
        except KeyboardInterrupt:
            break
        except ValueError:
            print("again")


# ---- silent ---------------------------------------------------------------
class Parent_silent:
    """No loop runs in this process, or the error is the one that Ctrl+C raises."""

    def __init__(self):
        signal.signal(signal.SIGINT, self.on_term)
        signal.signal(signal.SIGHUP, interrupts)

    def on_term(self, number, frame):
        raise Stopped()


def interrupts(number, frame):
    raise KeyboardInterrupt


async def fetch_once():
    await asyncio.sleep(1)


def ends_by_itself_silent():
    asyncio.run(fetch_once())


async def retries():
    while True:
        try:
            return await fetch_once()
        except OSError:
            await asyncio.sleep(1)


def ends_after_success_silent():
    asyncio.run(retries())


def framework_runs_the_loop_silent(token):
    bot = commands.Bot(command_prefix="!")
    bot.run(token)


class Tracker:
    def start(self):
        self.task = asyncio.create_task(run_forever(self._run))


async def run_forever(work):
    while True:
        await work()


class Worker(threading.Thread):
    def run(self):
        asyncio.run(feed_bot())


class Kiosk:
    def __init__(self, loop):
        self.loop = loop

    def install_silent(self):
        signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, number, frame):
        print("stopping")
        self.stop()

    def stop(self):
        self.loop.add_callback_from_signal(self.loop.stop)


def handler_for_windows_in_the_other_branch_silent(loop):
    if sys.platform != "win32":
        loop.add_signal_handler(signal.SIGHUP, loop.stop)
    else:
        signal.signal(signal.SIGINT, lambda *_: loop.stop())


def library_runs_the_callers_loop_silent(loop: asyncio.AbstractEventLoop):
    loop.run_forever()


async def waits_for_a_set_event():
    done = asyncio.Event()
    asyncio.get_running_loop().call_later(5, done.set)
    await done.wait()


def event_is_set_silent():
    asyncio.run(waits_for_a_set_event())


def exits(number, frame):
    sys.exit(0)


def handler_without_the_loop_silent():
    signal.signal(signal.SIGINT, exits)


def default_action_silent():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def handler_for_windows_silent(loop):
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, lambda *_: loop.stop())


def wakes_the_loop_silent(loop):
    signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(loop.stop))


async def once_with_anyio():
    await anyio.sleep(1)


def short_program_of_anyio():
    anyio.run(once_with_anyio)


@click.command()
def dialog_silent():
    while True:
        print(input("> "))
        asyncio.run(one_job())


@click.command()
def until_it_works_silent():
    while True:
        try:
            asyncio.run(one_job())
            break
        except ValueError:
            print("again")


def items_silent(source):
    loop = asyncio.get_event_loop()
    while True:
        yield loop.run_until_complete(source.__anext__())


@click.command()
def while_there_is_work_silent(queue):
    while True:
        if queue.empty():
            sys.exit(0)
        asyncio.run(one_job())


# ---- unknown --------------------------------------------------------------
async def serves_something(server):
    await server.serve()


def someone_elses_server_unknown(server):
    asyncio.run(serves_something(server))


def someone_elses_coroutine_unknown(work):
    asyncio.run(work())


# ---- near misses ----------------------------------------------------------
async def gives_up():
    await asyncio.wait_for(feed_bot(), 3600)


def limited_near_miss():
    asyncio.run(gives_up())


def started_but_not_awaited_near_miss():
    asyncio.run(starts_a_worker())


async def starts_a_worker():
    task = asyncio.create_task(feed_bot())
    await asyncio.sleep(5)
    task.cancel()
