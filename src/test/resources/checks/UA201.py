import asyncio
import tempfile
import time
import types
from asyncio import coroutine as old_coroutine

import aiofiles.os
import aiohttp
import ccxt
import httpx
import requests
from asgiref.sync import sync_to_async
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, sessionmaker


# ---- reported -------------------------------------------------------------
@asyncio.coroutine  # Noncompliant {{Write "fetches_reported" as an "async def" and await in it.}}
#^^^^^^^^^^^^^^^^^
def fetches_reported(client, url):
    response = yield from client.get(url)
    return response


@old_coroutine  # Noncompliant {{Write "polls_reported" as an "async def" and await in it.}}
def polls_reported(queue):
    while True:
        yield from queue.get()


@types.coroutine  # Noncompliant {{Write "wraps_an_awaitable_reported" as an "async def" and await in it.}}
def wraps_an_awaitable_reported(awaitable):
    return (yield from awaitable.__await__())


def drains_by_delegation_reported(delay):
    yield from asyncio.sleep(delay)  # Noncompliant {{Replace "yield from" with "await" in an "async def".}}
#   ^^^^^^^^^^


async def answers_slowly_reported(update):
    await time.sleep(1)  # Noncompliant {{Replace "time.sleep" with "asyncio.sleep", which can be awaited.}}
#   ^^^^^
    return await requests.get(update["url"])  # Noncompliant {{Replace "requests.get" with an aiohttp.ClientSession or httpx.AsyncClient, which can be awaited.}}


async def download(url):
    reader, writer = await asyncio.open_connection(url, 80)
    writer.write(b"GET /\r\n")
    return await asyncio.wait_for(reader.read(), 10)


async def awaits_a_list_reported(urls):
    return await [download(url) for url in urls]  # Noncompliant {{Pass the coroutines to "asyncio.gather"; a list cannot be awaited.}}


async def awaits_a_literal_reported():
    await None  # Noncompliant {{Remove this "await"; "None" gives None.}}


async def replies_over_a_stream_reported(host):
    reader, writer = await asyncio.open_connection(host, 6667)
    await writer.write(b"PING\r\n")  # Noncompliant {{Remove this "await"; "writer.write()" gives a plain value.}}
    await writer.drain  # Noncompliant {{Call "writer.drain"; "await" takes its coroutine, not the function.}}
#         ^^^^^^^^^^^^
#   fix: await writer.drain()
    writer.close()


def parse_price(text):
    return float(text.strip().lstrip("$"))


async def parses_prices_reported(page):
    return await parse_price(page)  # Noncompliant {{Remove this "await"; "parse_price()" gives a plain value.}}


class Poller:
    def __init__(self):
        self.task = asyncio.create_task(self.poll(), name="poll")

    def stopped(self):
        return self.task.done() is True

    async def poll(self):
        await asyncio.sleep(60)

    async def connected(self):
        await asyncio.sleep(0)
        return True

    async def stops_reported(self):
        await self.task.cancel()  # Noncompliant {{Remove this "await"; "self.task.cancel()" gives a plain value.}}
        await self.stopped()  # Noncompliant {{Remove this "await"; "self.stopped()" gives a plain value.}}
        await self.poll  # Noncompliant {{Call "self.poll"; "await" takes its coroutine, not the function.}}
#       fix: await self.poll()

    async def sends_when_connected_reported(self, message):
        if self.connected():  # Noncompliant {{Await "self.connected" before testing it; a coroutine is always true.}}
#          ^^^^^^^^^^^^^^
#       fix: if await self.connected():
            print(message)

    async def waits_until_connected_reported(self):
        while not self.connected():  # Noncompliant {{Await "self.connected" before testing it; a coroutine is always true.}}
#       fix: while not await self.connected():
            await asyncio.sleep(1)

    async def compares_reported(self):
        return self.connected() == True  # Noncompliant {{Await "self.connected" before testing it; a coroutine is always true.}}
#       fix: return await self.connected() == True

    async def falls_back_reported(self):
        return self.connected() or False  # Noncompliant {{Await "self.connected" before testing it; a coroutine is always true.}}
#       fix: return await self.connected() or False


class Kernel:
    manager = None

    async def start_silent(self):
        if not await self.manager.is_alive():
            await self.manager.start_kernel()

    async def shutdown_reported(self):
        if self.manager and self.manager.is_alive():  # Noncompliant {{Await "self.manager.is_alive" before testing it; a coroutine is always true.}}
#       fix: if self.manager and await self.manager.is_alive():
            await self.manager.shutdown_kernel()


class Crawler:
    def __init__(self, client: httpx.AsyncClient, session: AsyncSession):
        self.client = client
        self.session = session
        self.seen = set()
        self._response: aiohttp.ClientResponse = None

    async def pages(self, start):
        page = start
        while page:
            yield page
            page = await download(page)

    async def collects_reported(self, start):
        await self.seen.add(start)  # Noncompliant {{Remove this "await"; "self.seen.add()" gives a plain value.}}
        return await self.pages(start)  # Noncompliant {{Remove this "await"; "self.pages()" gives an asynchronous generator.}}

    async def closes_the_response_reported(self):
        await self._response.close()  # Noncompliant {{Remove this "await"; "self._response.close()" gives a plain value.}}

    async def reads_a_body_reported(self, url):
        response = await self.client.get(url)
        return await response.json()  # Noncompliant {{Remove this "await"; "response.json()" gives a plain value.}}

    async def stores_a_page_reported(self, page):
        await self.session.add(page)  # Noncompliant {{Remove this "await"; "self.session.add()" gives a plain value.}}
        await self.session.commit()


