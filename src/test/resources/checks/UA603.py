import asyncio

import aiohttp
from aiohttp import ClientSession, TCPConnector


async def fetch(session, url):
    async with session.get(url) as response:
        return await response.text()


# ---- reported -------------------------------------------------------------
async def crawls_reported(urls):
    async with aiohttp.ClientSession() as session:  # Noncompliant {{Give this "aiohttp.ClientSession" a "TCPConnector" whose "limit" fits the server that all these requests go to.}}
#              ^^^^^^^^^^^^^^^^^^^^^
        await asyncio.gather(*[fetch(session, url) for url in urls])
#             ^^^^^^^^^^^^^^< {{one request for each element is started here}}


async def checks_links_reported(links):
    session = ClientSession()  # Noncompliant {{Give this "ClientSession" a "TCPConnector" whose "limit" fits the server that all these requests go to.}}
    try:
        tasks = [asyncio.create_task(session.head(link)) for link in links]
        return await asyncio.wait(tasks)
    finally:
        await session.close()


class Scraper_reported:
    async def start(self):
        self.session = aiohttp.ClientSession()  # Noncompliant {{Give this "aiohttp.ClientSession" a "TCPConnector" whose "limit" fits the server that all these requests go to.}}

    async def page(self, url):
        async with self.session.get(url) as response:
            return await response.text()

    async def pages(self, urls):
        return await asyncio.gather(*(self.page(url) for url in urls))


async def starts_tasks_reported(pages):
    async with aiohttp.ClientSession() as session:  # Noncompliant {{Give this "aiohttp.ClientSession" a "TCPConnector" whose "limit" fits the server that all these requests go to.}}
        async with asyncio.TaskGroup() as group:
            for page in pages:
                group.create_task(fetch(session, page))


def unlimited_connector_reported():
    return TCPConnector(limit=0)  # Noncompliant {{Set a "limit" for "TCPConnector": with this value it opens any number of connections.}}
#                             ^


async def no_limit_reported():
    connector = aiohttp.TCPConnector(limit=None, ssl=False)  # Noncompliant {{Set a "limit" for "aiohttp.TCPConnector": with this value it opens any number of connections.}}
    return aiohttp.ClientSession(connector=connector)


class HurriedSession_reported(ClientSession):
    def __init__(self, **options):
        super().__init__(connector=TCPConnector(limit=0), **options)  # Noncompliant {{Set a "limit" for "TCPConnector": with this value it opens any number of connections.}}


# ---- silent ---------------------------------------------------------------
class Api_silent:
    """Each request waits for its turn before it takes a connection."""

    def __init__(self):
        self.rate_limiter = asyncio.Semaphore(20)
        self.session = None

    async def start(self):
        self.session = ClientSession(connector=TCPConnector(limit=0))

    async def ask(self, url):
        async with self.rate_limiter:
            return await self.session.get(url)


class LoggingSession_silent(ClientSession):
    """Whoever makes one may pass a connector."""

    def __init__(self, connector=None, **options):
        if connector is None:
            connector = TCPConnector(limit=None)
        super().__init__(connector=connector, **options)


async def configured_silent(urls):
    async with aiohttp.ClientSession(connector=TCPConnector(limit=20)) as session:
        await asyncio.gather(*[fetch(session, url) for url in urls])


async def semaphore_silent(urls):
    semaphore = asyncio.Semaphore(10)

    async def limited(session, url):
        async with semaphore:
            return await fetch(session, url)

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*[limited(session, url) for url in urls])


async def a_few_silent():
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*[fetch(session, url) for url in ("https://a.example", "https://b.example")])


async def one_by_one_silent(urls):
    async with aiohttp.ClientSession() as session:
        for url in urls:
            await fetch(session, url)


async def batches_silent(batches):
    async with aiohttp.ClientSession() as session:
        for batch in batches:
            await asyncio.gather(*[fetch(session, url) for url in batch])


async def one_stream_silent(url):
    connector = aiohttp.TCPConnector(limit=None, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session, session.get(url) as response:
        return await response.read()


def per_host_silent():
    return TCPConnector(limit=100, limit_per_host=5)


# ---- unknown --------------------------------------------------------------
async def options_unknown(urls, options):
    async with aiohttp.ClientSession(**options) as session:
        await asyncio.gather(*[fetch(session, url) for url in urls])


async def limit_from_settings_unknown(settings):
    return TCPConnector(limit=settings.limit)


# ---- near misses ----------------------------------------------------------
async def another_session_near_miss(urls, shared):
    async with aiohttp.ClientSession() as session:
        await session.get("https://login.example")
    await asyncio.gather(*[fetch(shared, url) for url in urls])
