import asyncio
import dataclasses
import functools

import aiohttp
import click
import httpx
from contextlib import asynccontextmanager
from aiohttp import ClientSession, web
from discord.ext import commands


# ---- reported -------------------------------------------------------------
class Upstream_reported:
    @asynccontextmanager
    async def request(self, path):
        async with aiohttp.ClientSession(base_url="http://upstream") as session:  # Noncompliant {{Keep one "aiohttp.ClientSession" on the object, and reuse it in each call of "request".}}
            async with session.get(path) as response:
                yield response


class Firmware_reported:
    async def refresh(self):
        async with aiohttp.ClientSession() as session:  # Noncompliant {{Keep one "aiohttp.ClientSession" on the object, and reuse it in each call of "refresh".}}
            async with session.get("https://firmware.example/list.json") as response:
                return await response.json()


async def get_json_reported(url):
    async with aiohttp.ClientSession() as session:  # Noncompliant {{Share one "aiohttp.ClientSession" between the calls of "get_json_reported" instead of making one in each.}}
#              ^^^^^^^^^^^^^^^^^^^^^
        async with session.get(url) as response:
            return await response.json()


async def probes_each_host_reported(hosts):
    for host in hosts:
        async with ClientSession() as session:  # Noncompliant {{Make this "ClientSession" before the loop, and reuse it in each turn.}}
            await session.head(host)


class WeatherCog_reported(commands.Cog):
    @commands.command()
    async def weather(self, ctx, city):
        async with aiohttp.ClientSession() as session:  # Noncompliant {{Share one "aiohttp.ClientSession" between the calls of "weather" instead of making one in each.}}
            async with session.get("https://weather.example/" + city) as response:
                await ctx.send(await response.text())


class Client_reported:
    async def refresh(self):
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=6))  # Noncompliant {{Keep one "aiohttp.ClientSession" on the object, and reuse it in each call of "refresh".}}
        try:
            response = await session.post("https://api.example/refresh")
            return await response.json()
        finally:
            await session.close()


async def login_handler_reported(request):
    async with httpx.AsyncClient() as client:  # Noncompliant {{Share one "httpx.AsyncClient" between the calls of "login_handler_reported" instead of making one in each.}}
        answers = [await client.get(url) for url in request.query.getall("url")]
    return web.json_response([answer.status_code for answer in answers])


application = web.Application()
application.router.add_get("/login", login_handler_reported)


async def ping_reported(request_id):
    async with aiohttp.request("GET", "https://api.example/ping") as response:  # Noncompliant {{Make this request with a "ClientSession" that is kept: "aiohttp.request" opens a session and a connection for it alone.}}
        return response.status, request_id


async def speak_reported(text):
    async with aiohttp.ClientSession() as session:  # Noncompliant {{Share one "aiohttp.ClientSession" between the calls of "speak_reported" instead of making one in each.}}
        async with session.post("https://speech.example.com", json={"text": text}) as response:
            async for chunk in response.content:
                yield chunk


async def mirror_reported():
    async with ClientSession() as session:  # Noncompliant {{Share one "ClientSession" between the calls of "mirror_reported" instead of making one in each.}}
        async with session.get("https://mirror.example") as response:
            return response.status


class Feed_reported:
    async def poll(self):
        if self.enabled:
            await self.refresh()

    async def refresh(self):
        async with aiohttp.ClientSession() as session:  # Noncompliant {{Keep one "aiohttp.ClientSession" on the object, and reuse it in each call of "refresh".}}
            async with session.get(self.url) as response:
                self.entries = await response.json()


class Keys_reported:
    def start(self, timer):
        timer.every(600, self.fetch_keys)

    async def key(self, number):
        if not self.keys:
            await self.fetch_keys()
        return self.keys[number]

    async def fetch_keys(self):
        async with aiohttp.ClientSession() as session:  # Noncompliant {{Keep one "aiohttp.ClientSession" on the object, and reuse it in each call of "fetch_keys".}}
            async with session.get(self.url) as response:
                self.keys = await response.json()


@dataclasses.dataclass
class Sensor_reported:
    url: str

    async def measure(self):
        async with httpx.AsyncClient() as client:  # Noncompliant {{Keep one "httpx.AsyncClient" on the object, and reuse it in each call of "measure".}}
            return (await client.get(self.url)).json()


