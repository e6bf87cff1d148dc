import asyncio
import contextlib
import typing
from contextlib import suppress


async def work():
    while True:
        await asyncio.sleep(1)


# ---- reported -------------------------------------------------------------
async def rest_of_a_race_reported(tasks):
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()  # Noncompliant {{Await the task after "task.cancel", which only asks it to end.}}
#       ^^^^^^^^^^^
    return done.pop().result()


async def local_task_reported(session):
    beat = asyncio.create_task(work())
    await session.run()
    beat.cancel()  # Noncompliant {{Await the task after "beat.cancel", which only asks it to end.}}


async def in_a_comprehension_reported(pending_jobs):
    tasks = [asyncio.create_task(work()) for job in pending_jobs]
    [task.cancel() for task in tasks]  # Noncompliant {{Await the task after "task.cancel", which only asks it to end.}}


async def with_map_reported(loop):
    tasks = asyncio.all_tasks()
    list(map(lambda task: task.cancel(), tasks))  # Noncompliant {{Await the task after "task.cancel", which only asks it to end.}}
    loop.stop()


class Crawlers:
    def __init__(self):
        self._crawlers = [asyncio.create_task(work()) for _ in range(5)]

    async def stop_reported(self):
        list(map(lambda crawler: crawler.cancel(), self._crawlers))  # Noncompliant {{Await the task after "crawler.cancel", which only asks it to end.}}


class Poller:
    def __init__(self):
        self._task = None
        self._jobs = set()

    async def start(self):
        self._task = asyncio.create_task(work())

    async def stop_reported(self):
        if self._task is not None:
            self._task.cancel()  # Noncompliant {{Await the task after "self._task.cancel", which only asks it to end.}}
            self._task = None


class Download:
    def __init__(self, loop, backend):
        self.loop = loop
        self.output_task: typing.Optional[asyncio.Task] = None
        self.output_task = backend.launch(self.write())

    async def write(self):
        async for chunk in self.chunks():
            await self.disk.write(chunk)

    async def stop(self):
        self.stop_tasks()
        await self.update_status("stopped")

    def stop_tasks(self):
        if self.output_task and not self.output_task.done():
            self.output_task.cancel()  # Noncompliant {{Await the task after "self.output_task.cancel", which only asks it to end.}}


async def next_or_deadline_reported(items, deadline):
    while True:
        item = asyncio.ensure_future(items.__anext__())
        await asyncio.wait([item, deadline], return_when=asyncio.FIRST_COMPLETED)
        if deadline.done():
            item.cancel()  # Noncompliant {{Await the task after "item.cancel", which only asks it to end.}}
            break
        print(item.result())


class Job:
    def __init__(self):
        self._jobs = set[asyncio.Task]()

    async def disconnect(self):
        for job in self._jobs:
            job.cancel()  # Noncompliant {{Await the task after "job.cancel", which only asks it to end.}}


class Players:
    def __init__(self, bot):
        self.bot = bot
        self.timers = {}

    def join(self, guild):
        self.timers[guild.id] = self.bot.loop.create_task(work())

    async def leave(self, guild):
        timer = self.timers.pop(guild.id, None)
        if timer:
            timer.cancel()  # Noncompliant {{Await the task after "timer.cancel", which only asks it to end.}}

    async def leave_all(self):
        for timer in self.timers.values():
            timer.cancel()  # Noncompliant {{Await the task after "timer.cancel", which only asks it to end.}}


class Annotated:
    task: asyncio.Task

    async def close_reported(self):
        self.task.cancel()  # Noncompliant {{Await the task after "self.task.cancel", which only asks it to end.}}


class Camera:
    async def start(self):
        self._ready = asyncio.Event()
        self._film = asyncio.create_task(self._record())

    async def _record(self):
        self._ready.set()
        while True:
            await self.reel.turn()

    async def stop_reported(self):
        await self._ready.wait()
        self._film.cancel()  # Noncompliant {{Await the task after "self._film.cancel", which only asks it to end.}}


