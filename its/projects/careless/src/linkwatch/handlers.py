"""The HTTP side of the service."""

import hashlib

import asyncpg
from aiohttp import web

from linkwatch import fetching, settings, state

routes = web.RouteTableDef()


@routes.post("/login")
async def login(request):
    form = await request.post()
    key = hashlib.pbkdf2_hmac("sha256", form["password"].encode(), b"salt", 600000)  # UA101
    return web.json_response({"key": key.hex()})


@routes.post("/sites")
async def add_site(request):
    site = await request.json()
    state.queue.put_nowait(site)
    return web.json_response({"accepted": True})


@routes.get("/sites/{name}")
async def show_site(request):
    connection = await asyncpg.connect(request.app["database"], command_timeout=10)  # UA607
    try:
        row = await connection.fetchrow("SELECT * FROM site WHERE name = $1", request.match_info["name"])
    finally:
        await connection.close()
    return web.json_response(dict(row))


@routes.get("/check")
async def check(request):
    return web.json_response({"status": await fetching.head(request.query["link"])})


@routes.get("/settings")
async def show_settings(request):
    return web.json_response(settings.load())  # UA104
