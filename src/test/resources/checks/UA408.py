import asyncio

import aiofiles
import uvloop


# ---- reported -------------------------------------------------------------
async def load(path):
    return await asyncio.to_thread(path.read_text)
#                ^^^^^^^^^^^^^^^^^>


def in_a_thread_reported(path):
    loop = asyncio.new_event_loop()
#          ^^^^^^^^^^^^^^^^^^^^^^>
    try:
        return loop.run_until_complete(load(path))
    finally:
        loop.close()  # Noncompliant {{Run "loop.shutdown_default_executor()" before the loop is closed.}}
#       ^^^^^^^^^^


async def resolve(loop, host, lookup):
    return await loop.run_in_executor(None, lookup, host)


def in_the_executor_reported(lookup):
    loop = asyncio.get_event_loop()
    loop.run_until_complete(resolve(loop, "host.example", lookup))
    loop.close()  # Noncompliant {{Run "loop.shutdown_default_executor()" before the loop is closed.}}


async def log(line):
    async with aiofiles.open("log.txt", "a") as file:
        await file.write(line)


def files_reported():
    loop = uvloop.new_event_loop()
    try:
        loop.run_until_complete(log("started"))
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()  # Noncompliant {{Run "loop.shutdown_default_executor()" before the loop is closed.}}


class Service:
    def __init__(self):
        self.loop = asyncio.new_event_loop()

    def run_reported(self):
        self.loop.run_forever()

    def close(self):
        self.loop.close()  # Noncompliant {{Run "loop.shutdown_default_executor()" before the loop is closed.}}


def asked_for_twice_reported(path):
    asyncio.get_event_loop().run_until_complete(load(path))
    asyncio.get_event_loop().close()  # Noncompliant {{Run "loop.shutdown_default_executor()" before the loop is closed.}}


def runs_for_ever_reported():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.close()  # Noncompliant {{Run "loop.shutdown_default_executor()" before the loop is closed.}}


# ---- silent ---------------------------------------------------------------
def shut_down_silent(path):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(load(path))
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def shut_down_where_it_exists_silent(path):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(load(path))
    finally:
        if hasattr(loop, "shutdown_default_executor"):
            loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def own_executor_silent(path, executor):
    loop = asyncio.new_event_loop()
    loop.set_default_executor(executor)
    try:
        loop.run_until_complete(load(path))
    finally:
        executor.shutdown()
        loop.close()


def end(loop):
    loop.run_until_complete(loop.shutdown_default_executor())


def by_a_helper_silent(path):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(load(path))
    finally:
        end(loop)
        loop.close()


def asyncio_run_silent(path):
    asyncio.run(load(path))


def never_run_silent():
    loop = asyncio.new_event_loop()
    loop.close()


# ---- unknown --------------------------------------------------------------
def someone_elses_loop_unknown(loop, path):
    try:
        loop.run_until_complete(load(path))
    finally:
        loop.close()


def ended_elsewhere_unknown(path, cleanup_loop):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(load(path))
    finally:
        cleanup_loop(loop)
        loop.close()


# ---- near misses ----------------------------------------------------------
class Loop:
    def run_forever(self):
        pass

    def close(self):
        pass


def a_loop_of_another_kind_near_miss():
    loop = Loop()
    loop.run_forever()
    loop.close()
