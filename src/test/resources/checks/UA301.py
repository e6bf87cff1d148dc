import asyncio
import aiosqlite
import asyncpg
import asyncssh
import httpx
import redis.asyncio as redis
import websockets
from aiokafka import AIOKafkaConsumer
from contextlib import AsyncExitStack, aclosing


# ---- reported -------------------------------------------------------------
async def subscription_reported(client: redis.Redis):
    pubsub = client.pubsub()  # Noncompliant {{Open "pubsub" with "async with"; nothing closes it.}}
    await pubsub.subscribe("news")
    async for message in pubsub.listen():
        print(message)


async def asks_a_server_reported(host, port):
    reader, writer = await asyncio.open_connection(host, port)  # Noncompliant {{Close "writer" with "writer.close()" in a "finally" block; nothing closes it.}}
#                          ^^^^^^^^^^^^^^^^^^^^^^^
    writer.write(b"PING\r\n")
    await writer.drain()
    return await reader.readline()


async def asks_with_a_timeout_reported(host):
    reader, writer = await asyncio.wait_for(asyncio.open_connection(host, 25), timeout=5)  # Noncompliant {{Close "writer" with "writer.close()" in a "finally" block; nothing closes it.}}
    return await reader.readline()


async def counts_users_reported(dsn):
    connection = await asyncpg.connect(dsn)  # Noncompliant {{Close "connection" with "await connection.close()" in a "finally" block; nothing closes it.}}
    return await connection.fetchval("SELECT count(*) FROM users")


async def reads_settings_reported(path):
    db = await aiosqlite.connect(path)  # Noncompliant {{Open "db" with "async with"; nothing closes it.}}
    cursor = await db.execute("SELECT name, value FROM settings")
    return await cursor.fetchall()


async def fetches_reported(url):
    client = httpx.AsyncClient(timeout=5)  # Noncompliant {{Open "client" with "async with"; nothing closes it.}}
    response = await client.get(url)
    return response.json()


async def fetches_in_passing_reported(url):
    return await httpx.AsyncClient().get(url)  # Noncompliant {{Open "httpx.AsyncClient" with "async with"; nothing closes it.}}


async def publishes_reported(channel, message):
    connection = redis.from_url("redis://localhost")  # Noncompliant {{Open "connection" with "async with"; nothing closes it.}}
    await connection.publish(channel, message)


async def listens_reported(uri):
    socket = await websockets.connect(uri)  # Noncompliant {{Open "socket" with "async with"; nothing closes it.}}
    async for message in socket:
        print(message)


async def lists_files_reported(command):
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)  # Noncompliant {{Close "process" with "await process.wait()" in a "finally" block; nothing closes it.}}
    return await process.stdout.readline()


async def connect(dsn):
    return await asyncpg.connect(dsn)


async def uses_a_factory_reported(dsn):
    connection = await connect(dsn)  # Noncompliant {{Close "connection" with "await connection.close()" in a "finally" block; nothing closes it.}}
    await connection.execute("VACUUM")


async def passes_it_to_a_helper_that_only_uses_it_reported(dsn):
    connection = await asyncpg.connect(dsn)  # Noncompliant {{Close "connection" with "await connection.close()" in a "finally" block; nothing closes it.}}
    await cleans_up_rows(connection, "events")


async def cleans_up_rows(connection, table):
    await connection.execute("DELETE FROM " + table)


class Counter_reported:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.value = 0

    async def increment(self):
        await self._lock.acquire()  # Noncompliant {{Hold "self._lock" with "async with"; nothing releases it.}}
        self.value += 1


class PriceList:
    def __init__(self, url):
        self._client = httpx.AsyncClient(base_url=url)

    async def price_of(self, item):
        return (await self._client.get(item)).text

    async def close(self):
        await self._client.aclose()


class Feed:
    def __init__(self):
        self._writer = None

    async def connect(self, host):
        await self._open(host)

    async def _open(self, host):
        self._reader, self._writer = await asyncio.open_connection(host, 80)

    def close(self):
        self._writer.close()


async def object_that_owns_a_client_reported(url):
    prices = PriceList(url)  # Noncompliant {{Close "prices" with "await prices.close()" in a "finally" block; nothing closes it.}}
    return await prices.price_of("bread")


async def object_that_was_connected_reported(host):
    feed = Feed()  # Noncompliant {{Close "feed" with "feed.close()" in a "finally" block; nothing closes it.}}
    await feed.connect(host)


async def opened_for_nothing_reported(host, port):
    try:
        await asyncio.wait_for(asyncio.open_connection(host, port), 3)  # Noncompliant {{Close "asyncio.open_connection" with "close()" in a "finally" block; nothing closes it.}}
        return True
    except OSError:
        return False


async def opened_before_it_is_awaited_reported(host, port):
    opening = asyncio.open_connection(host, port)  # Noncompliant {{Close "writer" with "writer.close()" in a "finally" block; nothing closes it.}}
    reader, writer = await asyncio.wait_for(opening, timeout=1)
    return await reader.read(100)


