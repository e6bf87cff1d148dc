import asyncio
import aiofiles
import aiohttp


async def pages(limit):
    for page in range(limit):
        await asyncio.sleep(0)
        yield page


class Feed:
    def __aiter__(self):
        return self

    async def __anext__(self):
        raise StopAsyncIteration


class Shelf:
    def __iter__(self):
        return iter(())


# ---- reported -------------------------------------------------------------
async def reads_pages_reported():
    for page in pages(3):  # Noncompliant {{Iterate over "pages()" with "async for".}}
#               ^^^^^^^^
#   ^^^@-1< {{A plain loop cannot iterate over it.}}
#   fix: async for page in pages(3):
        print(page)


async def numbers_tracks_reported(tracks):
    async for index, track in enumerate(tracks):  # Noncompliant {{Iterate over "enumerate()" with a plain "for".}}
#   fix: for index, track in enumerate(tracks):
        print(index, track)


async def collects_reported():
    return [page for page in pages(3)]  # Noncompliant {{Iterate over "pages()" with "async for".}}
#   fix: return [page async for page in pages(3)]


async def walks_a_list_reported():
    names = ["a", "b"]
    async for name in names:  # Noncompliant {{Iterate over "names" with a plain "for".}}
#   fix: for name in names:
        print(name)


def reads_a_feed_reported():
    for entry in Feed():  # Noncompliant {{Iterate over "Feed()" with "async for".}}
        print(entry)


async def walks_a_shelf_reported():
    return [book async for book in Shelf()]  # Noncompliant {{Iterate over "Shelf()" with a plain "for".}}
#   fix: return [book for book in Shelf()]


async def reads_a_stream_reported(reader: asyncio.StreamReader):
    for line in reader:  # Noncompliant {{Iterate over "reader" with "async for".}}
#   fix: async for line in reader:
        print(line)


async def reads_lines_by_hand_reported(host):
    reader, writer = await asyncio.open_connection(host, 6667)
    try:
        while True:  # Noncompliant {{Replace this loop with "async for" over "reader".}}
            line = await reader.readline()
            if not line:
                break
            print(line)
    finally:
        writer.close()


async def steps_by_hand_reported():
    feed = pages(5)
    while True:  # Noncompliant {{Replace this loop with "async for" over "feed".}}
        try:
            page = await anext(feed)
        except StopAsyncIteration:
            break
        print(page)


async def steps_with_the_method_reported(feed):
    while True:  # Noncompliant {{Replace this loop with "async for" over "feed".}}
        try:
            entry = await feed.__anext__()
        except StopAsyncIteration:
            break
        print(entry)


class Spider_reported:
    async def links(self):
        yield "/"

    async def crawl(self):
        for link in self.links():  # Noncompliant {{Iterate over "self.links()" with "async for".}}
#       fix: async for link in self.links():
            print(link)


async def numbered_lines():
    yield "line"


async def prints_numbers_reported():
    for number, line in enumerate(numbered_lines(), start=1):  # Noncompliant {{Iterate over "numbered_lines()" with "async for".}}
        print(number, line)


# ---- silent ---------------------------------------------------------------
async def counts_what_a_spider_may_give_silent(rows):
    total = 0
    async for row in rows or ():
        total += row.amount
    return total


async def fits_silent():
    async for page in pages(3):
        print(page)
    for number in range(3):
        print(number)


async def comprehension_silent():
    return [page async for page in pages(3)]


async def file_silent(path):
    async with aiofiles.open(path) as lines:
        async for line in lines:
            print(line)


async def websocket_silent(url):
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        async for message in socket:
            print(message.data)


class BothWays:
    def __iter__(self):
        return iter(())

    def __aiter__(self):
        return pages(1)


async def both_ways_silent():
    async for one in BothWays():
        print(one)
    for other in BothWays():
        print(other)


async def stops_for_another_reason_silent(reader: asyncio.StreamReader):
    while True:
        line = await reader.readline()
        if line == b"QUIT\r\n":
            break
        print(line)


async def reads_with_a_timeout_silent(reader: asyncio.StreamReader):
    while True:
        line = await asyncio.wait_for(reader.readline(), 5)
        if not line:
            break
        print(line)


async def awaited_list_silent(client):
    for row in await client.rows():
        print(row)


async def steps_once_silent():
    feed = pages(5)
    try:
        return await anext(feed)
    finally:
        await feed.aclose()


# ---- unknown --------------------------------------------------------------
async def iterates_a_parameter_unknown(source):
    for item in source:
        print(item)
    async for item in source:
        print(item)


async def iterates_a_result_unknown(client):
    async for item in client.search("x"):
        print(item)


# ---- near misses ----------------------------------------------------------
class Reader:
    async def readline(self): ...


async def other_reader_near_miss():
    reader = Reader()
    while True:
        line = await reader.readline()
        if not line:
            break


def enumerate_near_miss(rows):
    for index, row in enumerate(rows):
        print(index, row)