async def writes_a_preview_reported(frames):
    preview = tempfile.NamedTemporaryFile(suffix=".gif")
    await preview.write(frames)  # Noncompliant {{Remove this "await"; "preview.write()" gives a plain value.}}


async def commits_reported(session: Session, order):
    session.add(order)
    await session.commit()  # Noncompliant {{Replace "session.commit" with "sqlalchemy.ext.asyncio", which can be awaited.}}


async def removes_empty_folder_reported(folder):
    if not aiofiles.os.listdir(folder):  # Noncompliant {{Await "aiofiles.os.listdir" before testing it; a coroutine is always true.}}
#   fix: if not await aiofiles.os.listdir(folder):
        await aiofiles.os.rmdir(folder)


# ---- silent ---------------------------------------------------------------
async def reads_a_body_of_aiohttp_silent(session: aiohttp.ClientSession, url):
    async with session.get(url) as response:
        return await response.json()


async def goes_through_pages_silent(crawler: Crawler):
    async for page in crawler.pages("/"):
        print(page)


class Tracker:
    def details(self, user) -> dict:
        return self.backend_state(user)

    async def awaits_what_its_own_call_gave_silent(self, user):
        return await self.details(user)


async def awaits_what_it_should_silent(url):
    if await download(url):
        return await asyncio.gather(download(url), download(url))
    return None


@types.coroutine
def switches_to_the_loop_silent(trap):
    return (yield trap)


class Ready:
    def __init__(self, future):
        self.future = future

    def __await__(self):
        yield from self.future
        return self


async def awaits_an_object_silent(future):
    return await Ready(future)


def starts_a_task_silent(url):
    return asyncio.create_task(download(url), name="download")


async def awaits_what_a_plain_function_returns_silent(url):
    await starts_a_task_silent(url)


def promises_in_an_annotation_silent(url) -> "asyncio.Future[bytes]":
    return asyncio.ensure_future(url)


async def awaits_the_promise_silent(url):
    return await promises_in_an_annotation_silent(url)


def numbers_silent():
    yield from range(3)


class Base:
    def on_start(self):
        raise NotImplementedError

    def on_stop(self):
        """Subclasses may do this with await."""

    async def runs_hooks_silent(self):
        await self.on_start()
        await self.on_stop()


class Cached:
    @property
    async def token(self):
        return await download("token")

    async def uses_an_awaitable_property_silent(self):
        return await self.token


async def tests_the_result_silent(poller):
    connected = await poller.connected()
    if connected and not await poller.connected():
        return connected
    return None


def launches_in_the_background_silent(pubsub) -> None:
    deferred = pubsub.launch()
    return deferred


async def awaits_against_the_annotation_silent(pubsub):
    await launches_in_the_background_silent(pubsub)


async def bridges_silent(parser, text):
    return await sync_to_async(parser.parse)(text)


class Ledger_silent:
    def __init__(self, make_session: sessionmaker):
        self.make_session = make_session

    # The annotation is wrong, not the await: a synchronous session has no "async with".
    async def books(self, entry):
        async with self.make_session() as session:
            await session.execute(entry)
            await session.commit()


class Exchange_silent:
    def __init__(self, name):
        self.api: ccxt.Exchange = self.connect(name)

    def connect(self, name) -> ccxt.Exchange:
        return getattr(ccxt.pro, name)()

    async def loads(self, pair):
        await self.api.load_markets()
        return await self.api.fetch_ohlcv(pair)


class Opening_silent:
    def __init__(self, opening):
        self.opening = opening

    @asyncio.coroutine
    def __iter__(self):
        return (yield from self.opening)

    __await__ = __iter__


async def tries_a_newer_way_first_silent(feed):
    if hasattr(asyncio, "run"):
        return await feed.read()
    await 17


# ---- unknown --------------------------------------------------------------
async def awaits_what_another_gave_unknown(callback, handler):
    await callback
    await handler()
    if handler.ready():
        await handler.run()


def traced(function):
    return function.wrapped


@traced
async def decorated(url):
    return await download(url)


async def tests_what_a_decorator_made_unknown(url):
    if decorated(url):
        return None
    return url


async def asks_first_unknown(hook):
    if asyncio.iscoroutinefunction(hook):
        await hook()
    elif hook():
        return True
    return False


# ---- near misses ----------------------------------------------------------
class Clock:
    async def sleep(self, seconds):
        await asyncio.sleep(seconds)


async def sleeps_by_its_own_clock():
    clock = Clock()
    await clock.sleep(1)


def coroutine(function):
    return function


@coroutine
def marked_by_a_namesake():
    yield 1
