# A file that handles SIGTERM: none of its programs is reported.
import asyncio
import signal


async def serve_silent():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    while True:
        await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(serve_silent())
