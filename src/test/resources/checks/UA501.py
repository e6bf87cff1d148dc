import asyncio
import time
import time as clock
from time import sleep
from time import sleep as sync_sleep

import pytest_asyncio


# ---- reported -------------------------------------------------------------
async def polls_a_feed_reported(session, url):
    while True:
        async with session.get(url) as response:
            print(await response.text())
        time.sleep(30)  # Noncompliant {{Replace "time.sleep" with "await asyncio.sleep".}}
#       ^^^^^^^^^^
#       fix: await asyncio.sleep(30)


async def retries_reported(send):
    for attempt in range(3):
        try:
            return await send()
        except ConnectionError:
            clock.sleep(2 ** attempt)  # Noncompliant {{Replace "clock.sleep" with "await asyncio.sleep".}}
#           fix: await asyncio.sleep(2 ** attempt)


async def imported_by_name_reported():
    sleep(1)  # Noncompliant {{Replace "sleep" with "await asyncio.sleep".}}
#   fix: await asyncio.sleep(1)


async def in_an_expression_reported(queue):
    return [time.sleep(0.1) for _ in range(3)]  # Noncompliant {{Replace "time.sleep" with "await asyncio.sleep".}}
#   fix: return [await asyncio.sleep(0.1) for _ in range(3)]


async def in_a_condition_reported(ready):
    if not time.sleep(1) and ready():  # Noncompliant {{Replace "time.sleep" with "await asyncio.sleep".}}
#   fix: if not await asyncio.sleep(1) and ready():
        return True


class Bot:
    async def typing_reported(self, channel):
        await channel.trigger_typing()
        time.sleep(self.delay)  # Noncompliant {{Replace "time.sleep" with "await asyncio.sleep".}}
#       fix: await asyncio.sleep(self.delay)


def started_by_a_server_reported(reader, writer):
    time.sleep(0.1)  # Noncompliant {{Replace "time.sleep" with "loop.call_later".}}
    writer.close()


async def serves():
    await asyncio.start_server(started_by_a_server_reported, port=8080)


class Echo(asyncio.Protocol):
    def data_received_is_not_its_name_silent(self, data):
        time.sleep(1)

    def data_received(self, data):  # reported: the loop calls it
        time.sleep(0.5)  # Noncompliant {{Replace "time.sleep" with "loop.call_later".}}
        self.transport.write(data)


def refresh_reported():
    time.sleep(2)  # Noncompliant {{Replace "time.sleep" with "loop.call_later".}}


async def schedules():
    loop = asyncio.get_running_loop()
    loop.call_later(30, refresh_reported)
    task = loop.create_task(awaits_silent())
    task.add_done_callback(lambda done: time.sleep(1))  # Noncompliant {{Replace "time.sleep" with "loop.call_later".}}


async def local_import_reported(send):
    for attempt in range(3):
        try:
            return await send()
        except OSError:
            import time as clock_again
            clock_again.sleep(attempt)  # Noncompliant {{Replace "clock_again.sleep" with "await asyncio.sleep".}}
#           fix: await asyncio.sleep(attempt)


async def complains_about_itself_reported(poll):
    while not await poll():
        # this blocks the loop, to be replaced
        time.sleep(1)  # Noncompliant {{Replace "time.sleep" with "await asyncio.sleep".}}
#       fix: await asyncio.sleep(1)


async def waits_before_the_first_await_reported():
    time.sleep(5)  # Noncompliant {{Replace "time.sleep" with "await asyncio.sleep".}}
#   fix: await asyncio.sleep(5)
    await asyncio.sleep(1)


# ---- silent ---------------------------------------------------------------
async def awaits_silent():
    await asyncio.sleep(1)


async def hands_over_silent():
    await asyncio.to_thread(time.sleep, 1)


async def hands_over_to_an_executor_silent(pool):
    await asyncio.get_running_loop().run_in_executor(pool, time.sleep, 1)


async def lets_threads_run_silent():
    time.sleep(0)


def sync_function_silent():
    time.sleep(1)


async def only_measures_silent():
    return time.monotonic()


async def nested_function_for_a_thread_silent():
    def work():
        time.sleep(1)
    await asyncio.to_thread(work)


async def lambda_for_a_thread_silent():
    await asyncio.to_thread(lambda: time.sleep(1))


async def names_it_silent():
    print(time.sleep)


async def says_that_it_blocks_silent(server):
    server.queue.put("stop")
    while not server.stopped:
        # Not async: the thread of the server needs the processor, the loop has nothing left to do
        time.sleep(0.2)


async def named_for_what_it_does_silent(results):
    results.put("failed")
    sync_sleep(0.1)


async def stalls_the_service_for_a_drill_silent(seconds):
    """Blocks the whole service on purpose, to see whether the monitoring notices.

    Only mounted where drills are allowed.
    """
    time.sleep(seconds)
    return "stalled"


@pytest_asyncio.fixture
async def started_broker_silent(broker):
    broker.start()
    time.sleep(1)
    yield broker


async def says_so_to_the_linter_silent():
    time.sleep(0.01)  # type: ignore[ASYNC101]


# ---- unknown --------------------------------------------------------------
async def someone_elses_sleep_unknown(timer):
    timer.sleep(1)


# ---- near misses ----------------------------------------------------------
async def shadowed_near_miss():
    time = Timer()
    time.sleep(1)


if __name__ == "__main__":
    asyncio.run(waits_before_the_first_await_reported())
