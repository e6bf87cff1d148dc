import asyncio
import concurrent.futures
import contextlib
import logging
from asyncio import CancelledError
from contextlib import suppress

import anyio

log = logging.getLogger(__name__)
EXPECTED = (ConnectionError, asyncio.CancelledError)


# ---- reported -------------------------------------------------------------
class Connection:
    async def read_data_loop_reported(self):
        try:
            while not self.reader.at_eof():
                await self.process(await self.reader.readuntil(b"\r"))
#               ^^^^^> {{cancellation arrives at an await like this one}}
        except asyncio.CancelledError:  # Noncompliant {{Raise "CancelledError" again at the end of this handler.}}
#              ^^^^^^^^^^^^^^^^^^^^^^
            pass
#           ^^^^< {{the cancellation ends here}}
        log.debug("read loop closed")

    async def done_of_a_task_cancelled_elsewhere_reported(self):
        if self.loop_task is not None:
            try:
                await self.loop_task
            except CancelledError:  # Noncompliant {{Raise "CancelledError" again at the end of this handler.}}
                pass

    async def keep_alive_reported(self, socket):
        while True:
            try:
                await socket.ping()
                await asyncio.sleep(20)
            except asyncio.CancelledError:  # Noncompliant {{Raise "CancelledError" again at the end of this handler.}}
                log.info("keepalive stopped")
                break


async def in_a_tuple_reported(event, changes):
    try:
        await asyncio.wait_for(event.wait(), 0.05)
    except (TimeoutError, asyncio.TimeoutError, asyncio.CancelledError):  # Noncompliant {{Remove "CancelledError" from this handler, or raise it again.}}
#                                               ^^^^^^^^^^^^^^^^^^^^^^
        changes.flush()


async def raises_on_one_path_only_reported(worker, closing):
    try:
        await worker.run()
    except asyncio.CancelledError as error:  # Noncompliant {{Raise "CancelledError" again on every path of this handler.}}
        if not closing:
            raise
        log.info("closed: %s", error)


async def suppressed_reported(consumer):
    with contextlib.suppress(asyncio.CancelledError):  # Noncompliant {{Remove "CancelledError" from "suppress", so that the cancellation reaches the caller.}}
        await consumer.run()


async def suppressed_with_others_reported(queue):
    with suppress(asyncio.QueueEmpty, CancelledError):  # Noncompliant {{Remove "CancelledError" from "suppress", so that the cancellation reaches the caller.}}
        await queue.join()


async def waits_for_a_cancelled_task_with_a_limit_reported(pending):
    for task in pending:
        task.cancel()
        try:
            await asyncio.wait_for(task, timeout=3)
        except asyncio.CancelledError:  # Noncompliant {{Raise "CancelledError" again at the end of this handler.}}
            pass


async def named_tuple_of_errors_reported(client):
    try:
        await client.connect()
    except EXPECTED:  # Noncompliant {{Remove "CancelledError" from this handler, or raise it again.}}
        return None


async def old_name_reported(session, url):
    try:
        return await session.get(url)
    except concurrent.futures.CancelledError:  # Noncompliant {{Raise "CancelledError" again at the end of this handler.}}
        return None


async def of_anyio_reported(stream):
    try:
        await stream.receive()
    except anyio.get_cancelled_exc_class():  # Noncompliant {{Raise "CancelledError" again at the end of this handler.}}
        log.info("stopped")


async def generator_reported(feed):
    try:
        async for item in feed:
            yield item
    except asyncio.CancelledError:  # Noncompliant {{Raise "CancelledError" again at the end of this handler.}}
        return


async def only_logs_when_it_is_the_cancellation_reported(upload):
    try:
        await upload()
    except (Exception, asyncio.CancelledError) as problem:  # Noncompliant {{Raise "CancelledError" again on every path of this handler.}}
        if isinstance(problem, asyncio.CancelledError):
            log.info("upload stopped")
        else:
            raise



async def turns_it_into_an_error_unless_it_is_a_draft_reported(modbus, request, is_draft):
    try:
        return await modbus.execute(request)
    except asyncio.CancelledError:  # Noncompliant {{Raise "CancelledError" itself in this handler, not another error.}}
        if is_draft:
            raise
        else:
            log.error("request given up")
            raise OSError("request given up") from None


async def turns_it_into_an_error_reported(modbus, request):
    try:
        return await modbus.execute(request)
    except asyncio.CancelledError as problem:  # Noncompliant {{Raise "CancelledError" itself in this handler, not another error.}}
        raise OSError("request given up") from problem


async def turns_several_into_an_error_reported(peer):
    try:
        await peer.connect()
    except (OSError, asyncio.CancelledError) as problem:  # Noncompliant {{Raise "CancelledError" itself in this handler, not another error.}}
        raise ConnectionError(repr(problem))


async def counts_what_has_come_reported(arrival):
    letters = []
    try:
        await arrival(letters)
    except asyncio.CancelledError:  # Noncompliant {{Raise "CancelledError" again on every path of this handler.}}
        if not letters:
            raise
    print(len(letters))


