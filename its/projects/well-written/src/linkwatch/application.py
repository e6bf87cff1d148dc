"""Puts the parts together and takes them apart in the opposite order."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from linkwatch.fetching import LinkChecker, open_session
from linkwatch.handlers import BACKGROUND, SETTINGS, STORAGE, log_failures, routes
from linkwatch.notifications import Notifier
from linkwatch.settings import Settings
from linkwatch.storage import open_storage
from linkwatch.worker import Background


async def resources(app: web.Application) -> AsyncIterator[None]:
    """Opens the pool and the session, starts the background; ends all of it when the application stops."""
    settings = app[SETTINGS]
    async with open_storage(settings) as storage, open_session(settings) as session:
        checker = LinkChecker(session, settings.parallel_requests)
        background = Background(settings, storage, checker, Notifier(session, settings.webhook_url))
        app[STORAGE] = storage
        app[BACKGROUND] = background
        try:
            await background.start()
            yield
        finally:
            await background.stop()


def make_application(settings: Settings) -> web.Application:
    app = web.Application(middlewares=[log_failures])
    app[SETTINGS] = settings
    app.cleanup_ctx.append(resources)
    app.add_routes(routes)
    return app
