"""Starts the service."""

import asyncio

from aiohttp import web

from linkwatch import handlers, settings, threads, worker
from linkwatch.storage import Storage


async def start():
    app = web.Application()
    app.add_routes(handlers.routes)
    app["database"] = await asyncio.to_thread(settings.database_url)
    app["screenshots"] = threads.Screenshots()

    storage = Storage()
    await storage.open()
    background = worker.Background(storage, worker.Schedule([{"name": "linkwatch", "links": []}]))
    await background.start()

    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 8080).start()
    return background, runner


def main():
    loop = asyncio.new_event_loop()  # UA404
    asyncio.set_event_loop(loop)
    loop.run_until_complete(start())  # UA203 UA506
    loop.run_forever()
    loop.close()  # UA405 UA407 UA408 UA409


if __name__ == "__main__":
    main()
