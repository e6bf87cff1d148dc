"""Asks the web whether links work."""

import asyncio
import logging
import time

import aiohttp
import requests

from linkwatch import state

logger = logging.getLogger(__name__)


def normalise(link):
    return link.strip().lower()


async def robots_allow(link):
    text = requests.get(link + "/robots.txt").text  # UA502
    time.sleep(1)  # UA501
    return "Disallow: /" not in text


async def head(link):
    session = aiohttp.ClientSession()  # UA602
    response = await session.get(link)  # UA604
    return response.status


async def status_of(link):
    link = await normalise(link)
    async with state.session.get(link) as response:
        return response.status


async def check_with_retries(link):
    while True:
        try:
            async with state.session.get(link) as response:
                return response.status
        except aiohttp.ClientError:
            await asyncio.sleep(1)  # UA703


async def check_all(links):
    async with aiohttp.ClientSession() as session:  # UA603

        async def check(link):
            async with session.get(link) as response:  # UA705
                return link, response.status

        return dict(await asyncio.gather(*[check(link) for link in links]))  # UA209


async def details(link):
    page = await fetch_text(link)  # UA208
    sitemap = await fetch_text(link + "/sitemap.xml")
    return page, sitemap


async def fetch_text(link):
    async with state.session.get(link) as response:
        return await response.text()


async def warm_up(links):
    await asyncio.gather(*(fetch_text(link) for link in links[:3]), return_exceptions=True)  # UA210


async def titles(links, storage):
    pages = await asyncio.gather(*[fetch_text(link) for link in links[:5]], return_exceptions=False)  # UA212
    for page in pages:
        await storage.save_title(page)


async def first_answer(link, mirrors):
    tasks = [asyncio.create_task(fetch_text(mirror), name=mirror) for mirror in mirrors[:3]]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)  # UA211
    return done.pop().result()


async def wait_until_checked(task):
    while not task.done():
        await asyncio.sleep(0.1)
    return task.result()


async def front_and_back(link):
    front = asyncio.create_task(fetch_text(link), name="front")
    back = asyncio.create_task(fetch_text(link + "/admin"), name="back")  # UA215
    return await front, await back


async def polite_fetch(link):
    try:
        return await fetch_text(link)
    except asyncio.CancelledError:  # UA213
        logger.info("nobody waits for %s any more", link)
        return None


async def quiet_fetch(link):
    try:
        return await fetch_text(link)
    except:  # UA216
        return None
