import asyncio
import sys
from asyncio import run as start


async def serve():
    await asyncio.sleep(1)


# ---- reported -------------------------------------------------------------
def main():
    asyncio.run(serve())  # Noncompliant {{Offer a way to pass "debug=True" to "asyncio.run", so that slow callbacks are found.}}
#   ^^^^^^^^^^^


def run_by_the_guard_reported():
    start(serve())  # Noncompliant {{Offer a way to pass "debug=True" to "start", so that slow callbacks are found.}}


def deep_reported():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(serve())  # Noncompliant {{Offer a way to pass "debug=True" to "loop.run_until_complete", so that slow callbacks are found.}}
    loop.run_until_complete(loop.shutdown_asyncgens())


def command_line():
    return deep_reported()


def runner_reported():
    with asyncio.Runner() as runner:
        runner.run(serve())  # Noncompliant {{Offer a way to pass "debug=True" to "runner.run", so that slow callbacks are found.}}


if __name__ == "__main__":
    main()
    run_by_the_guard_reported()
    with_a_given_loop_silent(asyncio.new_event_loop())
    command_line()
    runner_reported()
    asyncio.run(serve())  # Noncompliant {{Offer a way to pass "debug=True" to "asyncio.run", so that slow callbacks are found.}}


class Bot:
    @staticmethod
    def run():
        asyncio.run(serve())


asyncio.get_event_loop().run_forever


if sys.argv[1:] == ["forever"]:
    def forever_reported():
        loop = asyncio.get_event_loop()
        loop.run_forever()  # Noncompliant {{Offer a way to pass "debug=True" to "loop.run_forever", so that slow callbacks are found.}}

    forever_reported()


# ---- silent ---------------------------------------------------------------
def for_callers_silent(coroutine):
    return asyncio.run(coroutine)


def for_other_callers_silent(coroutine):
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


class Client:
    def fetch_silent(self):
        return asyncio.run(self.fetch())

    async def fetch(self):
        await asyncio.sleep(1)


async def on_the_loop_silent():
    await serve()


def with_a_given_loop_silent(loop: asyncio.AbstractEventLoop):
    loop.run_until_complete(serve())


def only_makes_a_loop_silent():
    return asyncio.new_event_loop()


# ---- unknown --------------------------------------------------------------
def somebodys_loop_unknown(loop):
    loop.run_until_complete(serve())


def somebodys_runner_unknown(runner):
    runner.run(serve())


# ---- near misses ----------------------------------------------------------
class asyncio_like:
    @staticmethod
    def run(coroutine):
        return coroutine


def own_run_near_miss():
    return asyncio_like.run(serve())
