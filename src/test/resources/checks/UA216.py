import asyncio
import contextlib
import logging
import sys
import traceback

log = logging.getLogger(__name__)


# ---- reported -------------------------------------------------------------
async def bare_reported(feed):
    while True:
        try:
            await feed.update()
#           ^^^^^> {{cancellation arrives at an await like this one}}
        except:  # Noncompliant {{Replace this bare "except" with "except Exception", or re-raise the cancellation that it catches.}}
#       ^^^^^^
            log.exception("update failed")
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^< {{the cancellation ends here}}


async def base_exception_reported(bot, message):
    try:
        await bot.reply(message)
    except BaseException as error:  # Noncompliant {{Replace "BaseException" with "Exception", or re-raise the cancellation that it catches.}}
        log.error("reply failed: %s", error)


async def in_a_tuple_reported(tools):
    for tool in tools:
        try:
            await tool.connect()
        except (RuntimeError, BaseException) as error:  # Noncompliant {{Replace "BaseException" with "Exception", or re-raise the cancellation that it catches.}}
#                             ^^^^^^^^^^^^^
            log.warning(f"Failed to connect: {str(error)}")
            continue


async def returns_a_constant_reported(storage):
    try:
        await storage.ping()
        return True
    except:  # Noncompliant {{Replace this bare "except" with "except Exception", or re-raise the cancellation that it catches.}}
        return False


async def raises_on_one_path_only_reported(session, strict):
    try:
        async with session.get("https://example.org") as response:
            return response.status
    except BaseException:  # Noncompliant {{Replace "BaseException" with "Exception", or re-raise the cancellation that it catches.}}
        if strict:
            raise
        return None


async def after_a_narrow_clause_reported(handler, request):
    try:
        return await handler(request)
    except ValueError:
        return 400
    except:  # Noncompliant {{Replace this bare "except" with "except Exception", or re-raise the cancellation that it catches.}}
        return 500


class Listener:
    async def listen_reported(self):
        try:
            async for event in self.events:
                self.handle(event)
        except BaseException as error:  # Noncompliant {{Replace "BaseException" with "Exception", or re-raise the cancellation that it catches.}}
            self.failed = True
            print("listener ended", error)


async def suppressed_reported(job):
    with contextlib.suppress(BaseException):  # Noncompliant {{Replace "BaseException" with "Exception", or re-raise the cancellation that it catches.}}
        await job()


async def shows_the_traceback_reported(terminal, command):
    try:
        return await command.run()
    except:  # Noncompliant {{Replace this bare "except" with "except Exception", or re-raise the cancellation that it catches.}}
        kind, error, trace = sys.exc_info()
        await terminal.write("".join(traceback.format_exception(kind, error, trace)))
        return 1


async def raises_other_errors_only_reported(chunks, file):
    try:
        async for chunk in chunks:
            file.write(chunk)
    except BaseException as error:  # Noncompliant {{Replace "BaseException" with "Exception", or re-raise the cancellation that it catches.}}
        if isinstance(error, OSError):
            raise



async def turns_everything_into_an_error_reported(releases, session):
    try:
        return await session.get(releases)
    except BaseException:  # Noncompliant {{Replace "BaseException" with "Exception", or re-raise the cancellation that it catches.}}
        raise RuntimeError("no list of releases")


# ---- silent ---------------------------------------------------------------
async def cleans_up_and_raises_silent(connection):
    try:
        await connection.run()
    except:
        connection.abort()
        raise


async def exception_silent(feed):
    try:
        await feed.update()
    except Exception:
        log.exception("update failed")


async def cancellation_caught_earlier_silent(feed):
    try:
        await feed.update()
    except asyncio.CancelledError:
        raise
    except BaseException:
        log.exception("update failed")


async def nothing_awaited_silent(parse, text):
    try:
        return parse(text)
    except:
        return None


async def sets_it_on_a_future_silent(future, job):
    try:
        future.set_result(await job())
    except BaseException as error:
        future.set_exception(error)


async def keeps_it_silent(self, job):
    try:
        await job()
    except BaseException as error:
        self.error = error


async def throws_it_on_silent(greenlet, job):
    try:
        await job()
    except BaseException:
        greenlet.throw(*sys.exc_info())


async def wraps_it_silent(queue, job):
    try:
        await job()
    except BaseException as error:
        queue.append(Failure(error))


class Manager:
    async def __aexit__(self, kind, value, traceback):
        try:
            await self.generator.athrow(kind, value, traceback)
        except BaseException as error:
            if error is not value:
                raise
            return False


async def stops_its_own_task_silent(task):
    task.cancel()
    try:
        await task
    except BaseException:
        pass


async def ends_the_process_silent(worker):
    try:
        await worker.close()
    except BaseException:
        log.critical("cannot close")
        sys.exit(1)


async def raises_the_cancellation_silent(chunks, file):
    try:
        async for chunk in chunks:
            file.write(chunk)
    except BaseException as error:
        file.close()
        if isinstance(error, asyncio.CancelledError):
            raise
        return None


async def goes_on_after_other_errors_silent(chunks, file):
    try:
        async for chunk in chunks:
            file.write(chunk)
    except BaseException as error:
        if not isinstance(error, Exception) or file.closed:
            raise error
        log.warning("skipped %s", error)


async def keeps_what_it_found_silent(self, job):
    try:
        await job()
    except:
        _, self.error, _ = sys.exc_info()



async def ends_the_worker_silent(job):
    try:
        await job()
    except BaseException as problem:
        raise WorkerStopped() from problem


# ---- unknown --------------------------------------------------------------
async def errors_from_outside_unknown(job, errors):
    try:
        await job()
    except errors:
        pass


# ---- near misses ----------------------------------------------------------
def synchronous_near_miss(job):
    try:
        job()
    except:
        pass


async def names_cancellation_as_well_near_miss(job):
    try:
        await job()
    except (asyncio.CancelledError, BaseException):
        pass


class Failure:
    def __init__(self, error):
        self.error = error
