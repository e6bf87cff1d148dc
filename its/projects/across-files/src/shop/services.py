"""Subclasses of what stands in base."""

import asyncio

import aiohttp

import shop.base as basics
from shop.base import Client, Feed, Periodic


class Poller(Periodic):
    async def work(self):
        await asyncio.sleep(1)

    async def stop(self):  # UA405
        print("the poller stops when the program does")


class Cleaner(Periodic):
    async def work(self):
        await asyncio.sleep(2)

    async def stop(self):
        await super().stop()
        print("cleaned for the last time")


class Ticker(basics.Stoppable):
    async def start(self):
        self._task = asyncio.create_task(self._tick(), name="tick")

    async def _tick(self):
        while True:
            await asyncio.sleep(1)


class PriceClient(Client):
    async def price(self, article):
        async with self._session.get(f"https://prices.example/{article}") as response:
            return await response.text()

    async def close(self):
        await self._session.close()


class NewsFeed(Feed):
    async def latest(self):
        async with self._session.get("https://news.example/latest") as response:
            return await response.text()


class Radio(basics.Broadcaster):
    async def open(self):
        self._channel = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))


class Camera(basics.Recorder):
    async def open(self):
        self._lens = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))  # UA410