# ---- silent ---------------------------------------------------------------
class Service:
    async def stop_silent(self):
        self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:
            pass

    async def stop_by_alias_silent(self):
        task, self._task = self._task, None
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    def _cancel_reader(self):
        self._reader.cancel()

    async def stop_by_helper_silent(self):
        self._cancel_reader()
        try:
            await self._reader
        except CancelledError:
            log.debug("reader stopped")


async def cancels_many_silent(tasks):
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


async def cancels_then_gathers_silent(tasks):
    [task.cancel() for task in tasks]
    try:
        await asyncio.gather(*tasks)
    except asyncio.CancelledError:
        log.debug("all stopped")


async def cleans_up_and_raises_silent(connection):
    try:
        await connection.run()
    except asyncio.CancelledError:
        await connection.abort()
        raise


async def raises_by_name_silent(connection):
    try:
        await connection.run()
    except asyncio.CancelledError as error:
        log.info("aborted")
        raise error


async def asks_who_was_cancelled_silent(task):
    try:
        await task
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():
            raise
        log.info("the task was cancelled, not this one")


async def asks_the_future_silent(future, timeout):
    try:
        return await asyncio.wait_for(future, timeout)
    except asyncio.CancelledError:
        if future.done():
            return future.result()
        raise


async def finally_silent(connection):
    try:
        await connection.run()
    finally:
        connection.close()


async def nothing_awaited_silent(future):
    try:
        return future.result()
    except asyncio.CancelledError:
        return None


async def hands_on_silent(future, job):
    try:
        future.set_result(await job())
    except asyncio.CancelledError as error:
        future.set_exception(error)


async def main(server):
    try:
        await server.serve_forever()
    except asyncio.CancelledError:
        log.info("server stopped")


def run_silent(server):
    asyncio.run(main(server))


def synchronous_silent(loop, task):
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        pass


async def waits_after_a_limit_silent(download):
    task = asyncio.create_task(download())
    try:
        await asyncio.wait_for(task, timeout=30)
    except asyncio.TimeoutError:
        try:
            await task
        except asyncio.CancelledError:
            log.debug("wait_for has cancelled the download")


class Poller:
    async def sleep_until_woken_silent(self):
        self._nap = asyncio.create_task(asyncio.sleep(600))
        try:
            await self._nap
        except asyncio.CancelledError:
            log.debug("woken up")

    def wake_up(self):
        self._nap.cancel()


async def idles_until_a_signal_silent(loop):
    def stop():
        nap.cancel()

    loop.add_signal_handler(2, stop)
    nap = asyncio.create_task(asyncio.sleep(3600))
    try:
        await nap
    except asyncio.CancelledError:
        log.debug("stopped by a signal")


async def raises_when_it_is_the_cancellation_silent(upload):
    try:
        await upload()
    except (OSError, asyncio.CancelledError) as problem:
        if isinstance(problem, OSError):
            return None
        raise



def is_cancelling():
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def asks_through_a_function_silent(tool):
    try:
        return await tool.call()
    except asyncio.CancelledError:
        if is_cancelling():
            raise
        return None


async def has_its_own_word_for_it_silent(job):
    try:
        await job()
    except asyncio.CancelledError as problem:
        raise JobCancelled() from problem


async def ends_in_time_silent(job):
    try:
        await job()
    except asyncio.CancelledError:
        raise TimeoutError from None


async def raises_what_it_was_given_silent(job, failure):
    try:
        await job()
    except asyncio.CancelledError:
        raise failure


async def turns_others_into_an_error_silent(job):
    try:
        await job()
    except (OSError, asyncio.CancelledError) as problem:
        if isinstance(problem, OSError):
            raise ConnectionError("no answer") from problem
        raise


async def shielded_silent(worker):
    with anyio.CancelScope(shield=True):
        try:
            await worker
        except asyncio.CancelledError:
            log.debug("worker was cancelled")


class Listener:
    async def accept_silent(self):
        try:
            return await self.loop.sock_accept(self.socket)
        except asyncio.CancelledError:
            if self.closed:
                raise ConnectionError("listener closed") from None
            raise

    async def call_of_a_task_silent(self):
        try:
            return await self.call_task
        except asyncio.CancelledError:
            raise RuntimeError("the call is over") from None


async def raises_after_the_lock_is_back_silent(lock):
    cancelled = False
    while True:
        try:
            await lock.acquire()
            break
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError


async def keeps_what_has_come_silent(arrival):
    letters = []
    try:
        await arrival(letters)
    except asyncio.CancelledError:
        if not letters:
            raise
    return letters[0]


# ---- unknown --------------------------------------------------------------
async def some_error_of_the_project_unknown(job, errors):
    try:
        await job()
    except errors.CancelledError:
        pass


async def errors_from_outside_unknown(job, errors):
    try:
        await job()
    except errors:
        pass


# ---- near misses ----------------------------------------------------------
async def timeout_near_miss(job):
    try:
        await asyncio.wait_for(job(), 3)
    except asyncio.TimeoutError:
        pass


async def caught_earlier_near_miss(job):
    try:
        await job()
    except BaseException:
        raise
    except asyncio.CancelledError:
        pass


async def ends_the_program_near_miss(job):
    import sys
    try:
        await job()
    except asyncio.CancelledError:
        sys.exit(1)
