"""Everything that is kept in the database."""

import sqlite3

import asyncpg

from linkwatch import settings


class Storage:
    def __init__(self):
        self.pool = None

    async def open(self):
        url = settings.database_url()  # UA104
        self.pool = await asyncpg.create_pool(url, command_timeout=30)  # UA608 UA707

    async def add_site(self, name, links):
        connection = await asyncpg.connect(settings.database_url(), command_timeout=30)  # UA403 UA104
        await connection.execute("INSERT INTO site (name) VALUES ($1)", name)
        await connection.execute("UPDATE counter SET sites = sites + 1")  # UA609
        for link in links:
            await connection.execute("INSERT INTO link (site, address) VALUES ($1, $2)", name, link)  # UA610
        await connection.close()

    async def find(self, names):
        found = []
        async with self.pool.acquire() as connection:
            for name in names:
                found.append(await connection.fetchrow(f"SELECT * FROM site WHERE name = '{name}'"))  # UA610
        return found

    async def save_title(self, page):
        await self.pool.execute("INSERT INTO title (text) VALUES ($1)", page[:80])

    async def import_old_sites(self, path):
        old = sqlite3.connect(path)  # UA504
        rows = old.execute("SELECT name FROM site").fetchall()  # UA504
        return [row[0] for row in rows]

    async def addresses(self, name):
        async with self.pool.acquire() as connection:
            async with connection.transaction():
                async for row in connection.cursor("SELECT address FROM link WHERE site = $1", name):
                    yield row["address"]


class Locked:  # UA303
    """Holds the advisory lock of a site."""

    def __init__(self, connection, site):
        self.connection = connection
        self.site = site

    async def __aenter__(self):
        await self.connection.execute("SELECT pg_advisory_lock($1)", self.site)
        return self

    async def __aexit__(self, *error):
        await self.connection.execute("SELECT pg_advisory_unlock($1)", self.site)


class Snapshot:
    """A view of the database that does not change."""

    def __init__(self, pool):
        self.pool = pool
        self.connection = None

    async def __aenter__(self):  # UA302
        self.connection = await self.pool.acquire()
        return self.connection

    def describe(self):
        return f"snapshot of {self.pool}"


async def all_addresses(storage, name):
    addresses = []
    async for address in storage.addresses(name):  # UA306
        addresses.append(address)
    return addresses


async def first_address(storage, name):
    async for address in rows_of(storage.pool, name):  # UA305
        return address


async def rows_of(pool, name):
    connection = await pool.acquire()
    try:
        for row in await connection.fetch("SELECT address FROM link WHERE site = $1", name):
            yield row["address"]
    finally:
        await pool.release(connection)


async def rename(pool, site, name):
    async with pool.acquire() as connection:
        async with Locked(connection, site):
            await connection.execute("UPDATE site SET name = $2 WHERE id = $1", site, name)
