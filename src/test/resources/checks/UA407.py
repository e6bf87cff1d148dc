import asyncio
import contextlib
import threading

import asyncpg
import uvloop


# ---- reported -------------------------------------------------------------
async def rows(connection):
    try:
        yield await connection.fetch()
    finally:
        await connection.close()


async def read(connection):
    async for row in rows(connection):
        return row


def one_program_reported(connection):
    loop = asyncio.new_event_loop()
#          ^^^^^^^^^^^^^^^^^^^^^^>
    try:
        loop.run_until_complete(read(connection))
    finally:
        loop.close()  # Noncompliant {{Run "loop.shutdown_asyncgens()" before the loop is closed.}}
#       ^^^^^^^^^^


def runs_for_ever_reported():
    loop = asyncio.get_event_loop()
    try:
        loop.run_forever()
    except KeyboardInterrupt:
        pass
    loop.close()  # Noncompliant {{Run "loop.shutdown_asyncgens()" before the loop is closed.}}


def loop_of_the_caller_reported(app, loop=None):
    user_supplied_loop = loop is not None
    if loop is None:
        loop = asyncio.get_event_loop()
    try:
        loop.run_until_complete(app.startup())
    finally:
        loop.run_until_complete(app.cleanup())
    if not user_supplied_loop:
        loop.close()  # Noncompliant {{Run "loop.shutdown_asyncgens()" before the loop is closed.}}


def other_implementation_reported(main):
    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()  # Noncompliant {{Run "loop.shutdown_asyncgens()" before the loop is closed.}}


class Service:
    def __init__(self):
        self.loop = asyncio.new_event_loop()

    def run_reported(self):
        self.loop.run_forever()

    def close(self):
        self.loop.close()  # Noncompliant {{Run "loop.shutdown_asyncgens()" before the loop is closed.}}


def asked_for_twice_reported(main):
    asyncio.get_event_loop().run_until_complete(main())
    asyncio.get_event_loop().close()  # Noncompliant {{Run "loop.shutdown_asyncgens()" before the loop is closed.}}


class OperatorInThread:
    def __init__(self, command):
        self._command = command
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._target)

    def __exit__(self, *exc_info):
        self._thread.join()
        self._loop.close()  # Noncompliant {{Run "loop.shutdown_asyncgens()" before the loop is closed.}}

    def _target(self):
        asyncio.set_event_loop(self._loop)
        self._command.invoke()


# ---- silent ---------------------------------------------------------------
def shut_down_silent(connection):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(read(connection))
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def shut_down_where_it_exists_silent(main):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        if hasattr(loop, "shutdown_asyncgens"):
            loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def end(loop):
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


def only_connects_silent(dsn):
    loop = asyncio.new_event_loop()
    try:
        connection = loop.run_until_complete(asyncpg.connect(dsn, timeout=5))
        loop.run_until_complete(connection.close())
    finally:
        loop.close()


def by_a_helper_silent(main):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        end(loop)


def asyncio_run_silent(connection):
    asyncio.run(read(connection))


def runner_silent(connection):
    with asyncio.Runner() as runner:
        runner.run(read(connection))


def never_run_silent():
    loop = asyncio.new_event_loop()
    loop.close()


def not_closed_silent(main):
    asyncio.get_event_loop().run_until_complete(main())


# ---- unknown --------------------------------------------------------------
def someone_elses_loop_unknown(loop, main):
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()


def ended_elsewhere_unknown(main, shutdown_loop):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        shutdown_loop(loop)
        loop.close()


# ---- near misses ----------------------------------------------------------
def closes_something_else_near_miss(path, main):
    with contextlib.closing(open(path)) as file:
        asyncio.get_event_loop().run_until_complete(main(file))


class Loop:
    def run_forever(self):
        pass

    def close(self):
        pass


def a_loop_of_another_kind_near_miss():
    loop = Loop()
    loop.run_forever()
    loop.close()
