import aiomysql
import aiopg
import asyncpg
import httpx
import redis.asyncio as redis
from motor.motor_asyncio import AsyncIOMotorClient
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import ConnectionPool
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

DSN = "postgresql://localhost/shop"


# ---- reported -------------------------------------------------------------
async def default_size_reported():
    return await asyncpg.create_pool(DSN)  # Noncompliant {{Pass "max_size" to "asyncpg.create_pool": the number of connections is left to the driver.}}
#                ^^^^^^^^^^^^^^^^^^^


async def mysql_reported(loop):
    return await aiomysql.create_pool(host="db", loop=loop)  # Noncompliant {{Pass "maxsize" to "aiomysql.create_pool": the number of connections is left to the driver.}}


def psycopg_reported():
    return AsyncConnectionPool(DSN, min_size=2, open=False)  # Noncompliant {{Pass "max_size" to "AsyncConnectionPool": the number of connections is left to the driver.}}


def redis_pool_reported():
    return ConnectionPool.from_url("redis://cache")  # Noncompliant {{Pass "max_connections" to "ConnectionPool.from_url": the number of connections is left to the driver.}}


def redis_client_reported():
    return redis.from_url("redis://cache")  # Noncompliant {{Pass "max_connections" to "redis.from_url": the number of connections is left to the driver.}}


async def switched_off_reported():
    return await aiopg.create_pool(DSN, maxsize=0)  # Noncompliant {{Set "maxsize" to a number that the server can bear: this value switches the limit off.}}
#                                               ^


async def least_above_most_reported():
    return await asyncpg.create_pool(DSN, min_size=20, max_size=10)  # Noncompliant {{Set "max_size" to at least the least number of connections, which is 20.}}


async def below_default_reported():
    return await asyncpg.create_pool(DSN, max_size=5)  # Noncompliant {{Set "max_size" to at least the least number of connections, which is 10.}}


async def least_above_default_reported():
    return await aiomysql.create_pool(host="db", minsize=30)  # Noncompliant {{Pass a "maxsize" to "aiomysql.create_pool" that is not below its least number of connections.}}


def keepalive_only_reported():
    return httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=5))  # Noncompliant {{Pass "max_connections" to "httpx.Limits": without it the client opens any number of connections.}}


def no_limits_reported():
    return httpx.Limits(max_connections=None)  # Noncompliant {{Set "max_connections" to a number that the server can bear: None switches the limit off.}}


def null_pool_reported():
    return create_async_engine(DSN, poolclass=NullPool)  # Noncompliant {{Let "create_async_engine" keep a pool: with "NullPool" each use opens a connection, and nothing limits how many.}}


def endless_overflow_reported():
    return create_async_engine(DSN, pool_size=5, max_overflow=-1)  # Noncompliant {{Set "max_overflow" to a number that the server can bear: -1 switches the limit off.}}


def mongo_without_limit_reported(uri):
    return AsyncIOMotorClient(uri, maxPoolSize=0)  # Noncompliant {{Set "maxPoolSize" to a number that the server can bear: this value switches the limit off.}}
#                                              ^


# ---- silent ---------------------------------------------------------------
async def creates_database_silent():
    pool = await asyncpg.create_pool("postgres://localhost/postgres")
    try:
        async with pool.acquire() as connection:
            await connection.execute("CREATE DATABASE data")
    finally:
        await pool.close()


async def chosen_silent():
    return await asyncpg.create_pool(DSN, min_size=1, max_size=10)


async def from_settings_silent(settings):
    return await aiomysql.create_pool(host="db", minsize=settings.least, maxsize=settings.most)


def psycopg_silent():
    return AsyncConnectionPool(DSN, min_size=2, max_size=8, open=False)


def redis_silent():
    return redis.from_url("redis://cache", max_connections=20)


def client_of_pool_silent(pool):
    return redis.Redis(connection_pool=pool)


def limits_silent():
    return httpx.Limits(max_connections=100, max_keepalive_connections=20)


def engine_default_silent():
    return create_async_engine(DSN)


def engine_configured_silent():
    return create_async_engine(DSN, pool_size=5, max_overflow=10)


def client_default_silent():
    return httpx.AsyncClient()


def fixed_size_silent():
    """None stands for min_size here."""
    return AsyncConnectionPool(DSN, min_size=8, max_size=None)


def mongo_silent(uri):
    return AsyncIOMotorClient(uri)


# ---- unknown --------------------------------------------------------------
async def options_unknown(options):
    return await asyncpg.create_pool(DSN, **options)


def pool_class_unknown(pool_class):
    return create_async_engine(DSN, poolclass=pool_class)


# ---- near misses ----------------------------------------------------------
class Drivers_near_miss:
    def create_pool(self, dsn):
        return dsn


def other_pool_near_miss(drivers: Drivers_near_miss):
    return drivers.create_pool(DSN)
