import asyncio
import contextlib
import json
import logging
from contextlib import suppress

log = logging.getLogger(__name__)
tasks = set()


async def send(channel, text):
    await channel.send(text)


# ---- reported -------------------------------------------------------------
async def autocomplete_reported(command, interaction):
    try:
        await command.autocomplete(interaction)
    except Exception:
#          ^^^^^^^^^> {{every error is caught here}}
        # It cannot be handled anyway.
        pass  # Noncompliant {{Log the error here, or name the errors that are expected.}}
#       ^^^^


async def skips_reported(client, users):
    for user in users:
        try:
            print(await client.get_user(user))
        except Exception:
            continue  # Noncompliant {{Log the error here, or name the errors that are expected.}}


async def gives_nothing_reported(session, url):
    try:
        async with session.get(url) as response:
            return await response.json()
    except Exception as error:
        return None  # Noncompliant {{Log the error here, or name the errors that are expected.}}


async def gives_an_empty_list_reported(db):
    try:
        return await db.fetch("SELECT * FROM guilds")
    except (KeyError, Exception):
        return []  # Noncompliant {{Log the error here, or name the errors that are expected.}}


async def bare_without_an_await_reported(text):
    try:
        return json.loads(text)
    except:
        ...  # Noncompliant {{Log the error here, or name the errors that are expected.}}


async def suppressed_reported(channel, text):
    with suppress(Exception):  # Noncompliant {{Log the errors that "suppress" drops here, or name the ones that are expected.}}
        await channel.send(text)


class Bot:
    def notify_reported(self, channel, text):
        task = asyncio.ensure_future(send(channel, text))
        tasks.add(task)
        task.add_done_callback(self.finished)  # Noncompliant {{Look at "exception()" of the task in this callback, and log it.}}

    def finished(self, task):
        tasks.discard(task)
        print("done")

    def keep_reported(self, channel, text):
        self._sending = asyncio.ensure_future(send(channel, text))
        self._sending.add_done_callback(self.finished)  # Noncompliant {{Look at "exception()" of the task in this callback, and log it.}}

    def public_silent(self, channel, text):
        self.sending = asyncio.ensure_future(send(channel, text))
        self.sending.add_done_callback(self.finished)


async def lambda_callback_reported(channel, text, counter):
    task = asyncio.create_task(send(channel, text))
    task.add_done_callback(lambda _: counter.increment())  # Noncompliant {{Look at "exception()" of the task in this callback, and log it.}}


def retries(coroutine):
    """Runs the coroutine function a second time after an error."""
    async def wrapper_reported(*arguments):
        try:
            return await coroutine(*arguments)
        except Exception:
            pass  # Noncompliant {{Log the error here, or name the errors that are expected.}}
        return await coroutine(*arguments)
    return wrapper_reported


# ---- silent ---------------------------------------------------------------
async def logs_silent(command):
    try:
        await command.run()
    except Exception:
        log.exception("command failed")


def ignores_errors(coroutine):
    """Runs the coroutine function, and drops all exceptions."""
    async def wrapper_silent(*arguments):
        try:
            return await coroutine(*arguments)
        except Exception:
            return None
    return wrapper_silent


async def has_been_logged_silent(message, handle):
    try:
        return await handle(message)
    except Exception:
        # the middleware has logged it
        pass


async def expected_silent(client, user):
    try:
        return await client.get_user(user)
    except KeyError:
        return None


async def closes_silent(websocket):
    try:
        await websocket.close()
    except Exception:
        pass


async def disconnects_silent(client):
    with contextlib.suppress(Exception):
        await client.disconnect()


async def answers_silent(client, user):
    try:
        return await client.get_user(user)
    except Exception as error:
        return {"error": str(error)}


async def raises_another_silent(client, user):
    try:
        return await client.get_user(user)
    except Exception:
        raise LookupError(user)


async def counts_silent(client, stats):
    try:
        await client.ping()
    except Exception:
        stats.failures += 1


def synchronous_silent(text):
    try:
        return json.loads(text)
    except Exception:
        return None


async def bare_around_an_await_silent(client):
    try:
        await client.ping()
    except:
        pass


def forgets_silent(channel, text):
    task = asyncio.ensure_future(send(channel, text))
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def forgets_in_a_lambda_silent(channel, text):
    task = asyncio.ensure_future(send(channel, text))
    tasks.add(task)
    task.add_done_callback(lambda _: tasks.discard(task))


def looks_silent(channel, text):
    task = asyncio.ensure_future(send(channel, text))
    task.add_done_callback(report)


def report(task):
    if not task.cancelled() and task.exception():
        log.error("task failed", exc_info=task.exception())


async def awaited_anyway_silent(channel, text, counter):
    task = asyncio.create_task(send(channel, text))
    task.add_done_callback(lambda _: counter.increment())
    await task


async def asks_a_task_silent(task):
    await asyncio.wait([task])
    try:
        task.result()
    except Exception:
        pass


async def tells_the_caller_silent(client, user):
    try:
        return await client.get_user(user)
    except Exception:
        return False, "no such user"


async def waits_for_the_end_silent(self):
    try:
        await self.serving
    except Exception:
        pass


async def in_finally_silent(cursor, rows):
    try:
        return await cursor.read(rows)
    finally:
        try:
            await cursor.skip_results()
        except Exception:
            pass


async def closes_in_a_thread_silent(archive):
    try:
        await asyncio.to_thread(archive.close)
    except Exception:
        pass


# ---- unknown --------------------------------------------------------------
async def errors_from_outside_unknown(client, errors):
    try:
        await client.ping()
    except errors:
        pass


def callback_from_outside_unknown(channel, text, callback):
    task = asyncio.ensure_future(send(channel, text))
    task.add_done_callback(callback)


# ---- near misses ----------------------------------------------------------
async def default_near_miss(client):
    try:
        value = await client.value()
    except Exception:
        value = 0
    return value
