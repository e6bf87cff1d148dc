import asyncio
import functools
from contextlib import asynccontextmanager

import aiogram
import aiofiles.os
import aiohttp
import discord
from aiohttp import web
from telegram import Update
from telegram.ext import ContextTypes


# ---- reported -------------------------------------------------------------
async def greets_reported(reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
    line = await reader.readline()
    writer.write(line)
    writer.drain()  # Noncompliant {{Await "writer.drain"; without "await" the coroutine never runs.}}
#   ^^^^^^^^^^^^
#   fix: await writer.drain()
    writer.close()


async def polls_reported(feed):
    while True:
        feed.check()
        asyncio.sleep(30)  # Noncompliant {{Await "asyncio.sleep"; without "await" the coroutine never runs.}}
#       fix: await asyncio.sleep(30)


async def consumes_reported():
    queue = asyncio.Queue(maxsize=10)
    ready = asyncio.Event()
    lock = asyncio.Lock()
    queue.put("job")  # Noncompliant {{Await "queue.put"; without "await" the coroutine never runs.}}
#   fix: await queue.put("job")
    ready.wait()  # Noncompliant {{Await "ready.wait"; without "await" the coroutine never runs.}}
#   fix: await ready.wait()
    lock.acquire()  # Noncompliant {{Await "lock.acquire"; without "await" the coroutine never runs.}}
#   fix: await lock.acquire()


async def warms_up_reported(caches):
    [warm(cache) for cache in caches]  # Noncompliant {{Await "warm"; without "await" the coroutine never runs.}}
#    ^^^^
#   fix: [await warm(cache) for cache in caches]


async def warm(cache):
    await cache.load()


class Bot:
    def __init__(self):
        self.session = None
        self.seen = set()

    async def start(self):
        self.session = aiohttp.ClientSession()

    async def stop_reported(self):
        self.session.close()  # Noncompliant {{Await "self.session.close"; without "await" the coroutine never runs.}}
#       fix: await self.session.close()

    def __exit__(self, *exc):
        self.session.close()  # Noncompliant {{Await "self.session.close" in a coroutine, or start it as a task; as it stands, it never runs.}}

    async def validate(self, order):
        async with self.session.get(f"/orders/{order}") as response:
            return await response.json()

    async def launches_reported(self, order):
        self.validate(order)  # Noncompliant {{Await "self.validate"; without "await" the coroutine never runs.}}
#       ^^^^^^^^^^^^^
#       fix: await self.validate(order)
        await self.start()

    async def keeps_the_coroutine_reported(self, order):
        valid = self.validate(order)  # Noncompliant {{Await "self.validate" before its result is used.}}
#       fix: valid = await self.validate(order)
        if valid:
            self.seen.add(order)

    async def never_looks_reported(self, order):
        checked = self.validate(order)  # Noncompliant {{Await "self.validate"; without "await" the coroutine never runs.}}
#       fix: checked = await self.validate(order)
        self.seen.add(order)

    async def takes_the_name_reported(self, order):
        return self.validate(order)["name"]  # Noncompliant {{Await "self.validate" before its result is used.}}
#       fix: return (await self.validate(order))["name"]

    async def loops_over_the_coroutine_reported(self, order):
        for item in self.validate(order):  # Noncompliant {{Await "self.validate" before its result is used.}}
#       fix: for item in await self.validate(order):
            self.seen.add(item)

    async def unpacks_the_coroutine_reported(self, order):
        name, price = self.validate(order)  # Noncompliant {{Await "self.validate" before its result is used.}}
#       fix: name, price = await self.validate(order)
        return name, price

    async def reads_through_a_name_reported(self, order):
        data = self.validate(order)  # Noncompliant {{Await "self.validate" before its result is used.}}
#       fix: data = await self.validate(order)
        return data["total"] + data["tax"]


class Report(Bot):
    async def counts_reported(self, order):
        print(f"order {self.validate(order)}")  # Noncompliant {{Await "self.validate" before its result is used.}}
#       fix: print(f"order {await self.validate(order)}")
        return len(self.validate(order))  # Noncompliant {{Await "self.validate" before its result is used.}}
#       fix: return len(await self.validate(order))


class LoudBot(Bot):
    async def stop(self):
        print("bye")
        super().stop_reported()  # Noncompliant {{Await "super().stop_reported"; without "await" the coroutine never runs.}}
#       fix: await super().stop_reported()


def logged(function):
    @functools.wraps(function)
    async def wrapper(*args):
        print(function.__name__)
        return await function(*args)
    return wrapper


@logged
async def notify(channel):
    await channel.send("up")


async def announces_reported(channel):
    notify(channel)  # Noncompliant {{Await "notify"; without "await" the coroutine never runs.}}
#   fix: await notify(channel)


async def answers_reported(request: web.Request):
    response = web.StreamResponse()
    await response.prepare(request)
    response.write(b"hello")  # Noncompliant {{Await "response.write"; without "await" the coroutine never runs.}}
#   fix: await response.write(b"hello")
    return response


class Player:
    def __init__(self, voice):
        self.voice = voice

    async def moves_silent(self, channel):
        await self.voice.move_to(channel)

    async def moves_reported(self, channel):
        self.voice.move_to(channel)  # Noncompliant {{Await "self.voice.move_to", as other calls of it are.}}
#       fix: await self.voice.move_to(channel)


async def answers_an_interaction_reported(interaction: discord.Interaction, message: discord.Message):
    interaction.response.send_message("done")  # Noncompliant {{Await "interaction.response.send_message"; without "await" the coroutine never runs.}}
#   fix: await interaction.response.send_message("done")
    message.channel.send("done")  # Noncompliant {{Await "message.channel.send"; without "await" the coroutine never runs.}}
#   fix: await message.channel.send("done")


async def starts_reported(update: Update, context: ContextTypes.DEFAULT_TYPE):
    context.bot.send_message(1, "up")  # Noncompliant {{Await "context.bot.send_message"; without "await" the coroutine never runs.}}
#   fix: await context.bot.send_message(1, "up")


class Scheduler:
    def __init__(self, log):
        self.log = log
        self.cache = {}

    async def next_run(self):
        await asyncio.sleep(0)
        return 5

    async def owners(self, site):
        await asyncio.sleep(0)
        return [site]

    def grant(self, document, allowed):
        document["allowed"] = sorted(document.get("allowed", []) + allowed)
        return document

    async def logs_the_coroutine_reported(self):
        self.log.info("next run in %s seconds", self.next_run())  # Noncompliant {{Await "self.next_run" before its result is used.}}
#       fix: self.log.info("next run in %s seconds", await self.next_run())
        print(self.next_run())  # Noncompliant {{Await "self.next_run" before its result is used.}}
#       fix: print(await self.next_run())

    async def passes_the_coroutine_to_a_function_that_adds_reported(self, site):
        allowed = self.owners(site)  # Noncompliant {{Await "self.owners" before its result is used.}}
#       fix: allowed = await self.owners(site)
        return self.grant({"site": site}, allowed)

    async def returns_the_coroutine_on_one_path_reported(self, site):
        if site in self.cache:
            return await self.owners(site)
        return self.owners(site)  # Noncompliant {{Await "self.owners" before returning; the caller gets a coroutine otherwise.}}
#       fix: return await self.owners(site)

    async def promises_a_number_reported(self) -> int:
        return self.next_run()  # Noncompliant {{Await "self.next_run" before returning; the caller gets a coroutine otherwise.}}
#       fix: return await self.next_run()

    async def gives_callbacks_to_the_loop_reported(self, task: asyncio.Task):
        loop = asyncio.get_running_loop()
        loop.call_later(60, self.next_run)  # Noncompliant {{Start "self.next_run" as a task in the callback; the loop does not await what its callbacks return.}}
#                           ^^^^^^^^^^^^^
        task.add_done_callback(lambda _: self.owners("/"))  # Noncompliant {{Start "self.owners" as a task in the callback; the loop does not await what its callbacks return.}}


class Proxy:
    def __init__(self, upstream, cache):
        self.upstream = upstream
        self.cache = cache

    async def address(self, service):
        await asyncio.sleep(0)
        return f"http://{service}"

    async def forwards_a_socket_silent(self, service):
        url = await self.address(service)
        return self.upstream.connect(url)

    async def forwards_a_request_reported(self, service):
        url = self.address(service)  # Noncompliant {{Await "self.address" before its result is used.}}
#       fix: url = await self.address(service)
        return self.upstream.request("GET", url)

    async def looks_into_the_cache_first_reported(self, service):
        if service in self.cache:
            urls = [self.cache[service]]
        else:
            urls = self.address(service)  # Noncompliant {{Await "self.address" before its result is used.}}
#           fix: urls = await self.address(service)
        return urls

    async def leaves_the_await_to_a_pool_silent(self, service):
        url = self.address(service)
        return self.upstream.submit(url)


class Flow:
    async def steps(self, request):
        """Others make an asynchronous generator of it."""
        raise ValueError(request)

    async def steps_by_hand_silent(self, request):
        flow = self.steps(request)
        first = await flow.__anext__()
        try:
            return await flow.asend(first)
        finally:
            await flow.aclose()

    async def not_there_yet_silent(self, request):
        raise NotImplementedError
        self.steps(request)

    async def works_up_to_a_return_reported(self, request):
        if request is None:
            return
        self.steps(request)  # Noncompliant {{Await "self.steps"; without "await" the coroutine never runs.}}
        # fix: await self.steps(request)
        return


async def ring(bell):
    await bell.swing()


async def called_through_a_lambda_reported(bell):
    alarm = lambda: ring(bell)
    alarm()  # Noncompliant {{Await "alarm"; without "await" the coroutine never runs.}}
#   fix: await alarm()


async def drops_removal_reported(path):
    aiofiles.os.remove(path)  # Noncompliant {{Await "aiofiles.os.remove"; without "await" the coroutine never runs.}}
#   fix: await aiofiles.os.remove(path)


async def unpacks_coroutine_reported(files):
    async def upload(some):
        await asyncio.sleep(1)
        return {"server": 1, "files": some}

    answer = upload(files)  # Noncompliant {{Await "upload" before its result is used.}}
#   fix: answer = await upload(files)
    return {"group": 7, **answer}


async def joins_coroutine_reported():
    async def names():
        await asyncio.sleep(1)
        return ["a", "b"]

    return ", ".join(names())  # Noncompliant {{Await "names" before its result is used.}}
#   fix: return ", ".join(await names())


# ---- silent ---------------------------------------------------------------
async def answers_in_the_response_to_the_update_silent(message: aiogram.types.Message):
    try:
        return await message.answer("up")
    except ValueError:
        return message.answer("down")


class Exchange_silent:
    async def candles(self, pair):
        raise NotImplementedError

    # What an exchange overrides is an asynchronous generator.
    def candles_now(self, pair):
        pages = self.candles(pair)
        return self.collect(pages)

    def collect(self, pages):
        return [page for page in pages]


class Queue:
    def __init__(self, log):
        self.log = log
        self.jobs = []

    async def work(self, job):
        await asyncio.sleep(job)

    def enqueue(self, job):
        self.jobs.append(job)

    async def hands_the_coroutine_to_a_queue_silent(self):
        job = self.work(1)
        self.enqueue(job)

    async def hands_on_the_coroutine_of_another_silent(self):
        return self.work(1)

    async def promises_a_coroutine_silent(self) -> "Coroutine[None, None, None]":
        return self.work(1)

    def starts_a_task_in_the_callback_silent(self, loop: asyncio.AbstractEventLoop):
        loop.call_later(60, lambda: self.enqueue(asyncio.ensure_future(self.work(1))))

    async def logs_what_it_awaits_silent(self):
        job = self.work(1)
        self.log.debug("starting %r", job)
        await job


def run_in_either_world(function):
    return function.bound


class Entity:
    @run_in_either_world
    async def state(self):
        await asyncio.sleep(0)
        return 1

    async def asks_from_a_coroutine_silent(self):
        return await self.state()

    def asks_from_a_plain_method_silent(self):
        return self.state() - 1


def replies_in_an_older_version_silent(update: Update, context):
    update.message.reply_text("up")


async def gathers_silent(bot: Bot, orders):
    await asyncio.gather(*[bot.validate(order) for order in orders])
    task = asyncio.create_task(bot.start(), name="start")
    pending = [bot.validate(order) for order in orders]
    await task
    return pending


def hands_it_on_silent(bot: Bot):
    return bot.start()


async def awaits_later_silent(bot: Bot, order):
    validation = bot.validate(order)
    print("validating")
    return await validation


async def awaits_only_if_needed_silent(bot: Bot, order):
    validation = bot.validate(order)
    if order is None:
        validation.close()
        return None
    return await validation


async def passes_it_on_silent(bot: Bot):
    work = bot.start()
    asyncio.run_coroutine_threadsafe(work, asyncio.get_running_loop()).add_done_callback(print)


class Keeper:
    def __init__(self, bot: Bot):
        self.startup = bot.start()
        self.jobs = {"start": bot.start()}

    def __call__(self):
        return self.startup


async def numbers():
    yield 1


async def makes_a_generator_silent():
    numbers()
    async for number in numbers():
        print(number)


@asynccontextmanager
async def connected(url):
    yield url


async def enters_silent(url):
    async with connected(url) as connection:
        return connection


async def asks_for_the_kind_silent(function):
    result = function()
    if asyncio.iscoroutine(result):
        result = await result
    return result


async def requests_belong_to_another_rule_silent(session: aiohttp.ClientSession):
    session.get("/orders")


async def hands_over_silent():
    asyncio.to_thread(print, "hello")


callback = lambda bot: bot.start()


async def awaited_through_a_lambda_silent(bell):
    alarm = lambda: ring(bell)
    await alarm()
    count = lambda: len(bell.swings)
    count()


# ---- unknown --------------------------------------------------------------
def scheduled(function):
    return function.schedule


@scheduled
async def background():
    await asyncio.sleep(1)


async def starts_a_scheduled_function_unknown():
    background()


async def calls_another_object_unknown(client):
    client.connect()
    result = client.fetch()
    if result:
        return result
    return None


async def one_kind_or_the_other_unknown(hook, is_async):
    if is_async:
        await hook.run()
    else:
        hook.run()


async def a_future_that_runs_by_itself_unknown(roster):
    await roster.update()
    roster.update()
    roster.update()


# ---- near misses ----------------------------------------------------------
class Door:
    def close(self):
        print("closed")


def closes_a_door():
    door = Door()
    door.close()


def sleep(seconds):
    print(seconds)


async def sleeps_by_a_namesake():
    sleep(1)
