import anyio
import asyncio
import aiohttp
import asyncpg
from contextlib import aclosing, asynccontextmanager
import pytest


async def rows(dsn):
    connection = await asyncpg.connect(dsn)
    try:
        async for row in connection.cursor("SELECT * FROM events"):
            yield row
    finally:
#   ^^^^^^^> {{This cleanup is not run then.}}
        await connection.close()


async def updates(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            async for line in response.content:
                yield line


async def numbers():
    for number in range(10):
        yield number


# ---- reported -------------------------------------------------------------
async def finds_first_reported(dsn, wanted):
    async for row in rows(dsn):  # Noncompliant {{Wrap "rows" in "contextlib.aclosing"; it is left before its end.}}
#                    ^^^^
        if row["id"] == wanted:
            return row
#           ^^^^^^^^^^< {{Left here.}}
    return None


async def stops_at_the_end_marker_reported(url):
    async for line in updates(url):  # Noncompliant {{Wrap "updates" in "contextlib.aclosing"; it is left before its end.}}
        if line == b"END":
            break
        print(line)


async def raises_on_errors_reported(url):
    async for line in updates(url):  # Noncompliant {{Wrap "updates" in "contextlib.aclosing"; it is left before its end.}}
        if line.startswith(b"ERR"):
            raise ValueError(line)


async def takes_one_reported(dsn):
    return await anext(rows(dsn))  # Noncompliant {{Wrap "rows" in "contextlib.aclosing"; it is left before its end.}}


async def takes_two_reported(url):
    lines = updates(url)  # Noncompliant {{Wrap "updates" in "contextlib.aclosing"; it is left before its end.}}
    first = await lines.__anext__()
    second = await anext(lines)
    return first + second


class Bus_reported:
    async def listen(self):
        await self.subscribe()
        try:
            while True:
                yield await self.receive()
        finally:
            await self.unsubscribe()

    async def wait_for(self, name):
        async for event in self.listen():  # Noncompliant {{Wrap "self.listen" in "contextlib.aclosing"; it is left before its end.}}
            if event == name:
                break


async def fans_out_reported(urls):
    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(anyio.sleep(1), name=url)
            yield url  # Noncompliant {{Do not yield inside "asyncio.TaskGroup" in an asynchronous generator; collect first, or use a queue.}}


async def reads_in_time_reported(reader):
    async with asyncio.timeout(10):
        yield await reader.readline()  # Noncompliant {{Do not yield inside "asyncio.timeout" in an asynchronous generator; collect first, or use a queue.}}


async def works_in_a_nursery_reported(jobs):
    async with anyio.create_task_group() as group:
        for job in jobs:
            group.start_soon(job)
        yield group  # Noncompliant {{Do not yield inside "anyio.create_task_group" in an asynchronous generator; collect first, or use a queue.}}


async def bound_first_reported(connection):
    found = cleans_up(connection)  # Noncompliant {{Wrap "cleans_up" in "contextlib.aclosing"; it is left before its end.}}
    async for row in found:
        if row.id is None:
            raise LookupError(row)


async def cleans_up(connection):
    try:
        yield await connection.fetchrow()
    finally:
        await connection.close()


# ---- silent ---------------------------------------------------------------
async def closes_it_silent(dsn, wanted):
    async with aclosing(rows(dsn)) as found:
        async for row in found:
            if row["id"] == wanted:
                return row


async def reads_all_silent(url):
    async for line in updates(url):
        print(line)


async def has_no_cleanup_silent():
    async for number in numbers():
        if number > 3:
            break


async def breaks_an_inner_loop_silent(url):
    async for line in updates(url):
        for word in line.split():
            if word == b"END":
                break


async def collects_silent(dsn):
    return [row async for row in rows(dsn)]


async def closes_by_hand_silent(dsn):
    found = rows(dsn)
    try:
        return await anext(found)
    finally:
        await found.aclose()


@asynccontextmanager
async def grouped_silent():
    async with asyncio.TaskGroup() as group:
        yield group


@pytest.fixture
async def client_silent():
    async with asyncio.timeout(5):
        yield "client"


async def yields_after_the_timeout_silent(reader):
    async with asyncio.timeout(5):
        line = await reader.readline()
    yield line


async def times_each_step_silent(url):
    async for line in updates(url):
        async with asyncio.timeout(5):
            print(line)


async def steps_to_the_end_silent(connection):
    found = cleans_up(connection)
    while True:
        try:
            row = await found.__anext__()
        except StopAsyncIteration:
            break
        print(row)


# ---- unknown --------------------------------------------------------------
async def somebody_elses_generator_unknown(client):
    async for row in client.rows():
        if row:
            break


async def decorated_unknown(dsn):
    async for row in wrapped(dsn):
        if row:
            break


@somewhere.retry
async def wrapped(dsn):
    try:
        yield dsn
    finally:
        print("done")


# ---- near misses ----------------------------------------------------------
def plain(path):
    with open(path) as lines:
        yield from lines


def plain_generator_near_miss(path):
    for line in plain(path):
        if line:
            break


async def continues_near_miss(url):
    async for line in updates(url):
        if not line:
            continue
        print(line)


async def own_error_is_handled_in_the_loop():
    async for row in rows():
        try:
            if not row:
                raise ValueError(row)
        except ValueError:
            print("skipped")
