import aiofiles
import asyncio
import time
import random

import aiohttp
import asyncpg
import websockets
from tenacity import retry, wait_exponential

RETRY_SECONDS = 10


# ---- reported -------------------------------------------------------------
class Transcriber_reported:
    """Connects again at once, for as long as the service refuses."""

    def __init__(self, client):
        self.client = client
        self.closing = False

    async def keep_connected(self):
        while not self.closing:
            try:
                async with self.client.stream.connect(model="small") as connection:
                    ping = asyncio.create_task(self.ping(connection))
                    await connection.listen()
            except Exception as error:  # Noncompliant {{Wait before "self.client.stream.connect" is tried again, longer after each error.}}
                print("lost", error)
            finally:
                ping.cancel()

    async def ping(self, connection):
        while True:
            await asyncio.sleep(5)
            await connection.ping()

    async def open(self, retries):
        for attempt in range(retries):
            try:
                await self.link.connect(timeout=3)
            except ConnectionError:  # Noncompliant {{Wait before "self.link.connect" is tried again, longer after each error.}}
                print("attempt", attempt, "failed")
            else:
                return True
        raise ConnectionError("no answer")


class Gallery_reported:
    """Calls itself again after an error."""

    def __init__(self, session: aiohttp.ClientSession):
        self.session = session

    async def picture(self, url):
        try:
            async with self.session.get(url) as response:
                return await response.read()
        except aiohttp.ClientError:  # Noncompliant {{Wait before "self.session.get" is tried again, longer after each error.}}
            return await self.picture(url)

    async def page(self, url, tries=5):
        try:
            async with self.session.get(url) as response:
                return await response.text()
        except aiohttp.ClientError:
            if tries == 0:
                raise
            await asyncio.sleep(3)  # Noncompliant {{Let the delay before "self.session.get" is tried again grow with each error, up to a limit and with some jitter.}}
            return await self.page(url, tries - 1)


class Gallery_silent:
    """Another address, a delay that grows, a new login, a decision for one more try."""

    def __init__(self, session: aiohttp.ClientSession):
        self.session = session

    async def picture(self, url, mirror):
        try:
            async with self.session.get(url) as response:
                return await response.read()
        except aiohttp.ClientError:
            return await self.picture(mirror, None)

    async def page(self, url, delay=1):
        try:
            async with self.session.get(url) as response:
                return await response.text()
        except aiohttp.ClientError:
            await asyncio.sleep(delay)
            return await self.page(url, delay + 1)

    async def private(self, url):
        try:
            async with self.session.get(url) as response:
                return await response.text()
        except aiohttp.ClientError:
            await self.authorize()
            return await self.private(url)

    async def once_more(self, url, again=True):
        try:
            async with self.session.get(url) as response:
                return await response.text()
        except aiohttp.ClientError:
            return await self.once_more(url, again=False)


def with_session(method):
    async def wrapper(self, *args):
        if self.session is None:
            self.session = aiohttp.ClientSession()
        return await method(self, *args)
    return wrapper


class Matrix_reported:
    """Only the decorator makes the session; here it is None at first."""

    def __init__(self):
        self.session = None

    async def call(self, path):
        while True:
            try:
                answer = await self.send(path)
                break
            except aiohttp.ClientError:
                await asyncio.sleep(5)  # Noncompliant {{Let the delay before "self.send" is tried again grow with each error, up to a limit and with some jitter.}}
        return answer

    @with_session
    async def send(self, path):
        return await self.session.request("GET", path)


async def constant_delay_reported(session: aiohttp.ClientSession, url):
    for attempt in range(5):
#   ^^^> {{by this loop}}
        try:
            return await session.get(url)
#                        ^^^^^^^^^^^> {{this is tried again}}
        except aiohttp.ClientError:
            await asyncio.sleep(3)  # Noncompliant {{Let the delay before "session.get" is tried again grow with each error, up to a limit and with some jitter.}}
#                 ^^^^^^^^^^^^^^^^


async def at_once_reported(pool: asyncpg.Pool, query):
    for _ in range(10):
        try:
            return await pool.fetch(query)
        except OSError:  # Noncompliant {{Wait before "pool.fetch" is tried again, longer after each error.}}
#       ^^^^^^
            print("again")


async def until_answered_reported(session: aiohttp.ClientSession, url):
    while True:
        try:
            return await session.get(url)
        except aiohttp.ClientError:  # Noncompliant {{Wait before "session.get" is tried again, longer after each error.}}
            continue


async def other_host_silent(session: aiohttp.ClientSession, hosts):
    host = hosts.pop()
    while True:
        try:
            return await session.get(host)
        except aiohttp.ClientError:
            host = hosts.pop()


async def free_number_silent(pool: asyncpg.Pool, number):
    while True:
        try:
            return await pool.execute("INSERT INTO orders VALUES ($1)", number())
        except asyncpg.UniqueViolationError:
            continue


async def named_constant_reported(client, url):
    attempts = 0
    while attempts < 4:
        try:
            response = await client.get(url)
            break
        except Exception:
            attempts += 1
        await asyncio.sleep(RETRY_SECONDS)  # Noncompliant {{Let the delay before "client.get" is tried again grow with each error, up to a limit and with some jitter.}}
    return response


async def reconnects_reported(url):
    while True:
        try:
            async with websockets.connect(url) as socket:
                async for message in socket:
                    print(message)
        except OSError:
            await asyncio.sleep(5)  # Noncompliant {{Let the delay before "websockets.connect" is tried again grow with each error, up to a limit and with some jitter.}}


