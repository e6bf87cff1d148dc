import asyncio
import aiohttp
from aiohttp import ClientSession
from contextlib import AsyncExitStack


# ---- reported -------------------------------------------------------------
async def downloads_reported(url):
    session = aiohttp.ClientSession()  # Noncompliant {{Open "session" with "async with"; nothing closes it.}}
#             ^^^^^^^^^^^^^^^^^^^^^
    async with session.get(url) as response:
        return await response.read()


async def posts_to_a_hook_reported(hook, text):
    http = ClientSession(headers={"Accept": "application/json"})  # Noncompliant {{Open "http" with "async with"; nothing closes it.}}
    async with http.post(hook, json={"text": text}) as response:
        response.raise_for_status()


async def in_passing_reported(url):
    async with aiohttp.ClientSession().get(url) as response:  # Noncompliant {{Open "aiohttp.ClientSession" with "async with"; nothing closes it.}}
        return await response.text()


async def crawls_reported(urls):
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))  # Noncompliant {{Open "session" with "async with"; nothing closes it.}}
    return await asyncio.gather(*[fetches(session, url) for url in urls], return_exceptions=False)


async def fetches(session, url):
    async with session.get(url) as response:
        return await response.text()


class Api_reported:
    async def call(self, path):
        session: aiohttp.ClientSession = aiohttp.ClientSession()  # Noncompliant {{Open "session" with "async with"; nothing closes it.}}
        async with session.request("GET", path) as response:
            return await response.json()


def makes_a_session():
    return aiohttp.ClientSession(trust_env=True)


async def uses_a_factory_reported(url):
    session = makes_a_session()  # Noncompliant {{Open "session" with "async with"; nothing closes it.}}
    async with session.get(url) as response:
        return response.status


class LoggedSession(aiohttp.ClientSession):
    pass


async def uses_a_subclass_reported(url):
    session = LoggedSession()  # Noncompliant {{Open "session" with "async with"; nothing closes it.}}
    async with session.get(url) as response:
        return response.status


# ---- silent ---------------------------------------------------------------
async def uses_async_with_silent(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            return await response.read()


async def enters_two_silent(url):
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return await response.read()


async def closes_silent(url):
    session = aiohttp.ClientSession()
    try:
        async with session.get(url) as response:
            return await response.read()
    finally:
        await session.close()


async def returns_silent():
    session = aiohttp.ClientSession()
    return session


async def yields_silent():
    session = aiohttp.ClientSession()
    yield session


async def stack_silent(url):
    async with AsyncExitStack() as stack:
        session = aiohttp.ClientSession()
        await stack.enter_async_context(session)
        async with session.get(url) as response:
            return await response.read()


async def nested_function_closes_silent(app):
    session = aiohttp.ClientSession()

    async def on_cleanup(app):
        await session.close()

    app.on_cleanup.append(on_cleanup)


async def borrowed_silent(session: aiohttp.ClientSession, url):
    async with session.get(url) as response:
        return await response.read()


async def kept_by_the_class_silent(owner):
    owner.session = aiohttp.ClientSession()


class Karma_silent:
    async def open(self):
        self.session = await aiohttp.ClientSession(headers={"agent": "karma"}).__aenter__()

    async def close(self):
        await self.session.__aexit__(None, None, None)


# ---- unknown --------------------------------------------------------------
async def passed_on_unknown(api):
    session = aiohttp.ClientSession()
    await api.run(session)


async def in_a_container_unknown(app):
    session = aiohttp.ClientSession()
    app["session"] = session


async def in_a_list_unknown():
    sessions = [aiohttp.ClientSession() for _ in range(4)]
    return sessions


# ---- near misses ----------------------------------------------------------
class FakeClient:
    def get(self, url): ...


async def fakes_a_session_near_miss(url):
    aiohttp_session = FakeClient()
    return aiohttp_session.get(url)
