"""Serves for ever; nothing in the project handles SIGTERM or knows a debug mode."""

import asyncio

from shop import orders, resources, services, shutdown


async def main():
    await resources.open_all()
    poller = services.Poller()
    try:
        await poller.start()
        await orders.notes_the_rate_once()
        await asyncio.Event().wait()
    finally:
        await poller.stop()
        await shutdown.close_all()


if __name__ == "__main__":
    asyncio.run(main())  # UA404 UA506
