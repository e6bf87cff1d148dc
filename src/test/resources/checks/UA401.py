import asyncio
import aiohttp
from aiohttp import ClientSession
from aiokafka import AIOKafkaProducer


# ---- reported -------------------------------------------------------------
session = aiohttp.ClientSession()  # Noncompliant {{Call "aiohttp.ClientSession" in a coroutine; here it is called when the module is imported.}}
#         ^^^^^^^^^^^^^^^^^^^^^
loop = asyncio.get_event_loop()  # Noncompliant {{Call "asyncio.get_event_loop" in a coroutine; here it is called when the module is imported.}}


class Api_reported:
    http = ClientSession()  # Noncompliant {{Call "ClientSession" in a coroutine; here it is called when the class is defined.}}


async def fetches_reported(url, client=aiohttp.ClientSession()):  # Noncompliant {{Call "aiohttp.ClientSession" in a coroutine; here it is called once, when the function is defined.}}
    async with client.get(url) as response:
        return await response.text()


def connects():
    return AIOKafkaProducer(bootstrap_servers="localhost")  # Noncompliant {{Call "AIOKafkaProducer" in a coroutine; here it is called by a function that runs at import time.}}


producer = connects()


class Token_reported:
    def __init__(self, session=None):
        self.session = session or aiohttp.ClientSession()  # Noncompliant {{Call "aiohttp.ClientSession" in a coroutine; here it is called in a constructor that may run without a loop.}}


class Client_reported:
    def __init__(self, session=None):
        if session is None:
            session = ClientSession()  # Noncompliant {{Call "ClientSession" in a coroutine; here it is called in a constructor that may run without a loop.}}
        self.session = session


async def schedules_on_the_global_loop(job):
    loop.create_task(job(), name="job")


# ---- silent ---------------------------------------------------------------
async def makes_it_in_a_coroutine_silent():
    return aiohttp.ClientSession()


lock = asyncio.Lock()  # belongs to no loop since Python 3.10
queue = asyncio.Queue(maxsize=10)


class Lazy_silent:
    def __init__(self):
        self.session = None

    async def start(self):
        self.session = aiohttp.ClientSession()


class MadeByACoroutine_silent:
    def __init__(self, session=None):
        self.session = session or aiohttp.ClientSession()


async def makes_one_silent():
    return MadeByACoroutine_silent()


class TakesALoop_silent:
    def __init__(self, loop, session=None):
        self.session = session or aiohttp.ClientSession(loop=loop)


def called_by_a_coroutine_silent():
    return aiohttp.ClientSession()


async def calls_it_silent():
    return called_by_a_coroutine_silent()


class OfAFramework_silent(commands.Cog):
    def __init__(self, session=None):
        self.session = session or aiohttp.ClientSession()


factory_silent = lambda: aiohttp.ClientSession()


if __name__ == "__main__":
    main_session_silent = aiohttp.ClientSession()


# ---- unknown --------------------------------------------------------------
class AlwaysMakesOne_unknown:
    def __init__(self):
        self.session = aiohttp.ClientSession()


def may_run_anywhere_unknown():
    return aiohttp.ClientSession()


# ---- near misses ----------------------------------------------------------
class Session:
    pass


own_near_miss = Session()


def annotated_near_miss(session: aiohttp.ClientSession):
    return session
