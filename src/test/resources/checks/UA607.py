import asyncio

import aiomysql
import aiosqlite
import asyncpg
import psycopg
from aiohttp import web
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

DSN = "postgresql://localhost/shop"
routes = web.RouteTableDef()


# ---- reported -------------------------------------------------------------
async def balance_reported(account):
    connection = await asyncpg.connect(DSN)  # Noncompliant {{Take connections from a pool instead of opening one with "asyncpg.connect" in each call of "balance_reported".}}
#                      ^^^^^^^^^^^^^^^
    try:
        return await connection.fetchval("SELECT balance FROM accounts WHERE id = $1", account)
    finally:
        await connection.close()


async def imports_files_reported(files):
    for file in files:
        connection = await asyncpg.connect(DSN)  # Noncompliant {{Take connections from a pool instead of opening one with "asyncpg.connect" in each turn.}}
        await connection.copy_to_table("rows", source=file)
        await connection.close()


@routes.get("/orders")
async def orders_reported(request):
    connection = await aiomysql.connect(host="db", db="shop")  # Noncompliant {{Take connections from a pool instead of opening one with "aiomysql.connect" in each call of "orders_reported".}}
    cursor = await connection.cursor()
    await cursor.execute("SELECT id FROM orders")
    rows = await cursor.fetchall()
    connection.close()
    return web.json_response(rows)


class Accounts_reported:
    async def names(self):
        async with await psycopg.AsyncConnection.connect(DSN) as connection:  # Noncompliant {{Take connections from a pool instead of opening one with "psycopg.AsyncConnection.connect" in each call of "names".}}
            cursor = await connection.execute("SELECT name FROM accounts")
            return await cursor.fetchall()


async def open_database_reported():
    return await asyncpg.connect(DSN)  # Noncompliant {{Take connections from a pool instead of opening one with "asyncpg.connect" in each call of "open_database_reported".}}


async def count_silent(table):
    connection = await open_database_reported()
    return await connection.fetchval("SELECT count(*) FROM t WHERE name = $1", table)


async def one_price_reported():
    connection = await asyncpg.connect(DSN)  # Noncompliant {{Take connections from a pool instead of opening one with "asyncpg.connect" in each call of "one_price_reported".}}
    price = await connection.fetchval("SELECT price FROM prices LIMIT 1")
    await connection.close()
    return price


async def prices_silent():
    return await asyncio.gather(*[one_price_reported() for _ in range(5)], return_exceptions=True)


@routes.get("/totals")
async def totals_reported(request):
    pool = await asyncpg.create_pool(DSN, max_size=2)  # Noncompliant {{Keep one "asyncpg.create_pool" for the program instead of making one in each call of "totals_reported".}}
#                ^^^^^^^^^^^^^^^^^^^
    try:
        return web.json_response(await pool.fetchval("SELECT sum(amount) FROM orders"))
    finally:
        await pool.close()


async def imports_order_reported(order):
    engine = create_async_engine(DSN)  # Noncompliant {{Keep one "create_async_engine" for the program instead of making one in each call of "imports_order_reported".}}
    try:
        async with engine.begin() as connection:
            await connection.execute(order)
    finally:
        await engine.dispose()


async def imports_orders_silent(orders):
    for order in orders:
        await imports_order_reported(order)


# ---- silent ---------------------------------------------------------------
async def pooled_silent(pool: asyncpg.Pool, account):
    async with pool.acquire() as connection:
        return await connection.fetchval("SELECT balance FROM accounts WHERE id = $1", account)


async def batch_silent(rows):
    connection = await asyncpg.connect(DSN)
    for row in rows:
        await connection.fetchrow("SELECT * FROM audit WHERE id = $1", row)
    await connection.close()


class Keeper_silent:
    async def open(self):
        self.connection = await asyncpg.connect(DSN)

    async def close(self):
        await self.connection.close()


async def file_database_silent(key):
    async with aiosqlite.connect("cache.db") as database:
        return await database.execute_fetchall("SELECT value FROM cache WHERE key = ?", (key,))


async def migrate_silent(version):
    connection = await asyncpg.connect(DSN)
    await connection.fetchval("SELECT migrate($1)", version)
    await connection.close()


async def main():
    await migrate_silent(3)


if __name__ == "__main__":
    asyncio.run(main())


async def creates_tables_silent(dsn):
    engine = create_async_engine(dsn)
    async with engine.begin() as connection:
        await connection.run_sync(print)
    await engine.dispose()


@routes.get("/check")
async def checks_silent(request):
    engine = create_async_engine(DSN, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute("SELECT 1")
    await engine.dispose()


# ---- unknown --------------------------------------------------------------
async def without_parameters_unknown():
    connection = await asyncpg.connect(DSN)
    version = await connection.fetchval("SELECT version()")
    await connection.close()
    return version


async def handed_on_unknown(repository):
    connection = await asyncpg.connect(DSN)
    repository.use(connection)


# ---- near misses ----------------------------------------------------------
class Broker_near_miss:
    async def connect(self, dsn):
        return dsn


async def other_connect_near_miss(broker: Broker_near_miss, name):
    connection = await broker.connect(DSN)
    return connection.upper() + name
