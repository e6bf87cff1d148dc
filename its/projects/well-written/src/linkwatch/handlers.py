"""The HTTP side of the service."""

from __future__ import annotations

import logging

from aiohttp import web

from linkwatch.models import InvalidSite, Site
from linkwatch.reports import save_report
from linkwatch.settings import Settings
from linkwatch.storage import Storage
from linkwatch.worker import Background, QueueIsFull

logger = logging.getLogger(__name__)

SETTINGS = web.AppKey("settings", Settings)
STORAGE = web.AppKey("storage", Storage)
BACKGROUND = web.AppKey("background", Background)

routes = web.RouteTableDef()


@routes.post("/sites")
async def add_site(request: web.Request) -> web.Response:
    """Stores a site and puts it into the queue; says 503 when the queue is full."""
    try:
        site = Site.from_json(await request.json())
    except (InvalidSite, ValueError) as error:
        raise web.HTTPBadRequest(text=str(error)) from error
    job = await request.app[STORAGE].add(site)
    try:
        request.app[BACKGROUND].submit(job)
    except QueueIsFull as error:
        raise web.HTTPServiceUnavailable(text=str(error), headers={"Retry-After": "60"}) from error
    return web.json_response({"id": job.site_id, "links": len(job.links)}, status=202)


@routes.get("/sites/{name}")
async def show_site(request: web.Request) -> web.Response:
    links = await request.app[STORAGE].links(request.match_info["name"])
    if not links:
        raise web.HTTPNotFound(text="nobody watches this site")
    return web.json_response({"links": links})


@routes.post("/sites/{name}/report")
async def make_report(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    links = await request.app[STORAGE].links(name)
    path = await save_report(request.app[SETTINGS].report_folder, name, links)
    return web.json_response({"report": path.name}, status=201)


@routes.get("/health")
async def health(request: web.Request) -> web.Response:
    try:
        alive = await request.app[STORAGE].alive()
    except Exception:
        logger.exception("the database does not answer")
        alive = False
    return web.json_response(
        {"database": alive, "waiting": request.app[BACKGROUND].waiting},
        status=200 if alive else 503,
    )


@web.middleware
async def log_failures(request: web.Request, handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        logger.exception("%s %s failed", request.method, request.path)
        return web.json_response({"error": "internal error"}, status=500)
