import asyncio
import aiohttp
import asyncpg
import httpx
import redis.asyncio as redis
from aiokafka import AIOKafkaProducer
from discord.ext import commands
from fastapi import FastAPI


# ---- reported -------------------------------------------------------------
class Images_reported(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self.session = aiohttp.ClientSession()  # Noncompliant {{Close "self.session" with "await self.session.close()"; no method of "Images_reported" does.}}
#                      ^^^^^^^^^^^^^^^^^^^^^

    async def search(self, term):
        async with self.session.get("https://images.test", params={"q": term}) as response:
            return await response.json()


class Weather_reported:
    def __init__(self, session=None):
        self._session = session or aiohttp.ClientSession()  # Noncompliant {{Close "self._session" with "await self._session.close()"; no method of "Weather_reported" does.}}

    async def today(self):
        async with self._session.get("https://weather.test") as response:
            return await response.json()


class Lazy_reported:
    _client = None

    async def _get_client(self):
        if self._client is None:
            self._client = httpx.AsyncClient()  # Noncompliant {{Close "self._client" with "await self._client.aclose()"; no method of "Lazy_reported" does.}}
        return self._client

    async def fetch(self, url):
        client = await self._get_client()
        return await client.get(url)


class Device_reported:
    async def connect(self, host):
        self.reader, self.writer = await asyncio.open_connection(host, 4999)  # Noncompliant {{Close "self.writer" with "self.writer.close()"; no method of "Device_reported" does.}}

    async def send(self, command):
        self.writer.write(command)
        await self.writer.drain()
        return await self.reader.readline()

    async def disconnect(self):
        self.reader = None


class Store_reported:
    async def start(self, dsn):
        self.connection = await asyncpg.connect(dsn)  # Noncompliant {{Close "self.connection" with "await self.connection.close()"; no method of "Store_reported" does.}}
        self.cache = redis.from_url("redis://localhost")  # Noncompliant {{Close "self.cache" with "await self.cache.aclose()"; no method of "Store_reported" does.}}

    async def get(self, key):
        return await self.cache.get(key) or await self.connection.fetchval("SELECT value FROM store WHERE key = $1", key)


class Journal_reported:
    def __init__(self, path):
        self.log = open(path, "a")  # Noncompliant {{Close "self.log" with "self.log.close()"; no method of "Journal_reported" does.}}

    async def write(self, line):
        self.log.write(line)


class Publisher_reported:
    async def start(self):
        self.producer = AIOKafkaProducer(bootstrap_servers="localhost")  # Noncompliant {{Close "self.producer" with "await self.producer.stop()"; no method of "Publisher_reported" does.}}
        await self.producer.start()


app = FastAPI()
client = httpx.AsyncClient()  # Noncompliant {{Close "client" with "await client.aclose()" when the program stops; nothing does.}}


@app.get("/prices")
async def prices_reported():
    response = await client.get("https://prices.test")
    return response.json()


class Registry:
    def __init__(self):
        self._sessions = {}
        self._clients = [httpx.AsyncClient(base_url=url) for url in ("a", "b")]  # Noncompliant {{Close "self._clients[...]" with "await self._clients[...].aclose()"; no method of "Registry" does.}}

    async def get(self, host):
        session = self._sessions.get(host)
        if session is None:
            session = aiohttp.ClientSession()  # Noncompliant {{Close "self._sessions[...]" with "await self._sessions[...].close()"; no method of "Registry" does.}}
            self._sessions[host] = session
        return await session.get(host)

    async def ask_all(self):
        await asyncio.gather(*[client.get("/") for client in self._clients])


class Listener:
    async def start(self):
        self._server = await asyncio.start_server(print, "localhost", 8000)  # Noncompliant {{Close "self._server" with "self._server.close()"; no method of "Listener" does.}}

    async def stop(self):
        await self._server.wait_closed()


# ---- silent ---------------------------------------------------------------
class Images_silent(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
        self.session = aiohttp.ClientSession()

    def cog_unload(self):
        self.bot.loop.create_task(self.session.close())


class Borrower_silent:
    def __init__(self, session):
        self.session = session


class Gathered_silent:
    def __init__(self):
        self.news = aiohttp.ClientSession()
        self.mail = aiohttp.ClientSession()

    async def stop(self):
        await asyncio.gather(self.news.close(), self.mail.close())


class Looped_silent:
    def __init__(self):
        self.news = aiohttp.ClientSession()
        self.mail = aiohttp.ClientSession()

    async def stop(self):
        for session in (self.news, self.mail):
            await session.close()


class Aliased_silent:
    def __init__(self):
        self._session = aiohttp.ClientSession()

    async def close(self):
        session, self._session = self._session, None
        await session.close()


class ClosingBase_silent:
    async def close(self):
        await self._release()

    async def _release(self):
        await self.connection.close()


class Derived_silent(ClosingBase_silent):
    async def open(self, dsn):
        self.connection = await asyncpg.connect(dsn)


class Entered_silent:
    def __init__(self):
        self.client = httpx.AsyncClient()

    async def __aenter__(self):
        await self.client.__aenter__()
        return self

    async def __aexit__(self, *exc_info):
        await self.client.__aexit__(*exc_info)


class ClosedByItsUser_silent:
    def __init__(self):
        self.session = aiohttp.ClientSession()


async def closes_for_another_silent():
    user = ClosedByItsUser_silent()
    try:
        print(user)
    finally:
        await user.session.close()


_session = aiohttp.ClientSession


async def makes_and_closes_a_global_silent():
    global feed
    feed = aiohttp.ClientSession()


async def stops_the_feed_silent():
    await feed.close()


class Getter_silent:
    def __init__(self):
        self._session = None

    def session(self):
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    async def close(self):
        await self.session().close()


class ServesUntilClosed:
    async def run(self):
        self._server = await asyncio.start_server(print, "localhost", 8000)
        await self._server.wait_closed()


class ClosedOneByOne:
    def __init__(self):
        self._sessions = {}

    async def get(self, host):
        self._sessions[host] = aiohttp.ClientSession()
        return await self._sessions[host].get(host)

    async def close(self):
        await asyncio.gather(*[session.close() for session in self._sessions.values()])


class GivenAway:
    def __init__(self, pool):
        self._clients = []
        self._pool = pool

    def add(self, url):
        self._clients.append(httpx.AsyncClient(base_url=url))
        self._pool.adopt(self._clients)


class Bot_silent(commands.Bot):
    def __init__(self):
        super().__init__("!")
        self.feed = aiohttp.ClientSession()

    async def close(self):
        await super().close()
        await self.feed.close()


_bot = Bot_silent()

if __name__ == "__main__":
    _bot.run("token")


# ---- unknown --------------------------------------------------------------
class Registered_unknown:
    def __init__(self, registry):
        self.session = aiohttp.ClientSession()
        registry.register(self.session)


class Shown_unknown:
    def __init__(self):
        self._session = aiohttp.ClientSession()

    @property
    def session(self):
        return self._session


async def stores_on_an_object_unknown(bot):
    bot.session = aiohttp.ClientSession()


class Odd_unknown(make_base()):
    def __init__(self):
        self.session = aiohttp.ClientSession()


# ---- near misses ----------------------------------------------------------
class ClientSession:
    pass


class KeepsItsOwn_near_miss:
    def __init__(self):
        self.session = ClientSession()


class Journal_near_miss:
    def __init__(self, path):
        self.log = open(path)

    def lines(self):
        return self.log.readlines()