async def in_finally_reported(stream, task: asyncio.Task):
    try:
        await stream.run()
    finally:
        task.cancel()  # Noncompliant {{Await the task after "task.cancel", which only asks it to end.}}


async def all_but_this_reported():
    for task in asyncio.all_tasks():
        if task is not asyncio.current_task():
            task.cancel()  # Noncompliant {{Await the task after "task.cancel", which only asks it to end.}}


async def each_of_two_reported(session):
    reader = asyncio.create_task(session.read_all())
    writer = asyncio.create_task(session.write_all())
    await asyncio.wait([reader, writer], return_when=asyncio.FIRST_COMPLETED)
    for task in (reader, writer):
        task.cancel()  # Noncompliant {{Await the task after "task.cancel", which only asks it to end.}}


class Jobs:
    def __init__(self):
        self._by_name = {}

    async def start(self, name):
        task = asyncio.create_task(work())
        self._by_name[name] = task

    async def stop_reported(self, name):
        task = self._by_name.pop(name)
        task.cancel()  # Noncompliant {{Await the task after "task.cancel", which only asks it to end.}}


async def left_behind_by_an_error_reported(feed):
    body = asyncio.create_task(feed.download())
    try:
        header = await feed.header()
    except ValueError:
        body.cancel()  # Noncompliant {{Await the task after "body.cancel", which only asks it to end.}}
        raise
    return header, await body


async def loser_of_each_round_reported(feed, hint):
    while not feed.closed:
        page = asyncio.create_task(feed.page())
        news = asyncio.create_task(feed.load(hint))
        await asyncio.wait({page, news}, return_when=asyncio.FIRST_COMPLETED)
        news.cancel()  # Noncompliant {{Await the task after "news.cancel", which only asks it to end.}}
        print(await page)


# ---- silent ---------------------------------------------------------------
async def awaited_silent(task: asyncio.Task):
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def gathered_silent(tasks):
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)


