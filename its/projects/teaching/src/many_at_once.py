"""Asks many addresses at once, but not too many, and says what became of each."""

import asyncio
import sys

import aiohttp

PARALLEL = 10


async def size_of(session, slots, address):
    async with slots:
        async with session.get(address) as response:
            response.raise_for_status()
            return len(await response.read())


async def main(addresses):
    slots = asyncio.Semaphore(PARALLEL)
    connector = aiohttp.TCPConnector(limit=PARALLEL)
    timeout = aiohttp.ClientTimeout(total=20)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        tasks = [asyncio.create_task(size_of(session, slots, address), name=address) for address in addresses]
        results = await asyncio.gather(*tasks, return_exceptions=True)

    failures = 0
    for address, result in zip(addresses, results):
        if isinstance(result, Exception):
            failures += 1
            print(f"{address}: {result!r}", file=sys.stderr)
        else:
            print(f"{address}: {result} bytes")
    return failures


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))  # UA506
