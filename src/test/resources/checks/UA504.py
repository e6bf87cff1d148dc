import asyncio
import sqlite3
from typing import Optional

import aiosqlite
import asyncpg
import psycopg
import psycopg2
import pymongo
import pymysql
import redis
import redis.asyncio
import sqlalchemy
import sqlmodel
from fastapi import Depends
from qdrant_client import QdrantClient
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, sessionmaker
from supabase import create_client


# ---- reported -------------------------------------------------------------
async def balance_reported(path, user):
    connection = sqlite3.connect(path)  # Noncompliant {{Replace "sqlite3.connect" with "aiosqlite".}}
#                ^^^^^^^^^^^^^^^
    cursor = connection.cursor()
    cursor.execute("SELECT balance FROM accounts WHERE id = ?", (user,))  # Noncompliant {{Replace "cursor.execute" with "aiosqlite".}}
    return cursor.fetchone()  # Noncompliant {{Replace "cursor.fetchone" with "aiosqlite".}}


db = sqlite3.connect("bot.db")
cur = db.cursor()


async def command_reported(ctx, points):
    cur.execute("UPDATE points SET n = ? WHERE id = ?", (points, ctx.author.id))  # Noncompliant {{Replace "cur.execute" with "aiosqlite".}}
    db.commit()  # Noncompliant {{Replace "db.commit" with "aiosqlite".}}
    await ctx.send("saved")


class Store:
    def __init__(self, dsn):
        self.connection = psycopg2.connect(dsn)
        self.cache: Optional[redis.Redis] = None

    def open(self):
        self.cache = redis.Redis()

    async def names_reported(self):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name FROM users")  # Noncompliant {{Replace "cursor.execute" with a psycopg.AsyncConnection.}}
            return [row[0] for row in cursor.fetchall()]  # Noncompliant {{Replace "cursor.fetchall" with a psycopg.AsyncConnection.}}

    async def cached_reported(self, key):
        return self.cache.get(key)  # Noncompliant {{Replace "self.cache.get" with a redis.asyncio.Redis.}}


async def mysql_reported(settings):
    connection = pymysql.connect(**settings)  # Noncompliant {{Replace "pymysql.connect" with "aiomysql".}}
    connection.commit()  # Noncompliant {{Replace "connection.commit" with "aiomysql".}}


class Documents:
    def __init__(self, url):
        self.client = pymongo.MongoClient(url)
        self.users = self.client["app"]["users"]

    async def find_reported(self, name):
        return self.users.find_one({"name": name})  # Noncompliant {{Replace "self.users.find_one" with a pymongo.AsyncMongoClient.}}

    async def all_reported(self):
        return [user["name"] for user in self.users.find().sort("name")]  # Noncompliant {{Replace "self.users.find" with a pymongo.AsyncMongoClient.}}


async def handler_reported(order: int, session: Session):
    session.add(order)
    session.commit()  # Noncompliant {{Replace "session.commit" with "sqlalchemy.ext.asyncio".}}


def get_session():
    session = LocalSession()
    try:
        yield session
    finally:
        session.close()


async def injected_reported(order: int, session=Depends(get_session)):
    session.commit()  # Noncompliant {{Replace "session.commit" with "sqlalchemy.ext.asyncio".}}


engine = sqlalchemy.create_engine("postgresql:///shop")
LocalSession = sessionmaker(engine)


async def unit_of_work_reported(statement):
    with LocalSession() as session:
        return session.execute(statement)  # Noncompliant {{Replace "session.execute" with "sqlalchemy.ext.asyncio".}}


async def one_request_reported(path, user):
    connection = sqlite3.connect(path)  # Noncompliant {{Replace "sqlite3.connect" with "aiosqlite".}}
    return connection.execute("SELECT balance FROM accounts WHERE id = ?", (user,)).fetchone()  # Noncompliant {{Replace "connection.execute" with "aiosqlite".}}


engine_of_models = sqlmodel.create_engine("sqlite:///heroes.db")


async def heroes_reported(session: sqlmodel.Session, statement):
    return session.exec(statement).all()  # Noncompliant {{Replace "session.exec" with "sqlmodel.ext.asyncio".}}


async def rows_of_a_service_reported(user):
    supabase = create_client("https://example.org", "key")
    return supabase.table("orders").select("*").eq("user", user).execute()  # Noncompliant {{Replace "supabase.table().select().eq().execute" with the client of supabase.acreate_client.}}


async def nearest_reported(vectors: QdrantClient, query):
    return vectors.search("documents", query)  # Noncompliant {{Replace "vectors.search" with a qdrant_client.AsyncQdrantClient.}}


# ---- silent ---------------------------------------------------------------
async def awaits_silent(path, user):
    async with aiosqlite.connect(path) as connection:
        async with connection.execute("SELECT balance FROM accounts WHERE id = ?", (user,)) as cursor:
            return await cursor.fetchone()


async def pool_silent(pool: asyncpg.Pool):
    return await pool.fetch("SELECT 1")


async def hands_over_silent(path):
    def work():
        with sqlite3.connect(path) as connection:
            return connection.execute("SELECT 1").fetchone()

    return await asyncio.to_thread(work)


async def asynchronous_redis_silent(key):
    client = redis.asyncio.Redis()
    return await client.get(key)


async def asynchronous_psycopg_silent(dsn):
    async with await psycopg.AsyncConnection.connect(dsn) as connection:
        return await connection.execute("SELECT 1")


async def asynchronous_session_silent(session: AsyncSession, statement):
    return await session.execute(statement)


async def builds_a_statement_silent(users):
    return sqlalchemy.select(users).where(users.c.id == 1)


def synchronous_silent(path):
    return sqlite3.connect(path).execute("SELECT 1")


async def only_a_cursor_silent():
    return db.cursor()


async def in_memory_silent():
    return sqlite3.connect(":memory:")


class Pool:
    def __init__(self):
        self.rows = sqlite3.connect(":memory:")
        self.rows.execute("CREATE TABLE items (fee INT)")

    async def cheapest_silent(self):
        with self.rows as rows:
            cursor = rows.execute("SELECT min(fee) FROM items")
            return cursor.fetchone()


# ---- unknown --------------------------------------------------------------
async def somebodys_connection_unknown(connection):
    return connection.execute("SELECT 1").fetchall()


async def somebodys_session_unknown(request):
    request.app.session.commit()


# ---- near misses ----------------------------------------------------------
async def executes_a_command_near_miss(commands, name):
    return commands[name].execute()


async def shadowed_near_miss(sqlite3):
    return sqlite3.connect("x")
