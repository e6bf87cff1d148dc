import asyncio
import time


# ---- reported -------------------------------------------------------------
class Timer_reported:  # Noncompliant {{Replace "Timer_reported" with a function under "contextlib.asynccontextmanager".}}
#     ^^^^^^^^^^^^^^
    def __init__(self, label):
        self.label = label

    async def __aenter__(self):
#             ^^^^^^^^^^< {{Becomes the part before "yield".}}
        self.start = time.monotonic()

    async def __aexit__(self, *exc_info):
#             ^^^^^^^^^< {{Becomes a "finally" clause.}}
        print(self.label, time.monotonic() - self.start)


async def measures(job):
    async with Timer_reported("job"):
        await job()


class Muted_reported:  # Noncompliant {{Replace "Muted_reported" with a function under "contextlib.asynccontextmanager".}}
    def __init__(self, channel):
        self.channel = channel

    async def __aenter__(self):
        await self.channel.mute()
        return self.channel

    async def __aexit__(self, exc_type, exc, traceback):
        await self.channel.unmute()


async def announces(channel, text):
    async with Muted_reported(channel) as muted:
        print(muted, text)


class Busy_reported:  # Noncompliant {{Replace "Busy_reported" with a function under "contextlib.asynccontextmanager".}}
    """Shows that something goes on."""

    __slots__ = ("bot",)

    def __init__(self, bot):
        self.bot = bot

    async def __aenter__(self):
        await self.bot.set_status("busy")

    async def __aexit__(self, *exc_info):
        await self.bot.set_status("idle")


async def works(bot, job):
    async with Busy_reported(bot), asyncio.timeout(5):
        await job()


class Counted_reported:  # Noncompliant {{Replace "Counted_reported" with a function under "contextlib.asynccontextmanager".}}
    async def __aenter__(self):
        print("one more")

    async def __aexit__(self, *exc_info):
        print("one less")


class Nested_reported:  # Noncompliant {{Replace "Nested_reported" with a function under "contextlib.asynccontextmanager".}}
    def __init__(self, depth):
        self.depth = depth

    async def __aenter__(self):
        print("in", self.depth)

    async def __aexit__(self, *exc_info):
        print("out", self.depth)


async def nests():
    async with Counted_reported():
        async with Nested_reported(1):
            async with Nested_reported(2):
                await asyncio.sleep(1)


class Guard_reported:  # Noncompliant {{Replace "Guard_reported" with a function under "contextlib.asynccontextmanager".}}
    def __init__(self, lock):
        self.lock = lock

    async def __aenter__(self):
        await self.lock.acquire()

    async def __aexit__(self, *exc_info):
        self.lock.release()


class Account:
    async def book(self, lock, amount):
        async with Guard_reported(lock):
            print(amount)


# ---- silent ---------------------------------------------------------------
class Client_silent:
    def __init__(self, url):
        self.url = url

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await self.close()

    async def close(self):
        print(self.url)


class Subclassed_silent:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        print("bye")


class Sub_silent(Subclassed_silent):
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        print("bye, sub")


class Kept_silent:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        print("bye")


kept = Kept_silent()


class State_silent:
    async def __aenter__(self):
        self.started = time.monotonic()
        return self

    async def __aexit__(self, *exc_info):
        self.elapsed = time.monotonic() - self.started


async def looks_inside():
    async with State_silent() as state:
        await asyncio.sleep(1)
    print(state.elapsed)


class BothWays_silent:
    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        print("bye")

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        print("bye")


async def enters_what_it_may():
    async with Client_silent("x"), Sub_silent(), BothWays_silent(), Subclassed_silent():
        await asyncio.sleep(1)


class Attributes_silent:
    limit = 3

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        print(self.limit)


async def enters_one_with_attributes():
    async with Attributes_silent():
        await asyncio.sleep(1)


@register
class Registered_silent:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        print("bye")


async def enters_registered():
    async with Registered_silent():
        await asyncio.sleep(1)


# ---- unknown --------------------------------------------------------------
class NotUsedHere_unknown:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        print("bye")


# ---- near misses ----------------------------------------------------------
class Synchronous_near_miss:
    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        print("bye")


def uses_it():
    with Synchronous_near_miss():
        print("hello")
