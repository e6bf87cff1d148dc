"""What the program opens once; another module closes it."""

import aiohttp

news = None
prices = None


async def open_all():
    global news, prices
    news = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))  # UA410
    prices = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
