import aiomysql
import asyncio
import asyncpg
import psycopg_pool
import redis.asyncio as redis
from fastapi import FastAPI
from sqlalchemy.pool import NullPool
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine


# ---- reported -------------------------------------------------------------
async def counts_reported(dsn):
    pool = await asyncpg.create_pool(dsn)  # Noncompliant {{Close "pool" with "await pool.close()" when its owner stops; nothing does.}}
#                ^^^^^^^^^^^^^^^^^^^
    async with pool.acquire() as connection:
        return await connection.fetchval("SELECT count(*) FROM jobs")


class Database_reported:
    async def connect(self):
        self.pool = await aiomysql.create_pool(host="localhost", db="shop")  # Noncompliant {{Close "self.pool" with "self.pool.close()" when its owner stops; nothing does.}}

    async def fetch(self, query):
        async with self.pool.acquire() as connection, connection.cursor() as cursor:
            await cursor.execute(query)
            return await cursor.fetchall()


class Bot_reported:
    def __init__(self, loop, dsn):
        self.db = loop.run_until_complete(asyncpg.create_pool(dsn))  # Noncompliant {{Close "self.db" with "await self.db.close()" when its owner stops; nothing does.}}


async def reports_reported(url):
    engine = create_async_engine(url)  # Noncompliant {{Close "engine" with "await engine.dispose()" when its owner stops; nothing does.}}
    async with engine.connect() as connection:
        return await connection.execute("SELECT 1")


class Orders_reported:
    def __init__(self, url):
        self._engine = create_async_engine(url)  # Noncompliant {{Close "self._engine" with "await self._engine.dispose()" when its owner stops; nothing does.}}
        self._sessions = async_sessionmaker(bind=self._engine, expire_on_commit=False)

    async def add(self, order):
        async with self._sessions() as session, session.begin():
            session.add(order)


class Cache_reported:
    def __init__(self):
        self._connections = redis.ConnectionPool.from_url("redis://localhost")  # Noncompliant {{Close "self._connections" with "await self._connections.aclose()" when its owner stops; nothing does.}}


class Lazy_reported:
    pool = None

    async def get(self):
        if not self.pool:
            self.pool = psycopg_pool.AsyncConnectionPool("dbname=shop", open=False)  # Noncompliant {{Close "self.pool" with "await self.pool.close()" when its owner stops; nothing does.}}
            await self.pool.open()
        return self.pool


app = FastAPI()
_pool = None


@app.on_event("startup")
async def connects_reported():
    global _pool
    _pool = await asyncpg.create_pool("postgresql://localhost/shop")  # Noncompliant {{Close "_pool" with "await _pool.close()" when its owner stops; nothing does.}}


async def counts_users_reported(dsn):
    engine = create_async_engine(dsn)  # Noncompliant {{Close "engine" with "await engine.dispose()" when its owner stops; nothing does.}}
    async with AsyncSession(engine) as session:
        return await session.scalar("SELECT count(*) FROM users")


async def counts_orders_reported(dsn):
    engine = create_async_engine(dsn)  # Noncompliant {{Close "engine" with "await engine.dispose()" when its owner stops; nothing does.}}
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with sessions() as session:
        return await session.scalar("SELECT count(*) FROM orders")


def sessions_silent(dsn):
    engine = create_async_engine(dsn)
    return async_sessionmaker(engine)


async def serves_silent(dsn, serve):
    engine = create_async_engine(dsn)
    sessions = async_sessionmaker(engine)
    await serve(sessions)


# ---- silent ---------------------------------------------------------------
async def uses_async_with_silent(dsn):
    async with asyncpg.create_pool(dsn) as pool:
        return await pool.fetch("SELECT 1")


async def closes_silent(dsn):
    pool = await asyncpg.create_pool(dsn)
    try:
        return await pool.fetch("SELECT 1")
    finally:
        await pool.close()


async def migrates_silent(url, migrate):
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)


class Database_silent:
    async def connect(self):
        self.pool = await aiomysql.create_pool(host="localhost")

    async def disconnect(self):
        self.pool.close()
        await self.pool.wait_closed()


class Terminates_silent:
    async def connect(self, dsn):
        self.pool = await asyncpg.create_pool(dsn)

    def __del__(self):
        self.pool.terminate()


async def returns_silent(dsn):
    return await asyncpg.create_pool(dsn)


async def context_silent(app):
    app["pool"] = await asyncpg.create_pool("dbname=shop")
    yield
    await app["pool"].close()


engines = None


async def starts_silent():
    global engines
    engines = create_async_engine("sqlite+aiosqlite://")


async def stops_silent():
    await engines.dispose()


async def hands_over_the_closer_silent(stack, url):
    engine = create_async_engine(url)
    stack.push_async_callback(engine.dispose)


# ---- unknown --------------------------------------------------------------
async def passed_on_unknown(dsn, repository):
    pool = await asyncpg.create_pool(dsn)
    repository.attach(pool)


async def stored_unknown(bot, dsn):
    bot.pool = await asyncpg.create_pool(dsn)


def client_of_a_pool_unknown():
    connections = redis.ConnectionPool.from_url("redis://localhost")
    return redis.Redis.from_pool(connections)


def sessions_unknown(url):
    engine = create_async_engine(url)
    return async_sessionmaker(engine)


# ---- near misses ----------------------------------------------------------
class ConnectionPool:
    pass


async def own_pool_near_miss():
    pool = ConnectionPool()
    print(pool)


async def borrows_near_miss(pool: asyncpg.Pool):
    return await pool.fetch("SELECT 1")
