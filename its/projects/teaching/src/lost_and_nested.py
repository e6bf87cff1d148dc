"""Prints yesterday's sales and refreshes a cache beside it: the refresh may vanish, the report cannot run."""

import asyncio

import httpx

SHOP = "https://shop.example"


async def refresh_cache():
    async with httpx.AsyncClient() as client:
        await client.post(f"{SHOP}/cache/refresh")


async def load_report():
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{SHOP}/sales/yesterday")
        return response.json()


async def main():
    asyncio.ensure_future(refresh_cache())  # UA205 UA206
    loop = asyncio.get_event_loop()  # UA203
    report = loop.run_until_complete(load_report())  # UA204
    print(report["total"])


if __name__ == "__main__":
    asyncio.run(main())  # UA506
