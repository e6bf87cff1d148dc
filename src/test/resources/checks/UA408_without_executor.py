# A file that uses no default executor: nothing has to be shut down.
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def work(loop, pool: ThreadPoolExecutor, load):
    return await loop.run_in_executor(pool, load)


def own_pool_silent(load):
    loop = asyncio.new_event_loop()
    with ThreadPoolExecutor(2) as pool:
        try:
            loop.run_until_complete(work(loop, pool, load))
        finally:
            loop.close()
