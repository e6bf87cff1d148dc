"""Base classes whose subclasses live in another file."""

import asyncio

import aiohttp


class Periodic:
    """Repeats its work until it is stopped."""

    def __init__(self):
        self._task = None

    async def start(self):
        self._task = asyncio.create_task(self._run(), name="periodic")

    async def _run(self):
        while True:
            try:
                await self.work()
            except Exception as error:
                print("the work failed:", error)
            await asyncio.sleep(60)

    async def work(self):
        raise NotImplementedError

    async def stop(self):
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


class Stoppable:
    """Stops the task that a subclass has started."""

    _task = None

    async def stop(self):
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


class Client:
    """Opens a session; its subclasses close it."""

    def __init__(self):
        self._session = None

    async def open(self):
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))


class Feed:
    """Opens a session; its subclasses do not close it."""

    def __init__(self):
        self._session = None

    async def open(self):
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))  # UA410


class Broadcaster:
    """Closes the channel that a subclass opens."""

    _channel = None

    async def close(self):
        if self._channel is not None:
            await self._channel.close()


class Recorder:
    """Closes its own session, and knows nothing of what its subclasses open."""

    def __init__(self):
        self._tape = None

    async def start(self):
        self._tape = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))

    async def close(self):
        await self._tape.close()
