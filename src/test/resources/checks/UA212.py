import asyncio
from asyncio import gather

import aiohttp


# ---- reported -------------------------------------------------------------
async def stores_pages_reported(fetch, urls, store):
    pages = await asyncio.gather(*[fetch(url) for url in urls])  # Noncompliant {{Handle each result as it comes with "asyncio.as_completed" instead of "asyncio.gather".}}
#                 ^^^^^^^^^^^^^^
    for page in pages:
#   ^^^< {{each result is handled here, after the slowest one has come}}
        await store(page)


async def direct_reported(tasks, channel):
    for answer in await asyncio.gather(*tasks):  # Noncompliant {{Handle each result as it comes with "asyncio.as_completed" instead of "asyncio.gather".}}
        await channel.send(answer)


async def imported_by_name_reported(lookups, session: aiohttp.ClientSession):
    hosts = await gather(*lookups)  # Noncompliant {{Handle each result as it comes with "asyncio.as_completed" instead of "gather".}}
    for host in hosts:
        async with session.get(host) as response:
            print(await response.text())


async def with_exceptions_reported(jobs, publish):
    results = await asyncio.gather(*jobs, return_exceptions=True)  # Noncompliant {{Handle each result as it comes with "asyncio.as_completed" instead of "asyncio.gather".}}
    for result in results:
        if not isinstance(result, Exception):
            await publish(result)


class Exporter:
    async def export_reported(self, parts):
        rendered = await asyncio.gather(*(self.render(part) for part in parts))  # Noncompliant {{Handle each result as it comes with "asyncio.as_completed" instead of "asyncio.gather".}}
        for text in rendered:
            await self.upload(text)


async def within_a_limit_reported(jobs, save):
    results = await asyncio.wait_for(asyncio.gather(*jobs), 60)  # Noncompliant {{Handle each result as it comes with "asyncio.as_completed" instead of "asyncio.gather".}}
    for result in results:
        if result:
            await save(result)


# ---- silent ---------------------------------------------------------------
async def paired_silent(fetch, urls, store):
    pages = await asyncio.gather(*[fetch(url) for url in urls])
    for url, page in zip(urls, pages):
        await store(url, page)


async def counted_silent(fetch, urls, store):
    pages = await asyncio.gather(*[fetch(url) for url in urls])
    for number, page in enumerate(pages):
        await store(number, page)


async def only_computes_silent(fetch, urls):
    total = 0
    for page in await asyncio.gather(*[fetch(url) for url in urls]):
        total += len(page)
    return total


async def used_as_a_whole_silent(fetch, urls, store):
    pages = await asyncio.gather(*[fetch(url) for url in urls])
    print(len(pages))
    for page in pages:
        await store(page)


async def returned_silent(fetch, urls):
    return await asyncio.gather(*[fetch(url) for url in urls])


async def two_of_them_silent(api, store):
    for part in await asyncio.gather(api.head(), api.body()):
        await store(part)


async def as_completed_silent(fetch, urls, store):
    for page in asyncio.as_completed([fetch(url) for url in urls]):
        await store(await page)


async def by_index_silent(fetch, urls, store):
    pages = await asyncio.gather(*[fetch(url) for url in urls])
    for number in range(len(urls)):
        await store(urls[number], pages[number])


# ---- unknown --------------------------------------------------------------
async def handed_on_unknown(fetch, urls, store_all):
    pages = await asyncio.gather(*[fetch(url) for url in urls])
    await store_all(pages)


# ---- near misses ----------------------------------------------------------
async def loop_over_inputs_near_miss(fetch, urls, store):
    await asyncio.gather(*[fetch(url) for url in urls])
    for url in urls:
        await store(url)