async def gathered_by_the_other_name_silent():
    tasks = [asyncio.create_task(work()) for _ in range(3)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def waited_for_silent():
    task = asyncio.create_task(work())
    task.cancel()
    await asyncio.wait([task])


async def handed_on_silent(reaper, task: asyncio.Task):
    task.cancel()
    await reaper.collect(task)


async def returned_silent(task: asyncio.Task):
    task.cancel()
    return task


class Service:
    async def start(self):
        self._task = asyncio.create_task(work())

    async def stop_silent(self):
        self._task.cancel()

    async def wait_closed(self):
        await self._task


async def itself_silent():
    asyncio.current_task().cancel()


async def itself_by_name_silent():
    me = asyncio.current_task()
    me.cancel()


async def only_waits_silent(stop: asyncio.Event, job):
    waiter = asyncio.create_task(stop.wait())
    await job
    waiter.cancel()


def synchronous_silent(task: asyncio.Task):
    task.cancel()


async def collected_and_gathered_silent(tasks):
    done, pending = await asyncio.wait(tasks, timeout=1)
    cancelled = []
    for task in pending:
        task.cancel()
        cancelled.append(task)
    await asyncio.gather(*cancelled, return_exceptions=True)


class Pump:
    async def run(self):
        self._reader = asyncio.create_task(work(), name="reader")
        self._writer = asyncio.create_task(work(), name="writer")
        await asyncio.wait([self._reader, self._writer], return_when=asyncio.FIRST_COMPLETED)

    async def shut_down_silent(self):
        self._reader.cancel()


class Spool:
    def connection_made(self):
        self._check = asyncio.create_task(work())

    async def on_message(self, message):
        self._cancel_check()
        self._check = asyncio.create_task(work())

    def _cancel_check(self):
        self._check.cancel()


class Sink:
    def start(self):
        self._sink = asyncio.create_task(work())

    def _is_running(self):
        return self._sink is not None and not self._sink.done()

    async def cancel_silent(self):
        self._sink.cancel()
        patience = 10
        while patience > 0:
            await asyncio.sleep(1)
            patience -= 1
            if not self._is_running():
                return


class Recorder:
    async def start(self):
        self._exited = asyncio.Event()
        self._tape = asyncio.create_task(self._record())

    async def _record(self):
        try:
            while True:
                await self.tape.turn()
        except asyncio.CancelledError:
            pass
        print("recorded")
        self._exited.set()

    async def stop_silent(self):
        self._tape.cancel()
        await asyncio.gather(self._exited.wait(), self.tape.rewind())


class Mixer:
    async def start(self):
        self._over = asyncio.get_running_loop().create_future()
        self._mixing = asyncio.create_task(self._mix())

    async def _mix(self):
        try:
            while True:
                await self.desk.turn()
        finally:
            await self.desk.fade()
            if not self._over.done():
                self._over.set_result(None)

    async def stop_silent(self):
        self._mixing.cancel()
        await self._over


class Dialer:
    def __init__(self):
        self._dialing = set()

    def dial(self, number):
        call = asyncio.create_task(self.line.dial(number))
        self._dialing.add(call)
        call.add_done_callback(self._dialing.discard)

    async def hang_up_silent(self):
        for call in self._dialing:
            call.cancel()
        while self._dialing:
            await asyncio.sleep(0.01)


class Login:
    def connection_made(self):
        self._timeout = asyncio.create_task(self._give_up())

    async def _give_up(self):
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(20)
            await self.abort()

    async def timer_silent(self):
        self._timeout.cancel()


class Mailbox:
    def connection_made(self):
        self._handler = asyncio.create_task(self._serve())

    async def _serve(self):
        while True:
            command = await self.reader.readline()
            await getattr(self, "on_" + command.decode())()

    async def on_quit_silent(self):
        await self.push("bye")
        self._handler.cancel()


class Server:
    async def drop_silent(self, connection):
        connection.reader_task.cancel()

    async def wait_closed(self):
        await asyncio.wait([connection.reader_task for connection in self.connections])


async def the_group_waits():
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work())
        await asyncio.sleep(1)
        task.cancel()


async def the_timeout_has_cancelled_it():
    task = asyncio.create_task(work())
    try:
        await asyncio.wait_for(task, 3)
    except asyncio.TimeoutError:
        task.cancel()


async def map_then_gather_silent():
    tasks = asyncio.all_tasks()
    list(map(lambda task: task.cancel(), tasks))
    await asyncio.gather(*tasks, return_exceptions=True)


async def raised_and_caught_silent(feed):
    body = asyncio.create_task(feed.download())
    try:
        if not await feed.header():
            body.cancel()
            raise ValueError("no header")
    except ValueError:
        feed.close()
    await asyncio.gather(body, return_exceptions=True)


async def left_but_awaited_at_the_end_silent(feed):
    body = asyncio.create_task(feed.download())
    try:
        if not await feed.header():
            body.cancel()
            return None
        return await feed.text()
    finally:
        await asyncio.gather(body, return_exceptions=True)


class Agents:
    def __init__(self):
        self._beats = set()
        self._replies = set()

    def launch(self):
        self._beats.add(asyncio.create_task(work()))
        self._replies.add(asyncio.create_task(work()))

    async def stop_silent(self):
        for task in self._beats:
            task.cancel()
        everything = list(self._replies | self._beats)
        await asyncio.gather(*everything, return_exceptions=True)


# ---- unknown --------------------------------------------------------------
async def something_unknown(job):
    job.cancel()


async def timer_unknown(loop):
    handle = asyncio.get_running_loop().call_later(1, print)
    handle.cancel()


# ---- near misses ----------------------------------------------------------
async def future_near_miss():
    future = asyncio.get_running_loop().create_future()
    future.cancel()


class Order:
    def cancel(self):
        return self


async def order_near_miss():
    Order().cancel()
