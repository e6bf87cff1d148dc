import asyncio
import asyncio as aio
import sys
import threading
from asyncio import get_event_loop

import click
from gunicorn.workers import base


async def crawl(url):
    await asyncio.sleep(1)
    return url


# ---- reported -------------------------------------------------------------
def main():
    asyncio.get_event_loop().run_until_complete(crawl("https://example.org"))  # Noncompliant {{Replace "asyncio.get_event_loop().run_until_complete" with "asyncio.run".}}
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   fix: asyncio.run(crawl("https://example.org"))


def run():
    loop = asyncio.new_event_loop()
#          ^^^^^^^^^^^^^^^^^^^^^^>
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(crawl("https://example.org"))  # Noncompliant {{Replace "loop.run_until_complete" with "asyncio.run".}}
#       ^^^^^^^^^^^^^^^^^^^^^^^
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


@click.command()
def serve_reported():
    loop = aio.get_event_loop()
    server = loop.run_until_complete(aio.start_server(print, "localhost", 8080))  # Noncompliant {{Replace "loop.run_until_complete" with "asyncio.run".}}
    loop.run_forever()
    server.close()


def boot_reported():
    loop = get_event_loop()
    loop.run_forever()  # Noncompliant {{Replace "loop.run_forever" with "asyncio.run".}}


class Bot:
    def __init__(self):
        self.loop = asyncio.get_event_loop()

    async def login(self):
        loop = asyncio.get_event_loop()  # Noncompliant {{Replace "asyncio.get_event_loop" with "asyncio.get_running_loop".}}
        return await loop.run_in_executor(None, input)

    def run(self):
        self.loop.run_until_complete(self.login())  # Noncompliant {{Replace "self.loop.run_until_complete" with "asyncio.run".}}


async def measures_reported():
    started = get_event_loop().time()  # Noncompliant {{Replace "get_event_loop" with "asyncio.get_running_loop".}}
    await asyncio.sleep(1)
    return started


if __name__ == "__main__":
    boot_reported()
    main_loop = asyncio.get_event_loop()
    main_loop.run_until_complete(crawl("https://example.org"))  # Noncompliant {{Replace "main_loop.run_until_complete" with "asyncio.run".}}


async def newer_than_supported_reported():
    if sys.version_info >= (3, 11):
        return asyncio.get_running_loop()
    return asyncio.get_event_loop()  # Noncompliant {{Replace "asyncio.get_event_loop" with "asyncio.get_running_loop".}}


# ---- silent ---------------------------------------------------------------
def starts_the_modern_way_silent():
    asyncio.run(crawl("https://example.org"))


def main_with_a_loop_silent(loop):
    loop.run_until_complete(crawl("https://example.org"))


def start(loop=None):
    loop = loop or asyncio.get_event_loop()
    loop.run_until_complete(crawl("https://example.org"))


def cli():
    try:
        asyncio.run(crawl("https://example.org"))
    except AttributeError:
        asyncio.get_event_loop().run_until_complete(crawl("https://example.org"))


def work_silent():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(crawl("https://example.org"))


threading.Thread(target=work_silent).start()


class Worker(threading.Thread):
    def run(self):
        loop = asyncio.new_event_loop()
        loop.run_forever()


class Client:
    def fetch_silent(self, url):
        loop = asyncio.get_event_loop()
        return loop.run_until_complete(crawl(url))


def serve(url):
    loop = asyncio.get_event_loop()
    if loop.is_running():
        return asyncio.ensure_future(crawl(url))
    return loop.run_until_complete(crawl(url))


async def uses_the_running_loop_silent():
    return asyncio.get_running_loop().time()


async def belongs_to_other_rules_silent():
    task = asyncio.get_event_loop().create_task(crawl("a"), name="crawl")
    await task


class WebWorker(base.Worker):
    def init_process(self):
        self.loop = asyncio.new_event_loop()

    def run(self):
        self.loop.run_until_complete(self.serve())
        self.loop.close()

    async def serve(self):
        await asyncio.sleep(1)


async def runs_on_old_versions_too_silent():
    if sys.version_info[:2] != (3, 6):
        loop = asyncio.get_running_loop()
    else:
        loop = asyncio.get_event_loop()
    return loop.time()


async def asks_asyncio_silent():
    try:
        return asyncio.get_running_loop()
    except AttributeError:
        return asyncio.get_event_loop()


async def takes_the_newer_name_silent():
    get = asyncio.get_running_loop if sys.version_info >= (3, 7) else asyncio.get_event_loop()
    return get()


async def old_version_last_silent():
    if not sys.version_info < (3, 7):
        return asyncio.get_running_loop()
    return asyncio.get_event_loop()


async def asks_whether_it_runs_silent(cell):
    return asyncio.get_event_loop().is_running() and await cell


def run_console():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(crawl("https://example.org"))
    threading.Thread(target=loop.run_forever).start()


def start_shell():
    shell = asyncio.new_event_loop()
    while True:
        try:
            shell.run_forever()
        except KeyboardInterrupt:
            continue
        break


# ---- unknown --------------------------------------------------------------
def launch(settings):
    settings.loop.run_until_complete(crawl(settings.url))


def entry(make_loop):
    loop = make_loop()
    loop.run_forever()


# ---- near misses ----------------------------------------------------------
class Loop:
    def run_forever(self):
        print("round and round")


def get_loop():
    return Loop()


def handle():
    get_loop().run_forever()
