import asyncio
from asyncio import create_task


async def poll(feed):
    await asyncio.sleep(1)
    return feed


# ---- reported -------------------------------------------------------------
async def starts_a_poller_reported(feed):
    task = asyncio.create_task(poll(feed))  # Noncompliant {{Pass "name=" to tell this task from others.}}
#          ^^^^^^^^^^^^^^^^^^^
#   fix: task = asyncio.create_task(poll(feed), name="poll")
    await task


async def imported_by_name_reported(feed):
    return create_task(poll(feed))  # Noncompliant {{Pass "name=" to tell this task from others.}}
#   fix: return create_task(poll(feed), name="poll")


async def in_a_group_reported(feeds):
    async with asyncio.TaskGroup() as group:
        for feed in feeds:
            group.create_task(poll(feed))  # Noncompliant {{Pass "name=" to tell this task from others.}}
#           fix: group.create_task(poll(feed), name="poll")


class Bot:
    def __init__(self, client):
        self.client = client
        self.loop = asyncio.get_event_loop()
        self.task = None

    async def run(self):
        await asyncio.sleep(1)

    def start_reported(self):
        self.task = self.loop.create_task(self.run())  # Noncompliant {{Pass "name=" to tell this task from others.}}
#       fix: self.task = self.loop.create_task(self.run(), name="run")

    def on_the_loop_of_a_client_reported(self):
        self.task = self.client.loop.create_task(self.run())  # Noncompliant {{Pass "name=" to tell this task from others.}}
#       fix: self.task = self.client.loop.create_task(self.run(), name="run")


async def runs_what_it_is_given_reported(coroutine):
    return asyncio.create_task(coroutine)  # Noncompliant {{Pass "name=" to tell this task from others.}}


async def with_a_context_reported(feed, context):
    return asyncio.create_task(poll(feed), context=context)  # Noncompliant {{Pass "name=" to tell this task from others.}}
#   fix: return asyncio.create_task(poll(feed), context=context, name="poll")


async def handed_to_another_helper_reported(feed):
    poller = asyncio.create_task(poll(feed))  # Noncompliant {{Pass "name=" to tell this task from others.}}
    # fix: poller = asyncio.create_task(poll(feed), name="poll")
    observe(poller)
    await poller


# ---- silent ---------------------------------------------------------------
async def named_silent(feed):
    return asyncio.create_task(poll(feed), name=f"poll-{feed}")


async def named_afterwards_silent(feed):
    task = asyncio.create_task(poll(feed))
    task.set_name("poll")
    return task


async def may_be_named_silent(feed, **options):
    return asyncio.create_task(poll(feed), **options)


async def named_in_a_group_silent(feeds):
    async with asyncio.TaskGroup() as group:
        for feed in feeds:
            group.create_task(poll(feed), name=feed)


async def takes_no_name_silent(feed):
    return asyncio.ensure_future(poll(feed))


async def gathers_silent(feeds):
    return await asyncio.gather(*[poll(feed) for feed in feeds])


async def bridges_silent(feed, loop):
    return asyncio.run_coroutine_threadsafe(poll(feed), loop)


class Worker:
    def start_silent(self):
        self.task = asyncio.create_task(poll("a"))
        self.task.set_name("worker")


def label(task, title, when=None):
    task.created = when
    task.set_name(title)


def observe(task):
    print(task.get_name())


async def named_by_a_helper_silent(feed, tools):
    poller = asyncio.create_task(poll(feed))
    label(poller, title="poller")
    reader = asyncio.create_task(poll(feed))
    tools.set_task_name(reader, "reader")
    await asyncio.wait([poller, reader])


# ---- unknown --------------------------------------------------------------
async def another_create_task_unknown(scheduler, feed):
    scheduler.create_task(poll(feed))


# ---- near misses ----------------------------------------------------------
class Board:
    def create_task(self, title):
        return title


def plans():
    return Board().create_task("write tests")
