# parameters: everySession=true
import aiohttp


async def one_request(url):
    async with aiohttp.ClientSession() as session:  # Noncompliant {{Give this "aiohttp.ClientSession" a "TCPConnector" with a "limit".}}
        await session.get(url)


async def configured(url):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=5)) as session:
        await session.get(url)
