"""Everything that is kept in the database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from linkwatch.models import Job, Result, Site
from linkwatch.settings import Settings

SCHEMA = """
    CREATE TABLE IF NOT EXISTS site (
        id bigserial PRIMARY KEY, name text UNIQUE NOT NULL, checked_at timestamptz);
    CREATE TABLE IF NOT EXISTS link (
        site_id bigint NOT NULL REFERENCES site ON DELETE CASCADE, address text NOT NULL,
        status integer, error text, checked_at timestamptz, PRIMARY KEY (site_id, address))
"""


class Storage:
    """Sites and links behind a pool of connections that somebody else opens and closes."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def prepare(self) -> None:
        await self._pool.execute(SCHEMA)

    async def add(self, site: Site) -> Job:
        """Stores the site and its links, all or nothing."""
        async with self._pool.acquire() as connection:
            async with connection.transaction():
                site_id = await connection.fetchval(
                    "INSERT INTO site (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = $1 RETURNING id",
                    site.name,
                )
                await connection.execute("DELETE FROM link WHERE site_id = $1", site_id)
                await connection.executemany(
                    "INSERT INTO link (site_id, address) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    [(site_id, link) for link in site.links],
                )
        return Job(site_id, site.links)

    async def record(self, site_id: int, results: Sequence[Result]) -> list[str]:
        """Stores the results; gives the links that were not known to be broken before."""
        rows = [(site_id, r.link, r.status, r.error, r.checked_at) for r in results]
        async with self._pool.acquire() as connection:
            async with connection.transaction():
                broken_before = await connection.fetch(
                    "SELECT address FROM link WHERE site_id = $1 AND (status >= 400 OR error IS NOT NULL)", site_id
                )
                await connection.executemany(
                    "UPDATE link SET status = $3, error = $4, checked_at = $5 WHERE site_id = $1 AND address = $2",
                    rows,
                )
                await connection.execute("UPDATE site SET checked_at = now() WHERE id = $1", site_id)
        known = {row["address"] for row in broken_before}
        return [result.link for result in results if result.broken and result.link not in known]

    async def due(self, older_than: float) -> list[Job]:
        """The sites that nobody has checked for that many seconds."""
        rows = await self._pool.fetch(
            """
            SELECT site.id, array_agg(link.address) AS links
              FROM site JOIN link ON link.site_id = site.id
             WHERE site.checked_at IS NULL OR site.checked_at < now() - make_interval(secs => $1)
             GROUP BY site.id
            """,
            older_than,
        )
        return [Job(row["id"], tuple(row["links"])) for row in rows]

    async def links(self, name: str) -> list[dict[str, object]]:
        rows = await self._pool.fetch(
            """
            SELECT link.address, link.status, link.error
              FROM link JOIN site ON site.id = link.site_id
             WHERE site.name = $1
             ORDER BY link.address
            """,
            name,
        )
        return [dict(row) for row in rows]

    async def alive(self) -> bool:
        return await self._pool.fetchval("SELECT 1") == 1


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    """A storage whose pool is closed when the block ends, however it ends."""
    async with asyncpg.create_pool(
        settings.database_url,
        min_size=2,
        max_size=settings.pool_size,
        command_timeout=settings.command_timeout,
        timeout=settings.command_timeout,
    ) as pool:
        storage = Storage(pool)
        await storage.prepare()
        yield storage