class Uploader_reported:
    retry_delay = 2

    async def send(self, session, data):
        async with session.post("https://upload.example", data=data) as response:
            return response.status

    async def upload(self, session, data):
        while True:
            try:
                status = await self.send(session, data)
            except aiohttp.ClientError as error:
                print(error)
                await asyncio.sleep(self.retry_delay)  # Noncompliant {{Let the delay before "self.send" is tried again grow with each error, up to a limit and with some jitter.}}
                continue
            return status


async def restarts_elsewhere_reported(unit):
    retries = 0
    while await unit.state() == "failed":
        try:
            await unit.restart()
        except RuntimeError:
            retries = retries + 1
        else:
            break
        await asyncio.sleep(30)  # Noncompliant {{Let the delay before "unit.restart" is tried again grow with each error, up to a limit and with some jitter.}}


class Watcher_reported:
    async def watch(self, key):
        done = False
        while not done:
            try:
                async for event in self._watch(key):
                    yield event
                done = True
            except ConnectionError:
                await asyncio.sleep(self.reconnect_interval)  # Noncompliant {{Let the delay before "self._watch" is tried again grow with each error, up to a limit and with some jitter.}}


# ---- silent ---------------------------------------------------------------
class Gateway_silent:
    """The pause stands in what is called, in another file perhaps; or each turn tries something else."""

    async def keep_connected(self):
        while True:
            try:
                async with self.client.connect() as connection:
                    await connection.listen()
            except Exception as error:
                print("lost", error)
                self.note(error)
            finally:
                await self.cool_down()

    async def cool_down(self):
        await asyncio.sleep(random.random())

    def note(self, error):
        print(error)

    async def keep_logged_in(self):
        while True:
            try:
                await self.login()
            except Exception as error:
                print("refused", error)

    async def first_port(self):
        for port in range(8000, 8010):
            try:
                return await self.link.connect(port)
            except OSError:
                continue

    async def until_closed(self):
        while True:
            try:
                async with self.client.connect() as connection:
                    await connection.listen()
            except ValueError:
                print("malformed answer")


async def local_command_silent(repository):
    for attempt in range(5):
        try:
            return await repository._run_git_cmd("status")
        except OSError:
            await asyncio.sleep(2)


async def local_console_silent(port):
    trial = 60
    while True:
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            if trial <= 0:
                raise
        await asyncio.sleep(2)
        trial -= 1


async def doubling_silent(session: aiohttp.ClientSession, url):
    delay = 1
    while True:
        try:
            return await session.get(url)
        except aiohttp.ClientError:
            await asyncio.sleep(delay)
            delay = min(delay * 2, 60)


async def power_silent(session: aiohttp.ClientSession, url):
    for attempt in range(5):
        try:
            return await session.get(url)
        except aiohttp.ClientError:
            await asyncio.sleep(2 ** attempt)


async def table_silent(session: aiohttp.ClientSession, url):
    delays = [1, 5, 30]
    for attempt in range(3):
        try:
            return await session.get(url)
        except aiohttp.ClientError:
            await asyncio.sleep(delays[attempt])


async def jitter_silent(session: aiohttp.ClientSession, url):
    for _ in range(5):
        try:
            return await session.get(url)
        except aiohttp.ClientError:
            await asyncio.sleep(random.uniform(1, 10))


async def server_decides_silent(session: aiohttp.ClientSession, url):
    for _ in range(5):
        try:
            return await session.get(url)
        except aiohttp.ClientResponseError as error:
            await asyncio.sleep(float(error.headers["Retry-After"]))


@retry(wait=wait_exponential())
async def waits_for_its_own_server_silent(process):
    for _ in range(50):
        try:
            return await asyncio.open_connection("127.0.0.1", process.port)
        except OSError:
            await asyncio.sleep(0.1)


async def until_the_deadline_silent(host, port, timeout):
    began = time.monotonic()
    while time.monotonic() - began < timeout:
        try:
            return await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.2)


async def a_file_silent(path):
    for _ in range(5):
        try:
            async with aiofiles.open(path) as file:
                return await file.read()
        except PermissionError:
            await asyncio.sleep(1)


async def library_silent(session: aiohttp.ClientSession, url):
    return await session.get(url)


async def polls_silent(session: aiohttp.ClientSession, url):
    while True:
        try:
            await session.get(url)
        except aiohttp.ClientError:
            print("not this time")
        await asyncio.sleep(60)


async def consumes_silent(queue: asyncio.Queue, session: aiohttp.ClientSession):
    while True:
        url = await queue.get()
        try:
            await session.get(url)
        except aiohttp.ClientError:
            await asyncio.sleep(1)


async def each_item_silent(session: aiohttp.ClientSession, urls):
    for url in urls:
        try:
            await session.get(url)
        except aiohttp.ClientError:
            continue


async def repairs_silent(session: aiohttp.ClientSession, login):
    for _ in range(3):
        try:
            return await session.get("https://api.example")
        except aiohttp.ClientError:
            await login(session)


async def second_try_silent(session: aiohttp.ClientSession, url):
    for _ in range(2):
        try:
            return await session.get(url)
        except aiohttp.ClientError:
            print("once more")


# ---- unknown --------------------------------------------------------------
async def own_backoff_unknown(session: aiohttp.ClientSession, url, backoff):
    while True:
        try:
            return await session.get(url)
        except aiohttp.ClientError:
            await asyncio.sleep(backoff.next_delay())


async def computes_unknown(solver, problem):
    while True:
        try:
            return await solver.solve(problem)
        except ArithmeticError:
            problem = problem.simpler()


# ---- near misses ----------------------------------------------------------
async def waits_for_message_near_miss(event):
    while True:
        try:
            return await asyncio.wait_for(event.wait(), 5)
        except asyncio.TimeoutError:
            continue
