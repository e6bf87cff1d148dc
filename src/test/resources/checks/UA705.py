import asyncio
import discord
from itertools import islice

import aiofiles
import aiohttp
import asyncpg

limiter = asyncio.Semaphore(10)
MIRRORS = ("https://a.example", "https://b.example")


# ---- reported -------------------------------------------------------------
async def fetch_reported(session, url):
    async with session.get(url) as response:  # Noncompliant {{Limit how many of "fetch_reported" run at once: take an "asyncio.Semaphore" around this call.}}
#              ^^^^^^^^^^^
        return await response.read()


async def fetch_all_silent(session, urls):
    return await asyncio.gather(*[fetch_reported(session, url) for url in urls])


async def heads_reported(session: aiohttp.ClientSession, urls):
    return await asyncio.gather(*(session.head(url) for url in urls))  # Noncompliant {{Limit how many of "session.head" run at once, for example with an "asyncio.Semaphore".}}


class Tracker_reported:
    def __init__(self, pool: asyncpg.Pool, servers):
        self.pool = pool
        self.servers = servers

    async def probe(self, server):
        return await self.pool.fetchrow("SELECT * FROM servers WHERE name = $1", server)  # Noncompliant {{Limit how many of "probe" run at once: take an "asyncio.Semaphore" around this call.}}

    async def probe_all(self):
        for done in asyncio.as_completed([self.probe(server) for server in self.servers]):
            print(await done)


async def mute_reported(channel: discord.abc.GuildChannel, role):
    try:
        await channel.set_permissions(role, send_messages=False)  # Noncompliant {{Limit how many of "mute_reported" run at once: take an "asyncio.Semaphore" around this call.}}
    except discord.Forbidden:
        print(channel.name)


async def mute_everywhere_silent(guild, role):
    changes = []
    for channel in guild.channels:
        changes.append(mute_reported(channel, role))
    await asyncio.gather(*changes)


async def load(path):
    async with aiofiles.open(path) as file:  # Noncompliant {{Limit how many of "load" run at once: take an "asyncio.Semaphore" around this call.}}
        return await file.read()


async def load_folder_silent(paths):
    tasks = []
    for path in paths:
        tasks.append(asyncio.create_task(load(path)))
    return await asyncio.gather(*tasks)


async def notify_reported(session, user):
    await deliver(session, user)  # Noncompliant {{Limit how many of "notify_reported" run at once: take an "asyncio.Semaphore" around this call.}}


async def deliver(session, user):
    await session.post("https://push.example", json=user)


async def notify_everyone_silent(session, users):
    async with asyncio.TaskGroup() as group:
        for user in users:
            group.create_task(notify_reported(session, user))


async def mapped_reported(number):
    reader, writer = await asyncio.open_connection("host", number)  # Noncompliant {{Limit how many of "mapped_reported" run at once: take an "asyncio.Semaphore" around this call.}}
    writer.close()
    return reader


async def scan_silent(ports):
    return await asyncio.wait_for(asyncio.gather(*map(mapped_reported, ports)), 60)


# ---- silent ---------------------------------------------------------------
async def mirrors_silent(session: aiohttp.ClientSession, settings):
    return await asyncio.gather(*[session.get(mirror) for mirror in settings.mirrors])


class Array_silent:
    def __init__(self, session, antennas):
        self.session = session
        self.antennas = set(range(1, antennas + 1))

    async def point(self, antenna):
        await self.session.post("https://antennas.example", json=antenna)

    async def point_all(self):
        await asyncio.gather(*[self.point(antenna) for antenna in self.antennas])

    def forget_broken(self, answers):
        self.antennas = {answer.antenna for answer in answers}


async def watch_server_silent(session, server):
    first = True
    while True:
        try:
            socket = await session.ws_connect(server)
            first = False
            await socket.receive()
        except aiohttp.ClientError:
            if first:
                return
        await asyncio.sleep(30)


async def watch_servers_silent(session, servers):
    await asyncio.gather(*[watch_server_silent(session, server) for server in servers])


async def limited_silent(session, url):
    async with limiter:
        return await session.get(url)


async def fetch_limited_silent(session, urls):
    return await asyncio.gather(*[limited_silent(session, url) for url in urls])


async def get_page_silent(session: aiohttp.ClientSession, url):
    return await session.get(url)


async def a_few_silent(session):
    await asyncio.gather(*[get_page_silent(session, url) for url in MIRRORS])
    await asyncio.gather(*[get_page_silent(session, f"/page/{number}") for number in range(10)])


async def batches_silent(session, urls):
    for start in range(0, len(urls), 20):
        await asyncio.gather(*[get_page_silent(session, url) for url in urls[start:start + 20]])


async def first_ones_silent(session, urls):
    await asyncio.gather(*[get_page_silent(session, url) for url in islice(urls, 10)])


async def semaphore_given_silent(session, urls, run_limited):
    semaphore = asyncio.Semaphore(5)
    await asyncio.gather(*[run_limited(semaphore, session.get(url)) for url in urls])


async def waits_in_each_turn_silent(session, urls):
    for url in urls:
        asyncio.create_task(get_page_silent(session, url))
        await asyncio.sleep(0.1)


async def own_connector_silent(urls):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=5)) as session:
        await asyncio.gather(*[get_page_silent(session, url) for url in urls])


async def worker_silent(session, queue):
    while True:
        await session.get(await queue.get())


async def workers_silent(session, queue, names):
    return [asyncio.create_task(worker_silent(session, queue), name=name) for name in names]


# ---- unknown --------------------------------------------------------------
async def reminds_silent(channel: discord.TextChannel, reminder):
    await asyncio.sleep(reminder.seconds)
    await channel.send(reminder.text)


def schedules_silent(channel, reminders, timers: set):
    for reminder in reminders:
        timers.add(asyncio.create_task(reminds_silent(channel, reminder)))


async def other_file_unknown(items, process):
    await asyncio.gather(*[process(item) for item in items])


async def unknown_tasks_unknown(tasks):
    await asyncio.gather(*tasks)


# ---- near misses ----------------------------------------------------------
async def computes_near_miss(item):
    await asyncio.sleep(0)
    return item * 2


async def compute_all_near_miss(items):
    return await asyncio.gather(*[computes_near_miss(item) for item in items])
