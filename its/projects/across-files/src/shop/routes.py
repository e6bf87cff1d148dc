"""Registers the handlers of another module."""

from aiohttp import web

from shop import handlers


def add_routes(app: web.Application):
    app.router.add_get("/weather", handlers.show_weather)
    app.on_startup.append(handlers.fill_cache)
