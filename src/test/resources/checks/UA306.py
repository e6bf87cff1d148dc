import asyncio
import contextlib
import aiofiles


# ---- reported -------------------------------------------------------------
async def loads_reported(client):
    entries = []
    async for entry in client.entries():  # Noncompliant {{Fill "entries" with an asynchronous comprehension.}}
#   ^^^^^^^^^
        entries.append(entry)
    return entries


async def names_of_users_reported(client):
    # Noncompliant@+2 {{Fill "names" with an asynchronous comprehension.}}
    names = []
    async for user in client.users():
        names.append(user.name)
    # fix: names = [user.name async for user in client.users()]
    return names


async def online_reported(client):
    # Noncompliant@+2 {{Fill "online" with an asynchronous comprehension.}}
    online: set[int] = set()
    async for user in client.users():
        if user.online:
            online.add(user.id)
    # fix: online: set[int] = {user.id async for user in client.users() if user.online}
    return online


async def sizes_reported(bucket):
    # Noncompliant@+2 {{Fill "sizes" with an asynchronous comprehension.}}
    sizes = {}
    async for key, item in bucket.scan():
        sizes[key] = len(item)
    # fix: sizes = {key: len(item) async for key, item in bucket.scan()}
    return sizes


async def filters_reported(channel):
    urgent = list()
    async for message in channel.history(limit=50):  # Noncompliant {{Fill "urgent" with an asynchronous comprehension.}}
        if message.pinned:
            urgent.append(message.content)
    return urgent


async def unique_reported(rows):
    seen = set()
    async for row in rows:  # Noncompliant {{Fill "seen" with an asynchronous comprehension.}}
        seen.add(row["user"])
    return seen


async def index_reported(scan):
    by_key = {}
    async for key, value in scan:  # Noncompliant {{Fill "by_key" with an asynchronous comprehension.}}
        by_key[key] = value
    return by_key


async def awaits_each_reported(keys, cache):
    values = []
    print("reading")
    async for key in keys:  # Noncompliant {{Fill "values" with an asynchronous comprehension.}}
        values.append(await cache.get(key))
    return values


async def annotated_reported(path):
    lines: list[str] = []
    async with aiofiles.open(path) as source:
        print(path)
    async for line in source:  # Noncompliant {{Fill "lines" with an asynchronous comprehension.}}
        lines.append(line.strip())
    return lines


async def missing_files_reported(engine, storage):
    missing = []
    async with engine.acquire() as connection:
        print("checking all files")
        async for row in connection.execute("SELECT * FROM files"):  # Noncompliant {{Fill "missing" with an asynchronous comprehension.}}
            if not await storage.exists(row.path):
                # this one is gone
                missing.append(row.id)
    return missing


# ---- silent ---------------------------------------------------------------
async def comprehension_silent(client):
    return [entry async for entry in client.entries()]


async def does_more_silent(client):
    entries = []
    async for entry in client.entries():
        print(entry)
        entries.append(entry)
    return entries


async def not_empty_silent(client, first):
    entries = [first]
    async for entry in client.entries():
        entries.append(entry)
    return entries


async def filled_before_silent(client, first):
    entries = []
    entries.append(first)
    async for entry in client.entries():
        entries.append(entry)
    return entries


async def what_came_in_time_silent(client):
    entries = []
    with contextlib.suppress(TimeoutError):
        async for entry in client.entries():
            entries.append(entry)
    return entries


async def filled_by_two_loops_silent(client):
    entries = []
    async for entry in client.entries():
        entries.append(entry)
    async for entry in client.drafts():
        entries.append(entry)
    return entries


async def looks_at_itself_silent(client):
    entries = []
    async for entry in client.entries():
        if entry not in entries:
            entries.append(entry)
    return entries


async def two_branches_silent(client):
    good = []
    bad = []
    async for entry in client.entries():
        if entry.ok:
            good.append(entry)
        else:
            bad.append(entry)
    return good, bad


async def leaves_early_silent(client):
    entries = []
    async for entry in client.entries():
        entries.append(entry)
        if len(entries) == 10:
            break
    return entries


async def extends_silent(client):
    entries = []
    async for page in client.pages():
        entries.extend(page)
    return entries


async def has_an_else_silent(client):
    entries = []
    async for entry in client.entries():
        entries.append(entry)
    else:
        print("done")
    return entries


class Kept_silent:
    async def load(self, client):
        self.entries = []
        async for entry in client.entries():
            self.entries.append(entry)


# ---- unknown --------------------------------------------------------------
async def given_unknown(client, entries):
    async for entry in client.entries():
        entries.append(entry)


async def made_elsewhere_unknown(client):
    entries = client.new_list()
    async for entry in client.entries():
        entries.append(entry)
    return entries


# ---- near misses ----------------------------------------------------------
async def queue_near_miss(client):
    queue = asyncio.Queue()
    async for entry in client.entries():
        queue.put_nowait(entry)
    return queue


def plain_loop_near_miss(rows):
    names = []
    for row in rows:
        names.append(row.name)
    return names