async def only_the_number_of_a_process_reported(command):
    process = await asyncio.create_subprocess_shell(command)  # Noncompliant {{Close "process" with "await process.wait()" in a "finally" block; nothing closes it.}}
    print(process.pid)


async def server_of_a_loop_without_a_type_reported(loop, factory):
    server = await loop.create_server(factory, "localhost", 8000)  # Noncompliant {{Open "server" with "async with"; nothing closes it.}}
    print(server.sockets)
    await asyncio.sleep(60)


class Shelf:
    def __init__(self):
        self._lock = asyncio.Lock()

    async def held_here_reported(self):
        await self._lock.acquire()  # Noncompliant {{Hold "self._lock" with "async with"; nothing releases it.}}
        await asyncio.sleep(1)

    async def released_by_another_hold(self):
        await self._lock.acquire()
        try:
            await asyncio.sleep(1)
        finally:
            self._lock.release()


# ---- silent ---------------------------------------------------------------
async def object_that_owns_a_client_silent(url):
    prices = PriceList(url)
    try:
        return await prices.price_of("bread")
    finally:
        await prices.close()


async def object_that_was_never_connected_silent():
    feed = Feed()
    print(feed)


async def subscription_silent(client: redis.Redis):
    pubsub = client.pubsub()
    try:
        await pubsub.subscribe("news")
        print(await pubsub.get_message())
    finally:
        await pubsub.unsubscribe("news")


async def uses_async_with_silent(path):
    async with aiosqlite.connect(path) as db:
        return await db.execute_fetchall("SELECT 1")


async def enters_later_silent(uri):
    client = httpx.AsyncClient()
    async with client:
        return await client.get(uri)


async def closes_in_finally_silent(host):
    reader, writer = await asyncio.open_connection(host, 80)
    try:
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


async def uses_a_stack_silent(uris):
    async with AsyncExitStack() as stack:
        return [await stack.enter_async_context(websockets.connect(uri)) for uri in uris]


async def registers_the_closer_silent(stack, dsn):
    connection = await asyncpg.connect(dsn)
    stack.push_async_callback(connection.close)
    return await connection.fetch("SELECT 1")


async def returns_it_silent(dsn):
    connection = await asyncpg.connect(dsn)
    await connection.execute("SET timezone TO 'UTC'")
    return connection


async def waits_for_the_process_silent(command):
    process = await asyncio.create_subprocess_exec(*command)
    return await process.wait()


async def serves_silent(handle):
    server = await asyncio.start_server(handle, "localhost", 8080)
    async with server:
        await server.serve_forever()


async def serves_until_cancelled_silent(handle):
    server = await asyncio.start_server(handle, "localhost", 8080)
    await server.serve_forever()


async def ends_with_its_parent_silent(host):
    async with asyncssh.connect(host) as connection:
        process = await connection.create_process("ls")
        return await process.stdout.read()


async def helper_closes_silent(dsn):
    connection = await asyncpg.connect(dsn)
    await closes(connection)


async def closes(connection):
    await connection.close()


class Counter_silent:
    def __init__(self):
        self._lock = asyncio.Lock()

    async def begin(self):
        await self._lock.acquire()

    def end(self):
        self._lock.release()


async def opened_before_and_closed(host, port):
    opening = asyncio.open_connection(host, port)
    try:
        reader, writer = await asyncio.wait_for(opening, timeout=1)
    except asyncio.TimeoutError:
        return None
    try:
        return await reader.read(100)
    finally:
        writer.close()


class Gate:
    def __init__(self):
        self._lock = asyncio.Lock()

    async def close_for_others(self):
        await self._lock.acquire()
        await asyncio.sleep(1)

    def open_again(self):
        self._lock.release()


# ---- unknown --------------------------------------------------------------
async def stored_elsewhere_unknown(app, dsn):
    app["db"] = await asyncpg.connect(dsn)


async def passed_on_unknown(repository, dsn):
    connection = await asyncpg.connect(dsn)
    repository.use(connection)


async def collected_unknown(dsn, size):
    return [await asyncpg.connect(dsn) for _ in range(size)]


async def lock_of_somebody_else_unknown(lock):
    await lock.acquire()


class LentClient:
    def __init__(self, client=None):
        self._client = client or httpx.AsyncClient()

    async def close(self):
        await self._client.aclose()


async def object_that_may_have_been_given_its_client_unknown(client):
    lent = LentClient(client)
    print(lent)


# ---- near misses ----------------------------------------------------------
class Connection:
    def close(self): ...


async def connects_to_itself_near_miss():
    connection = Connection()
    print(connection)


async def consumer_stopped_near_miss(topic):
    consumer = AIOKafkaConsumer(topic)
    await consumer.start()
    try:
        async for message in consumer:
            print(message)
    finally:
        await consumer.stop()
