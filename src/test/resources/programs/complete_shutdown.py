"""A service that manages its loop by hand and ends it in all its steps. Each line of a step is marked with its name and the
rule that misses it."""

import asyncio
import signal


async def measure():
    while True:
        await asyncio.to_thread(print, "measuring")
        await asyncio.sleep(1)


async def serve():
    tasks = [asyncio.create_task(measure(), name=f"measure-{number}") for number in range(3)]
    try:
        await asyncio.gather(*tasks, return_exceptions=False)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)  # step: await UA406


async def cancel_all():
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:  # step: cancel UA405
        task.cancel()  # step: cancel UA405
    await asyncio.gather(*tasks, return_exceptions=True)


def main():
    loop = asyncio.new_event_loop()
    loop.set_debug(False)
    service = loop.create_task(serve(), name="service")
    loop.add_signal_handler(signal.SIGTERM, loop.stop)  # step: signals UA404
    try:
        loop.run_forever()
    finally:
        service.cancel()
        loop.run_until_complete(cancel_all())
        loop.run_until_complete(loop.shutdown_asyncgens())  # step: generators UA407
        loop.run_until_complete(loop.shutdown_default_executor())  # step: executor UA408
        loop.close()  # step: loop UA409


if __name__ == "__main__":
    main()
