import asyncio
from asyncio import ensure_future

import aiohttp


async def refresh(cache):
    await asyncio.sleep(60)
    cache.clear()


# ---- reported -------------------------------------------------------------
async def starts_a_refresh_reported(cache):
    task = asyncio.ensure_future(refresh(cache))  # Noncompliant {{Replace "asyncio.ensure_future" with "asyncio.create_task".}}
#          ^^^^^^^^^^^^^^^^^^^^^
#   fix: task = asyncio.create_task(refresh(cache))
    await task


async def imported_by_name_reported(cache):
    return ensure_future(refresh(cache))  # Noncompliant {{Replace "ensure_future" with "asyncio.create_task".}}
#   fix: return asyncio.create_task(refresh(cache))


class Server:
    def __init__(self, loop):
        self._loop = loop
        self._tasks = set()

    async def _read(self):
        await asyncio.sleep(1)

    def connection_made_reported(self, transport):
        self._reader = asyncio.ensure_future(self._read(), loop=self._loop)  # Noncompliant {{Replace "asyncio.ensure_future" with "self._loop.create_task".}}

    def on_message_reported(self):
        self._tasks.add(asyncio.ensure_future(self._read()))  # Noncompliant {{Replace "asyncio.ensure_future" with "asyncio.create_task".}}


async def asks_for_the_loop_reported(cache):
    return asyncio.get_event_loop().create_task(refresh(cache), name="refresh")  # Noncompliant {{Replace "asyncio.get_event_loop().create_task" with "asyncio.create_task".}}
#   fix: return asyncio.create_task(refresh(cache), name="refresh")


async def asks_for_the_running_loop_reported(cache):
    return asyncio.get_running_loop().create_task(refresh(cache))  # Noncompliant {{Replace "asyncio.get_running_loop().create_task" with "asyncio.create_task".}}
#   fix: return asyncio.create_task(refresh(cache))


async def closes_devices_of_another_file_reported(devices):
    tasks = [asyncio.ensure_future(device.hypervisor.stop()) for device in devices]  # Noncompliant {{Replace "asyncio.ensure_future" with "asyncio.create_task".}}
    await asyncio.wait(tasks)


async def waits_for_a_reaction_reported(ctx, check):
    reaction = asyncio.ensure_future(ctx.bot.wait_for("reaction_add", check=check))  # Noncompliant {{Replace "asyncio.ensure_future" with "asyncio.create_task".}}
    await asyncio.wait([reaction], timeout=30)


async def gathers_futures_reported(caches):
    await asyncio.wait([asyncio.ensure_future(refresh(cache)) for cache in caches])  # Noncompliant {{Replace "asyncio.ensure_future" with "asyncio.create_task".}}
#   fix: await asyncio.wait([asyncio.create_task(refresh(cache)) for cache in caches])


class History:
    async def fetch(self, pair):
        await asyncio.sleep(1)

    # No loop runs yet: "asyncio.create_task" would fail.
    def all_reported(self, pair):
        task = asyncio.ensure_future(self.fetch(pair))  # Noncompliant {{Replace "asyncio.ensure_future" with "self.loop.create_task".}}
        return self.loop.run_until_complete(task)


# ---- silent ---------------------------------------------------------------
async def starts_the_modern_way_silent(cache):
    return asyncio.create_task(refresh(cache), name="refresh")


async def takes_any_awaitable_silent(awaitable):
    return await asyncio.ensure_future(awaitable)


async def wraps_a_future_silent(loop):
    return asyncio.ensure_future(loop.run_in_executor(None, input))


async def wraps_a_request_silent(session: aiohttp.ClientSession):
    return asyncio.ensure_future(session.get("/"))


def starts_from_outside_silent(cache):
    return asyncio.get_event_loop().create_task(refresh(cache))


async def uses_a_loop_it_was_given_silent(loop, cache):
    return loop.create_task(refresh(cache))


async def uses_a_group_silent(caches):
    async with asyncio.TaskGroup() as group:
        for cache in caches:
            group.create_task(refresh(cache), name="refresh")


async def gathers_silent(caches):
    futures = [asyncio.ensure_future(cache) for cache in caches]
    return await asyncio.gather(*futures)


# ---- unknown --------------------------------------------------------------
async def starts_what_was_handed_in_unknown(callback):
    return asyncio.ensure_future(callback())


class Closing:
    def __init__(self, on_close):
        self._on_close = on_close

    def runs_what_was_handed_in_unknown(self):
        asyncio.ensure_future(self._on_close())


async def starts_what_speaks_of_futures_unknown(pool):
    return asyncio.ensure_future(pool.submit_job(print))


async def asks_for_the_kind_unknown(handler, event):
    if asyncio.iscoroutinefunction(handler.handle):
        return asyncio.ensure_future(handler.handle(event))
    return handler.handle(event)


# ---- near misses ----------------------------------------------------------
class Promise:
    @staticmethod
    def ensure_future(coroutine):
        return coroutine


async def promises(cache):
    await Promise.ensure_future(refresh(cache))
