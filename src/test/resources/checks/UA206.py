import asyncio
import signal
import weakref

import anyio

background_tasks = set()


async def notify(user):
    await asyncio.sleep(1)
    print(user)


# ---- reported -------------------------------------------------------------
async def fires_and_forgets_reported(user):
    asyncio.create_task(notify(user))  # Noncompliant {{Keep a reference to the task that "asyncio.create_task" starts.}}
#   ^^^^^^^^^^^^^^^^^^^
#   fix: task = asyncio.create_task(notify(user))
#   fix: background_tasks.add(task)
#   fix: task.add_done_callback(background_tasks.discard)
    return user


async def under_a_name_that_nothing_reads_reported(user):
    task = asyncio.ensure_future(notify(user))  # Noncompliant {{Keep a reference to the task that "asyncio.ensure_future" starts.}}
    return user


async def under_an_underscore_reported(user):
    _ = asyncio.create_task(notify(user))  # Noncompliant {{Keep a reference to the task that "asyncio.create_task" starts.}}


async def with_a_callback_only_reported(user):
    task = asyncio.create_task(notify(user))  # Noncompliant {{Keep a reference to the task that "asyncio.create_task" starts.}}
#          ^^^^^^^^^^^^^^^^^^^
    task.add_done_callback(print)
#   ^^^^^^^^^^^^^^^^^^^^^^<


async def with_a_chained_callback_reported(user):
    asyncio.create_task(notify(user)).add_done_callback(print)  # Noncompliant {{Keep a reference to the task that "asyncio.create_task" starts.}}


class Bot:
    def __init__(self, loop, client):
        self.loop = loop
        self.client = client
        self._tasks = set()
        self._weak = weakref.WeakSet()

    async def poll(self):
        await asyncio.sleep(1)

    def on_message_reported(self, message):
        self.loop.create_task(self.poll())  # Noncompliant {{Keep a reference to the task that "self.loop.create_task" starts.}}
#       fix: task = self.loop.create_task(self.poll())
#       fix: self._tasks.add(task)
#       fix: task.add_done_callback(self._tasks.discard)

    def on_connect_reported(self):
        task = self.client.loop.create_task(self.poll())  # Noncompliant {{Keep a reference to the task that "self.client.loop.create_task" starts.}}
        task.set_name("poll")

    def on_close_reported(self):
        task = asyncio.get_event_loop().create_task(self.poll())  # Noncompliant {{Keep a reference to the task that "asyncio.get_event_loop().create_task" starts.}}
        self._weak.add(task)

    def from_a_thread_reported(self):
        asyncio.run_coroutine_threadsafe(self.poll(), self.loop)  # Noncompliant {{Keep the future that "asyncio.run_coroutine_threadsafe" gives, and look at its result.}}

    def spawn(self, coroutine):
        return asyncio.create_task(coroutine)
#              ^^^^^^^^^^^^^^^^^^^>

    def on_join_reported(self):
        self.spawn(self.poll())  # Noncompliant {{Keep a reference to the task that "self.spawn" starts.}}
#       ^^^^^^^^^^

    async def stop(self):
        await asyncio.sleep(0)

    async def installs_handlers_reported(self):
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, lambda: asyncio.create_task(self.stop()))  # Noncompliant {{Keep a reference to the task that "asyncio.create_task" starts.}}
        loop.call_soon(asyncio.ensure_future, self.poll())  # Noncompliant {{Call "asyncio.ensure_future" in a function that keeps a reference to the task.}}


async def forgets_to_await_reported(users):
    asyncio.gather(*[notify(user) for user in users])  # Noncompliant {{Await "asyncio.gather", or keep a reference to what it gives.}}
    asyncio.shield(notify(users[0]))  # Noncompliant {{Await "asyncio.shield", or keep a reference to what it gives.}}


