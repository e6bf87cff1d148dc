"""Starts the service and ends it when the system asks for it."""

from __future__ import annotations

import asyncio
import logging
import signal

from aiohttp import web

from linkwatch.application import make_application
from linkwatch.settings import Settings, from_environment

logger = logging.getLogger(__name__)


async def serve(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT arrives; the pool, the session and the tasks are closed on the way out."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    runner = web.AppRunner(make_application(settings), shutdown_timeout=settings.shutdown_timeout)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        logger.info("listening on %s:%d", settings.host, settings.port)
        await stop.wait()
        logger.info("shutting down")
    finally:
        await runner.cleanup()


def main() -> None:
    settings = from_environment()
    logging.basicConfig(level=logging.DEBUG if settings.debug else logging.INFO)
    asyncio.run(serve(settings), debug=settings.debug)


if __name__ == "__main__":
    main()
