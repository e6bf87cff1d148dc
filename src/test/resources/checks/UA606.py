import aiofiles
import asyncio
import json
from aiofiles import open as aio_open
from contextlib import AsyncExitStack


# ---- reported -------------------------------------------------------------
async def reads_reported(path):
    handle = await aiofiles.open(path)  # Noncompliant {{Open "handle" with "async with"; nothing closes it.}}
#                  ^^^^^^^^^^^^^
    return await handle.read()


async def writes_reported(path, lines):
    out = await aiofiles.open(path, "w")  # Noncompliant {{Open "out" with "async with"; it stays open when an error occurs before it is closed.}}
#               ^^^^^^^^^^^^^
    for line in lines:
        await out.write(line)
#       ^^^^^< {{An error or cancellation here skips the closing.}}
    await out.close()
#         ^^^^^^^^^^^< {{Closed on the straight path only.}}


async def reads_lines_reported(path):
    source = await aio_open(path, encoding="utf-8")  # Noncompliant {{Open "source" with "async with"; nothing closes it.}}
    async for line in source:
        print(line)


async def in_passing_reported(path):
    return json.loads(await (await aiofiles.open(path)).read())  # Noncompliant {{Open "aiofiles.open" with "async with"; nothing closes it.}}


async def appends_with_a_timeout_reported(path, text):
    log = await asyncio.wait_for(aiofiles.open(path, "a"), 5)  # Noncompliant {{Open "log" with "async with"; nothing closes it.}}
    await log.write(text)


class Exporter_reported:
    async def export(self, path, rows):
        target = await aiofiles.open(path, mode="wb")  # Noncompliant {{Open "target" with "async with"; it stays open when an error occurs before it is closed.}}
        await target.write(b"\n".join(rows))
        await target.flush()
        await target.close()


async def opens(path):
    return await aiofiles.open(path)


async def uses_a_factory_reported(path):
    source = await opens(path)  # Noncompliant {{Open "source" with "async with"; nothing closes it.}}
    return await source.readline()


# ---- silent ---------------------------------------------------------------
async def uses_async_with_silent(path):
    async with aiofiles.open(path) as handle:
        return await handle.read()


async def closes_in_finally_silent(path, text):
    handle = await aiofiles.open(path, "w")
    try:
        await handle.write(text)
    finally:
        await handle.close()


async def closes_at_once_silent(path):
    handle = await aiofiles.open(path, "w")
    await handle.close()


async def returns_silent(path):
    return await aiofiles.open(path)


async def stack_silent(paths):
    async with AsyncExitStack() as stack:
        return [await stack.enter_async_context(aiofiles.open(path)) for path in paths]


async def enters_later_silent(path):
    opening = aiofiles.open(path)
    async with opening as handle:
        return await handle.read()


class Kept_silent:
    async def start(self, path):
        self.handle = await aiofiles.open(path)

    async def stop(self):
        await self.handle.close()


def only_makes_the_coroutine_silent(path):
    return aiofiles.open(path)


# ---- unknown --------------------------------------------------------------
async def passed_on_unknown(path, parser):
    handle = await aiofiles.open(path)
    await parser.feed(handle)


async def stored_unknown(path, job):
    job.handle = await aiofiles.open(path)


# ---- near misses ----------------------------------------------------------
class Files:
    async def open(self, path): ...


async def other_files_near_miss(path):
    files = Files()
    handle = await files.open(path)
    return await handle.read()


def plain_open_near_miss(path):
    handle = open(path)
    return handle.read()