async def starts_many_reported(users):
    [asyncio.create_task(notify(user)) for user in users]  # Noncompliant {{Keep a reference to the task that "asyncio.create_task" starts.}}
    tasks = [asyncio.create_task(notify(user)) for user in users]  # Noncompliant {{Keep a reference to the task that "asyncio.create_task" starts.}}


# ---- silent ---------------------------------------------------------------
def waits_for_the_loop_silent(send, message):
    anyio.from_thread.run(send, message)


async def keeps_in_a_set_silent(user):
    task = asyncio.create_task(notify(user))
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)


async def keeps_in_a_list_silent(users):
    tasks = [asyncio.create_task(notify(user)) for user in users]
    await asyncio.wait(tasks)


async def awaits_it_silent(user):
    await asyncio.create_task(notify(user))
    task = asyncio.create_task(notify(user))
    await asyncio.sleep(1)
    await task


async def cancels_it_silent(user):
    task = asyncio.create_task(notify(user))
    await asyncio.sleep(1)
    task.cancel()


def returns_it_silent(user):
    return asyncio.create_task(notify(user))


class Service:
    def __init__(self):
        self._jobs = {}
        self._task = None

    def start_silent(self, user):
        self._task = asyncio.create_task(notify(user))
        self._task.add_done_callback(print)
        self._jobs[user] = asyncio.create_task(notify(user))

    def schedule_silent(self, user):
        self._jobs.setdefault(user, []).append(asyncio.ensure_future(notify(user)))


class Dispatcher:
    def __init__(self):
        self._running = {}

    def probe_silent(self, peer):
        task = asyncio.create_task(notify(peer))
        task.add_done_callback(lambda _: self._running.pop(peer, None))
        self._running[peer] = task


def runs_the_program_silent(bot):
    loop = asyncio.new_event_loop()
    serving = loop.create_task(notify(bot))
    serving.add_done_callback(print)
    loop.run_forever()


async def in_a_group_silent(users):
    async with asyncio.TaskGroup() as group:
        for user in users:
            group.create_task(notify(user))


async def in_a_nursery_silent(users):
    async with anyio.create_task_group() as group:
        for user in users:
            group.start_soon(notify, user)


async def passes_it_on_silent(user, registry):
    registry.watch(asyncio.create_task(notify(user)))


async def future_made_elsewhere_silent(future):
    asyncio.ensure_future(future)


async def reads_it_in_a_callback_silent(user):
    task = asyncio.create_task(notify(user))

    def stop():
        task.cancel()
    return stop


def writes_in_a_thread_silent(loop: asyncio.AbstractEventLoop, write, entry):
    asyncio.ensure_future(loop.run_in_executor(None, write, entry))
    asyncio.ensure_future(asyncio.get_event_loop().run_in_executor(None, write, entry))


def stops_when_all_are_over_silent(loop):
    running = asyncio.all_tasks(loop)
    over = asyncio.gather(*running)
    over.add_done_callback(lambda future: loop.stop())


def announces_only_small_channels_silent(channel):
    if channel.members > 6:
        return
        asyncio.ensure_future(notify(channel))


# ---- unknown --------------------------------------------------------------
class Component:
    def __init__(self, server):
        self.eventloop = server.get_event_loop()

    def refresh_with_a_loop_of_the_programs_own_unknown(self, user):
        self.eventloop.create_task(notify(user))


class Integration:
    def __init__(self, hass, scheduler, task_group):
        self.hass = hass
        self.scheduler = scheduler
        self.task_group = task_group

    def frameworks_keep_their_tasks_unknown(self, user):
        self.hass.async_create_task(notify(user))
        self.scheduler.create_task(notify(user))
        self.task_group.create_task(notify(user))


# ---- near misses ----------------------------------------------------------
class Loop:
    def create_task(self, job):
        self.job = job


def fills_a_loop_of_its_own():
    loop = Loop()
    loop.create_task(notify("a"))


def create_task(title):
    print(title)


def creates_a_ticket():
    create_task("buy milk")
