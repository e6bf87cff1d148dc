import asyncio
import aiohttp
import httpx


# ---- reported -------------------------------------------------------------
class Hooks_reported:
    def __init__(self, session: aiohttp.ClientSession):
        self.session = session

    async def notify(self, url, text):
        await self.session.post(url, json={"text": text})  # Noncompliant {{Use "self.session.post" with "async with"; nothing reads or releases the response.}}
#             ^^^^^^^^^^^^^^^^^

    async def is_up(self, url):
        response = await self.session.get(url)  # Noncompliant {{Use "self.session.get" with "async with"; nothing reads or releases the response.}}
        return response.status == 200

    async def ping(self, url):
        return (await self.session.options(url)).status  # Noncompliant {{Use "self.session.options" with "async with"; nothing reads or releases the response.}}


async def checks_every_site_reported(urls):
    async with aiohttp.ClientSession() as session:
        for url in urls:
            response = await session.get(url)  # Noncompliant {{Use "session.get" with "async with"; nothing reads or releases the response.}}
            print(url, response.status)


async def deletes_reported(session: aiohttp.ClientSession, url):
    response = await asyncio.wait_for(session.delete(url), 5)  # Noncompliant {{Use "session.delete" with "async with"; nothing reads or releases the response.}}
    response.raise_for_status()


async def reads_too_late_reported(session: aiohttp.ClientSession, url):
    async with session.get(url) as response:
        print(response.status)
    return await response.text()  # Noncompliant {{Read the body of "response" inside the "async with" statement.}}
#                ^^^^^^^^^^^^^


async def parses_too_late_reported(session: aiohttp.ClientSession, url):
    async with session.post(url, json={}) as answer:
        answer.raise_for_status()
    data = await answer.json()  # Noncompliant {{Read the body of "answer" inside the "async with" statement.}}
    return data["id"]


async def forgets_to_await_reported(session: aiohttp.ClientSession, url):
    response = session.get(url)  # Noncompliant {{Use "session.get" with "async with", or await it; there is no response yet.}}
    return response.status


# ---- silent ---------------------------------------------------------------
async def asks_for_the_head_silent(session: aiohttp.ClientSession, url):
    return (await session.head(url)).status == 200


async def uses_async_with_silent(session: aiohttp.ClientSession, url):
    async with session.get(url) as response:
        return response.status


async def reads_silent(session: aiohttp.ClientSession, url):
    response = await session.get(url)
    return await response.json()


async def releases_silent(session: aiohttp.ClientSession, url):
    response = await session.get(url)
    status = response.status
    response.release()
    return status


async def closes_silent(session: aiohttp.ClientSession, url):
    response = await session.get(url)
    try:
        return response.headers
    finally:
        response.close()


async def enters_later_silent(session: aiohttp.ClientSession, url):
    request = session.get(url)
    async with request as response:
        return await response.text()


async def returns_silent(session: aiohttp.ClientSession, url):
    return await session.get(url)


async def read_inside_silent(session: aiohttp.ClientSession, url):
    async with session.get(url) as response:
        await response.read()
    return await response.text()


async def session_ends_soon_silent(hook, text):
    async with aiohttp.ClientSession() as session:
        await session.post(hook, json={"text": text})


class Remote_silent:
    def __init__(self, http: aiohttp.ClientSession):
        self.http = http

    async def shutdown(self, url):
        response = await self.http.delete(url)
        response.raise_for_status()
        await self.http.close()


async def streams_silent(session: aiohttp.ClientSession, url):
    response = await session.get(url)
    async for chunk in response.content.iter_chunked(1024):
        print(chunk)


async def awaits_later_silent(session: aiohttp.ClientSession, url):
    request = session.get(url)
    response = await request
    return await response.text()


async def httpx_reads_by_itself_silent(url):
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        return response.status_code


# ---- unknown --------------------------------------------------------------
async def passed_on_unknown(session: aiohttp.ClientSession, url, parser):
    response = await session.get(url)
    parser.feed(response)


async def session_of_unknown_kind_unknown(session, url):
    response = await session.get(url)
    return response.status


class Kept_unknown:
    async def open(self, session: aiohttp.ClientSession, url):
        self.response = await session.get(url)


# ---- near misses ----------------------------------------------------------
class Session:
    async def get(self, url): ...


async def own_session_near_miss(url):
    session = Session()
    await session.get(url)
