import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import uvicorn
from asgiref.sync import async_to_sync


async def fetch(url):
    await asyncio.sleep(1)
    return url


# ---- reported -------------------------------------------------------------
async def handles_a_command_reported(context):
    result = asyncio.run(fetch(context.url))  # Noncompliant {{Await the coroutine instead of "asyncio.run"; a loop is running already.}}
    await context.send(result)


async def drives_its_own_loop_reported(url):
    loop = asyncio.new_event_loop()
    return loop.run_until_complete(fetch(url))  # Noncompliant {{Await the coroutine instead of "loop.run_until_complete"; a loop is running already.}}
#          ^^^^^^^^^^^^^^^^^^^^^^^


class Cog:
    def __init__(self, bot):
        self.bot = bot

    def load(self, url):
        return self.bot.loop.run_until_complete(fetch(url))

    async def on_ready_reported(self):
        print(self.load("https://example.org"))  # Noncompliant {{Replace "self.load", which runs an event loop, with something to await.}}

    async def asks_the_bot_reported(self):
        self.bot.loop.run_until_complete(fetch("a"))  # Noncompliant {{Await the coroutine instead of "self.bot.loop.run_until_complete"; a loop is running already.}}


async def crosses_back_reported(url):
    return async_to_sync(fetch)(url)  # Noncompliant {{Await the coroutine instead of "async_to_sync()"; a loop is running already.}}


async def serves_reported(app):
    await fetch("configuration")
    uvicorn.run(app)  # Noncompliant {{Start the server with a coroutine instead of "uvicorn.run"; a loop is running already.}}


def get_sync(url):
    return asyncio.run(fetch(url))


def get_all(urls):
    return [get_sync(url) for url in urls]


async def reaches_through_two_reported(urls):
    return get_all(urls)  # Noncompliant {{Replace "get_all", which runs an event loop, with something to await.}}
#          ^^^^^^^


async def in_a_callback_reported(loop):
    def on_timeout():
        loop.run_until_complete(fetch("a"))  # Noncompliant {{Await the coroutine instead of "loop.run_until_complete"; a loop is running already.}}
    asyncio.get_running_loop().call_later(5, on_timeout)


def detect_reported():
    try:
        running = asyncio.get_running_loop()
        return running.run_until_complete(fetch("cloud"))  # Noncompliant {{Await the coroutine instead of "running.run_until_complete"; this loop is running already.}}
    except RuntimeError:
        return asyncio.run(fetch("cloud"))


class Node:
    def connect(self, retries=3):
        loop = asyncio.new_event_loop()
        for _ in range(retries):
            loop.run_until_complete(fetch("https://example.org"))

    async def asks_without_a_try_silent(self):
        return self.connect(retries=0)

    async def tries_reported(self):
        return self.connect(retries=2)  # Noncompliant {{Replace "self.connect", which runs an event loop, with something to await.}}


# ---- silent ---------------------------------------------------------------
def main_silent():
    asyncio.run(fetch("https://example.org"))


async def runs_in_a_thread_silent(url):
    def runner():
        asyncio.run(fetch(url))
    threading.Thread(target=runner).start()
    return await asyncio.to_thread(asyncio.run, fetch(url))


async def runs_in_a_pool_silent(url):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, get_sync, url)


def run_sync_silent(url):
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(fetch(url))
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, fetch(url)).result()


async def calls_a_careful_bridge_silent(url):
    return run_sync_silent(url)


async def asks_first_silent(url, loop):
    if not loop.is_running():
        return loop.run_until_complete(fetch(url))
    return await fetch(url)


async def defines_without_calling_silent(url):
    return lambda: asyncio.run(fetch(url))


def serves_silent(app):
    uvicorn.run(app)


async def serves_as_a_coroutine_silent(app):
    await uvicorn.Server(uvicorn.Config(app)).serve()


# ---- unknown --------------------------------------------------------------
async def runs_something_unknown(job, runner):
    job.run()
    runner.run(fetch("a"))


# ---- near misses ----------------------------------------------------------
class Machine:
    def run(self, coroutine):
        return coroutine


async def runs_a_machine():
    return await Machine().run(fetch("a"))