async def mirrors_once_silent():
    return await asyncio.gather(*[mirror_reported() for _ in range(3)], return_exceptions=True)


# ---- silent ---------------------------------------------------------------
class Runtime_silent:
    @asynccontextmanager
    async def running(self):
        async with aiohttp.ClientSession() as session:
            async with session.get("http://upstream/ready") as response:
                yield response.status


_rates = None


async def rates_silent(url):
    global _rates
    if _rates is not None:
        return _rates
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
    _rates = response.json()
    return _rates


class Page_silent:
    """One object for one page, which is loaded once."""

    def __init__(self, url):
        self.url = url

    async def load(self):
        async with httpx.AsyncClient() as client:
            response = await client.get(self.url)
        return response.text


@dataclasses.dataclass
class Cover_silent:
    url: str
    size: int

    async def fetch_picture(self):
        async with aiohttp.ClientSession() as session, session.get(self.url) as response:
            return await response.read()


class Catalogue_silent:
    @property
    def is_stale(self):
        return self._loaded_at is None

    async def find(self, name):
        if self.is_stale:
            await self.refresh()
        return self.books[name]


class Library_silent(Catalogue_silent):
    async def refresh(self):
        async with aiohttp.ClientSession() as session, session.get(self.url) as response:
            self.books = await response.json()
        self._stamp()

    def _stamp(self):
        self._loaded_at = asyncio.get_running_loop().time()


def runs_coroutine(command):
    @functools.wraps(command)
    def runner(*args, **options):
        return asyncio.run(command(*args, **options))

    return runner


@click.group()
def shop():
    pass


@shop.group()
def orders():
    pass


@orders.command("cancel")
@click.argument("number")
@runs_coroutine
async def cancel_silent(number):
    async with httpx.AsyncClient() as client:
        await client.delete("https://shop.example/orders/" + number)
    await notify_silent(number)


async def notify_silent(number):
    async with httpx.AsyncClient() as client:
        await client.post("https://shop.example/notes/" + number)


class Sandbox_silent:
    async def run(self, url, code):
        async with httpx.AsyncClient(timeout=None) as client:
            async with client.stream("POST", url, json=code) as events:
                async for line in events.aiter_lines():
                    print(line)


async def shared_session_silent(session, url):
    async with session.get(url) as response:
        return await response.text()


async def batch_silent(urls):
    async with aiohttp.ClientSession() as session:
        for url in urls:
            async with session.get(url) as response:
                print(response.status)


def make_session_silent(headers):
    return aiohttp.ClientSession(headers=headers)


class Keeper_silent:
    async def open(self, token):
        self.session = aiohttp.ClientSession(headers={"Authorization": token})

    async def fetch(self, url):
        session = self.session or aiohttp.ClientSession()
        async with session.get(url) as response:
            return await response.text()


class Prices_silent:
    async def fetch_into_cache(self):
        async with aiohttp.ClientSession() as session, session.get(self.url) as response:
            self.prices = await response.json()


class Account_silent:
    async def connect(self):
        async with aiohttp.ClientSession() as session, session.get(self.url) as response:
            self.name = (await response.json())["name"]


async def closes_each_connection_silent(url):
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session, session.get(url) as response:
        return await response.read()


async def own_cookies_silent(account):
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar()) as session:
        await session.post("https://shop.example/login", data=account)


async def listens_silent(url):
    while True:
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(url) as socket:
                async for message in socket:
                    print(message)


async def only_once_silent(url):
    async with aiohttp.ClientSession() as session:
        await session.get(url)


async def main():
    await only_once_silent("https://example.org")
    async with aiohttp.ClientSession() as session:
        await session.get("https://example.org")


if __name__ == "__main__":
    asyncio.run(main())


# ---- unknown --------------------------------------------------------------
async def passes_it_on_unknown(crawl, url):
    async with aiohttp.ClientSession() as session:
        await crawl(session, url)


async def no_parameters_unknown():
    async with aiohttp.ClientSession() as session:
        async with session.get("https://api.example/version") as response:
            return await response.text()


# ---- near misses ----------------------------------------------------------
class FakeSession_near_miss:
    async def get(self, url):
        return url


async def other_session_near_miss(url):
    session = FakeSession_near_miss()
    return await session.get(url)
