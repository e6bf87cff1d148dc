"""Pings a service until it answers: the smallest program that the plugin has something to say about."""

import asyncio
import time


async def ping(attempts):
    for attempt in range(attempts):
        print("ping", attempt)
        time.sleep(1)


async def main():
    await asyncio.sleep(0.1)
    await ping(3)


if __name__ == "__main__":
    asyncio.run(main())
