"""What the web server calls; another module registers it."""

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=10)


async def show_weather(request):
    return await weather()


async def weather():
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:  # UA601
        async with session.get("https://weather.example/today") as response:
            return await response.text()


async def fill_cache(app):
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        async with session.get("https://weather.example/all") as response:
            app["weather"] = await response.text()
