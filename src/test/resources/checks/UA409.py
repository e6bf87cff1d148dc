import asyncio
import atexit
import contextlib
import threading

import uvloop
from aiohttp import web


# ---- reported -------------------------------------------------------------
def never_closed_reported(main):
    loop = asyncio.new_event_loop()  # Noncompliant {{Close this loop in a "finally", or let "asyncio.run" make and close it.}}
#          ^^^^^^^^^^^^^^^^^^^^^^
    return loop.run_until_complete(main())


def straight_path_only_reported(main):
    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)
    result = loop.run_until_complete(main())
#            ^^^^^^^^^^^^^^^^^^^^^^^>
    loop.close()  # Noncompliant {{Move "loop.close" into a "finally", an error in the run skips it.}}
#   ^^^^^^^^^^
    return result


def used_after_closing_reported(main):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()
        loop.run_until_complete(loop.shutdown_asyncgens())  # Noncompliant {{Call "loop.run_until_complete" before the loop is closed.}}


def in_a_thread_reported(work):
    def run():
        loop = asyncio.new_event_loop()  # Noncompliant {{Close this loop in a "finally", or let "asyncio.run" make and close it.}}
        asyncio.set_event_loop(loop)
        loop.create_task(work())
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()


class Bridge:
    def __init__(self):
        self._loop = asyncio.new_event_loop()  # Noncompliant {{Close this loop in a "finally", or let "asyncio.run" make and close it.}}
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def call_reported(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)


def selector_reported(main):
    loop = asyncio.SelectorEventLoop()  # Noncompliant {{Close this loop in a "finally", or let "asyncio.run" make and close it.}}
    asyncio.set_event_loop(loop)
    loop.run_until_complete(main())


def loop_in_a_thread_reported():
    loop = asyncio.new_event_loop()  # Noncompliant {{Close this loop in a "finally", or let "asyncio.run" make and close it.}}
    stopping = loop.create_future()

    def drive():
        asyncio.set_event_loop(loop)
        loop.run_until_complete(stopping)

    thread = threading.Thread(target=drive)
    thread.start()
    return loop, stopping, thread


class OperatorInThread:
    def __init__(self, command):
        self._command = command
        self._loop = asyncio.new_event_loop()  # Noncompliant {{Close this loop in a "finally", or let "asyncio.run" make and close it.}}
        self._thread = threading.Thread(target=self._target)

    def __exit__(self, *exc_info):
        self._thread.join()

    def _target(self):
        asyncio.set_event_loop(self._loop)
        self._command.invoke()


# ---- silent ---------------------------------------------------------------
def closed_in_finally_silent(main):
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(main())
    finally:
        loop.close()


def closing_silent(main):
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(main())


def at_exit_silent(main):
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    loop.run_until_complete(main())


def errors_are_caught_silent(main):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    except Exception as error:
        print(error)
    loop.close()


def interrupted_silent():
    loop = asyncio.new_event_loop()
    try:
        loop.run_forever()
    except KeyboardInterrupt:
        print("interrupted")
    loop.close()


class Owner:
    def __init__(self):
        self._loop = asyncio.new_event_loop()

    def run_silent(self, main):
        self._loop.run_until_complete(main())

    def close(self):
        self._loop.close()


def made_anew_silent(main):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)


def current_loop_silent(main):
    loop = asyncio.get_event_loop()
    loop.run_until_complete(main())


def current_or_new_loop_silent(main):
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
    return loop.run_until_complete(main())


def returned_silent():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop


class ServerInThread:
    def __init__(self, app):
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._target)

    def _target(self):
        asyncio.set_event_loop(self._loop)
        web.run_app(self._app)


# ---- unknown --------------------------------------------------------------
def passed_on_unknown(run):
    loop = asyncio.new_event_loop()
    loop.run_until_complete(asyncio.sleep(0))
    run(loop)


def someone_elses_unknown(loop, main):
    loop.run_until_complete(main())


# ---- near misses ----------------------------------------------------------
def asked_after_closing_near_miss(main):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()
        assert loop.is_closed()


def not_run_near_miss():
    asyncio.set_event_loop(asyncio.new_event_loop())
