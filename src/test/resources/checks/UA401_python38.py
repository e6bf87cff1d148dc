# sonar.python.version: 3.8, 3.9
import asyncio

lock = asyncio.Lock()  # Noncompliant {{Call "asyncio.Lock" in a coroutine; here it is called when the module is imported.}}
queue = asyncio.Queue(maxsize=10)  # Noncompliant {{Call "asyncio.Queue" in a coroutine; here it is called when the module is imported.}}


async def works():
    async with lock:
        await queue.get()
