import asyncio
import aiohttp
import aiosqlite
import asyncpg
import httpx
from contextlib import AsyncExitStack
from playwright.async_api import async_playwright


# ---- reported -------------------------------------------------------------
async def looks_up_a_stream_reported(url):
    session = aiohttp.ClientSession()  # Noncompliant {{Open "session" with "async with"; it stays open when an error occurs before it is closed.}}
#             ^^^^^^^^^^^^^^^^^^^^^
    async with session.get(url) as response:
#   ^^^^^< {{An error or cancellation here skips the closing.}}
        data = await response.json()
    await session.close()
#         ^^^^^^^^^^^^^^^< {{Closed on the straight path only.}}
    return data


async def pings_reported(host):
    reader, writer = await asyncio.open_connection(host, 7)  # Noncompliant {{Close "writer" in a "finally" block; it stays open when an error occurs before.}}
    writer.write(b"ping")
    await writer.drain()
    answer = await reader.readexactly(4)
    writer.close()
    await writer.wait_closed()
    return answer


async def migrates_reported(dsn, statements):
    connection = await asyncpg.connect(dsn)  # Noncompliant {{Close "connection" in a "finally" block; it stays open when an error occurs before.}}
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def returns_early_reported(path, key):
    db = await aiosqlite.connect(path)  # Noncompliant {{Open "db" with "async with"; it stays open when an error occurs before it is closed.}}
    if not key:
        return None
    await db.close()


async def closes_in_each_branch_reported(url):
    client = httpx.AsyncClient()  # Noncompliant {{Open "client" with "async with"; it stays open when an error occurs before it is closed.}}
    response = await client.get(url)
    if response.status_code != 200:
        await client.aclose()
        return None
    await client.aclose()
    return response.text


async def runs_with_a_pool_reported(dsn):
    pool = await asyncpg.create_pool(dsn)  # Noncompliant {{Open "pool" with "async with"; it stays open when an error occurs before it is closed.}}
    await pool.execute("ANALYZE")
    await pool.close()


class Report_reported:
    async def run(self, url):
        self.session = aiohttp.ClientSession()  # Noncompliant {{Open "self.session" with "async with"; it stays open when an error occurs before it is closed.}}
        await self.collect(url)
        await self.session.close()

    async def collect(self, url):
        async with self.session.get(url) as response:
            print(await response.text())


class Account_reported:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def withdraw(self, amount, ledger):
        await self.lock.acquire()  # Noncompliant {{Hold "self.lock" with "async with"; it stays locked when an error occurs before "release".}}
        await ledger.book(amount)
        self.lock.release()


async def enters_by_hand_reported(url):
    session = await aiohttp.ClientSession().__aenter__()  # Noncompliant {{Use "async with" instead of calling "__aenter__" by hand.}}
    async with session.get(url) as response:
        return await response.text()


class Orders:
    def __init__(self, pool: asyncpg.Pool):
        self.pool = pool

    async def total_reported(self, order):
        connection = await self.pool.acquire()  # Noncompliant {{Open "connection" with "async with"; it stays open when an error occurs before it is closed.}}
        total = await connection.fetchval("SELECT total FROM orders WHERE id = $1", order)
        await self.pool.release(connection)
        return total

    async def count_silent(self):
        connection = await self.pool.acquire()
        try:
            return await connection.fetchval("SELECT count(*) FROM orders")
        finally:
            await self.pool.release(connection)


async def lock_of_the_caller_reported(lock: asyncio.Lock, job):
    await lock.acquire()  # Noncompliant {{Hold "lock" with "async with"; it stays locked when an error occurs before "release".}}
    await job()
    lock.release()


async def screenshot_reported(url):
    playwright = await async_playwright().start()  # Noncompliant {{Close "playwright" in a "finally" block; it stays open when an error occurs before.}}
    browser = await playwright.chromium.launch()
    page = await browser.new_page()
    await page.goto(url)
    await playwright.stop()


class Turnstile:
    def __init__(self):
        self._lock = asyncio.Lock()

    async def leaves_early_reported(self, ready):
        await asyncio.wait_for(self._lock.acquire(), 1)  # Noncompliant {{Hold "self._lock" with "async with"; it stays locked when an error occurs before "release".}}
        if not ready:
            return
        await asyncio.sleep(1)
        self._lock.release()

    async def does_it_right(self):
        await self._lock.acquire()
        try:
            await asyncio.sleep(1)
        finally:
            self._lock.release()


async def entered_by_hand_reported(manager):
    entered = await manager.__aenter__()  # Noncompliant {{Use "async with" instead of calling "__aenter__" by hand.}}
    await entered.work()
    await manager.__aexit__(None, None, None)


async def entered_by_another_hand_reported(manager):
    entered = await manager.__aenter__()  # Noncompliant {{Use "async with" instead of calling "__aenter__" by hand.}}
    await entered.work()
    await manager.__aexit__(None, None, None)


# ---- silent ---------------------------------------------------------------
async def closes_in_finally_silent(url):
    session = aiohttp.ClientSession()
    try:
        async with session.get(url) as response:
            return await response.json()
    finally:
        await session.close()


async def closes_on_error_silent(dsn):
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("SELECT 1")
    except BaseException:
        await connection.close()
        raise
    await connection.close()


async def handles_every_error_silent(url):
    session = aiohttp.ClientSession()
    try:
        async with session.get(url) as response:
            print(response.status)
    except Exception as error:
        print(error)
    await session.close()


async def nothing_can_go_wrong_silent(host):
    reader, writer = await asyncio.open_connection(host, 9)
    writer.write(b"discard")
    writer.close()


async def tries_again_silent(port):
    while True:
        try:
            reader, writer = await asyncio.open_connection("localhost", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.1)
            continue
        break
    writer.close()


class Client_silent:
    async def open(self):
        self.session = aiohttp.ClientSession()
        await self.login()

    async def login(self):
        async with self.session.post("/login") as response:
            response.raise_for_status()

    async def close(self):
        await self.session.close()


class Account_silent:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def withdraw(self, amount, ledger):
        await self.lock.acquire()
        try:
            await ledger.book(amount)
        finally:
            self.lock.release()


class Wrapper_silent:
    def __init__(self):
        self._session = aiohttp.ClientSession()

    async def __aenter__(self):
        await self._session.__aenter__()
        return self

    async def __aexit__(self, *exc_info):
        await self._session.__aexit__(*exc_info)


async def uses_a_stack_silent(url):
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        async with session.get(url) as response:
            print(await response.text())
        await session.close()


async def waits_for_a_process_silent(command):
    process = await asyncio.create_subprocess_exec(*command)
    await asyncio.sleep(1)
    await process.wait()


# ---- unknown --------------------------------------------------------------
async def returned_on_success_unknown(host):
    reader, writer = await asyncio.open_connection(host, 25)
    greeting = await reader.readline()
    if not greeting.startswith(b"220"):
        writer.close()
        return None
    return reader, writer


async def somebody_elses_unknown(session, url):
    async with session.get(url) as response:
        print(await response.text())
    await session.close()


# ---- near misses ----------------------------------------------------------
class Session:
    async def close(self): ...


async def closes_its_own_near_miss():
    session = Session()
    await asyncio.sleep(1)
    await session.close()
