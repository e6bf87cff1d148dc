import aiomysql
import aiosqlite
import asyncpg
import databases
import psycopg

DEBIT = "UPDATE accounts SET balance = balance - $2 WHERE id = $1"
database = databases.Database("postgresql://localhost/shop")


# ---- reported -------------------------------------------------------------
async def transfer_reported(pool: asyncpg.Pool, source, target, amount):
    async with pool.acquire() as connection:
        await connection.execute(DEBIT, source, amount)
#             ^^^^^^^^^^^^^^^^^^> {{this write is committed by itself}}
        await connection.execute("UPDATE accounts SET balance = balance + $2 WHERE id = $1", target, amount)  # Noncompliant {{Put "connection.execute" and the write before it into one transaction, so that both happen or neither does.}}
#             ^^^^^^^^^^^^^^^^^^


class Orders_reported:
    def __init__(self, db):
        self.db = db

    async def place(self, order):
        number = await self.db.fetchval("INSERT INTO orders (customer) VALUES ($1) RETURNING id", order.customer)
        await self.db.execute(  # Noncompliant {{Put "self.db.execute" and the write before it into one transaction, so that both happen or neither does.}}
            """
            INSERT INTO lines (number, product)
            VALUES ($1, $2)
            """, number, order.product)


async def archives_reported(order):
    await database.execute("INSERT INTO archive SELECT * FROM orders WHERE id = :id", {"id": order})
    await database.execute("DELETE FROM orders WHERE id = :id", {"id": order})  # Noncompliant {{Put "database.execute" and the write before it into one transaction, so that both happen or neither does.}}


async def maybe_archives_reported(dsn, order):
    connection = await asyncpg.connect(dsn)
    if order.is_old:
        await connection.execute("INSERT INTO archive VALUES ($1)", order.number)
    await connection.execute("DELETE FROM orders WHERE id = $1", order.number)  # Noncompliant {{Put "connection.execute" and the write before it into one transaction, so that both happen or neither does.}}
    await connection.close()


async def sends_begin_reported(connection: asyncpg.Connection, rows):
    await connection.execute("BEGIN")  # Noncompliant {{Open the transaction with the context manager of the driver instead of sending "BEGIN".}}
#                            ^^^^^^^
    await connection.executemany("INSERT INTO log VALUES ($1)", rows)
    await connection.execute("COMMIT")


async def sends_start_reported(cursor: aiomysql.Cursor):
    await cursor.execute("START TRANSACTION")  # Noncompliant {{Open the transaction with the context manager of the driver instead of sending "BEGIN".}}


async def never_rolls_back_reported(connection: asyncpg.Connection, row):
    transaction = connection.transaction()
    await transaction.start()  # Noncompliant {{Roll back on an error what "transaction.start" begins, or open the transaction with "async with".}}
    await connection.execute("INSERT INTO log VALUES ($1)", row)
    await transaction.commit()


async def archives_by_pool_reported(pool: asyncpg.Pool, order):
    await pool.execute("INSERT INTO archive SELECT * FROM orders WHERE id = $1", order)
    await pool.execute("DELETE FROM orders WHERE id = $1", order)  # Noncompliant {{Put "pool.execute" and the write before it into one transaction, so that both happen or neither does.}}


class Ledger_reported:
    async def open(self):
        self.pool = await aiomysql.create_pool(db="shop", autocommit=True, maxsize=5)
        self.safe = await aiomysql.create_pool(db="shop", maxsize=5)

    async def book(self, source, target):
        async with self.pool.acquire() as connection, connection.cursor() as cursor:
            await cursor.execute("UPDATE accounts SET balance = balance - 1 WHERE id = %s", source)
            await cursor.execute("UPDATE accounts SET balance = balance + 1 WHERE id = %s", target)  # Noncompliant {{Put "cursor.execute" and the write before it into one transaction, so that both happen or neither does.}}

    async def book_silent(self, source, target):
        async with self.safe.acquire() as connection, connection.cursor() as cursor:
            await cursor.execute("UPDATE accounts SET balance = balance - 1 WHERE id = %s", source)
            await cursor.execute("UPDATE accounts SET balance = balance + 1 WHERE id = %s", target)
            await connection.commit()

    async def book_with_begin_silent(self, source, target):
        async with self.pool.acquire() as connection, connection.cursor() as cursor:
            await connection.begin()
            try:
                await cursor.execute("UPDATE accounts SET balance = balance - 1 WHERE id = %s", source)
                await cursor.execute("UPDATE accounts SET balance = balance + 1 WHERE id = %s", target)
                await connection.commit()
            except Exception:
                await connection.rollback()
                raise


async def notes_reported(path):
    async with aiosqlite.connect(path, isolation_level=None) as db:
        await db.execute("DELETE FROM notes")
        await db.execute("INSERT INTO notes SELECT * FROM drafts")  # Noncompliant {{Put "db.execute" and the write before it into one transaction, so that both happen or neither does.}}


# ---- silent ---------------------------------------------------------------
async def begins_and_rolls_back_silent(rows):
    async with aiosqlite.connect("data.db", isolation_level=None) as connection:
        await connection.execute("BEGIN")
        try:
            await connection.executemany("INSERT INTO data VALUES (?)", rows)
        except BaseException:
            await connection.rollback()
            raise
        await connection.commit()


async def in_transaction_silent(pool: asyncpg.Pool, source, target):
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(DEBIT, source, 1)
        await connection.execute(DEBIT, target, -1)


async def nested_transaction_silent(pool: asyncpg.Pool, source, target):
    async with pool.acquire() as connection:
        async with connection.transaction():
            await connection.execute(DEBIT, source, 1)
            await connection.execute(DEBIT, target, -1)


async def one_of_two_silent(pool: asyncpg.Pool, order):
    if order.is_new:
        await pool.execute("INSERT INTO orders VALUES ($1)", order.number)
    else:
        await pool.execute("UPDATE orders SET seen = true WHERE id = $1", order.number)


async def returns_between_silent(pool: asyncpg.Pool, order):
    if order.is_new:
        await pool.execute("INSERT INTO orders VALUES ($1)", order.number)
        return
    await pool.execute("UPDATE orders SET seen = true WHERE id = $1", order.number)


async def read_and_write_silent(pool: asyncpg.Pool, number):
    await pool.fetchrow("SELECT * FROM orders WHERE id = $1", number)
    await pool.execute("UPDATE orders SET seen = true WHERE id = $1", number)


async def commits_at_the_end_silent(connection: psycopg.AsyncConnection, order):
    await connection.execute("INSERT INTO orders VALUES (%s)", (order,))
    await connection.execute("INSERT INTO log VALUES (%s)", (order,))
    await connection.commit()


async def rolls_back_silent(connection: asyncpg.Connection, row):
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute("INSERT INTO log VALUES ($1)", row)
    except Exception:
        await transaction.rollback()
        raise
    await transaction.commit()


class Driver_silent:
    async def _begin_impl(self):
        await self.cursor.execute("BEGIN")


# ---- unknown --------------------------------------------------------------
async def callers_connection_unknown(connection: asyncpg.Connection, source, target):
    await connection.execute(DEBIT, source, 1)
    await connection.execute(DEBIT, target, -1)


async def unknown_driver_unknown(store, order):
    session = store.session()
    await session.execute("INSERT INTO orders VALUES (?)", order)
    await session.execute("INSERT INTO log VALUES (?)", order)


# ---- near misses ----------------------------------------------------------
async def shell_near_miss(shell):
    await shell.execute("update packages")
    await shell.execute("begin session")
