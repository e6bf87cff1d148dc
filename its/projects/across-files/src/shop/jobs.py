"""Coroutines that other modules start."""

import asyncio

import aiohttp
import asyncpg

TIMEOUT = aiohttp.ClientTimeout(total=10)


async def deliver(day):
    await asyncio.sleep(0.1)
    return day


def deliver_later(day):
    return f"{day} later"


async def price_of(article):
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:  # UA601
        async with session.get(f"https://prices.example/{article}") as response:
            return await response.text()


async def rate_of_today():
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        async with session.get("https://rates.example/today") as response:
            return await response.text()


async def rate_of_now():
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:  # UA601
        async with session.get("https://rates.example/now") as response:
            return await response.text()


async def stock_of(article):
    connection = await asyncpg.connect("postgresql:///shop", command_timeout=10)  # UA607
    try:
        return await connection.fetchval("SELECT stock FROM article WHERE name = $1", article)
    finally:
        await connection.close()


async def note_rate(rate):
    connection = await asyncpg.connect("postgresql:///shop", command_timeout=10)
    try:
        await connection.execute("INSERT INTO rate (text) VALUES ($1)", rate)
    finally:
        await connection.close()


async def review_of(session: aiohttp.ClientSession, article):
    async with session.get(f"https://reviews.example/{article}") as response:
        return await response.text()


async def picture_of(session: aiohttp.ClientSession, limit: asyncio.Semaphore, article):
    async with limit:
        async with session.get(f"https://pictures.example/{article}") as response:
            return await response.read()
