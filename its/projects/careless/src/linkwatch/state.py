"""What the whole program shares."""

import asyncio

import aiohttp

session = aiohttp.ClientSession()  # UA401 UA410
queue = asyncio.Queue(maxsize=0)  # UA401
results = {}
