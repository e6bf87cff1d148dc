import aiomysql
import aiosqlite
import asyncpg
import databases
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

INSERT = "INSERT INTO readings (sensor, value) VALUES ($1, $2)"
database = databases.Database("postgresql://localhost/sensors")


# ---- reported -------------------------------------------------------------
async def stores_reported(connection: asyncpg.Connection, readings):
    for sensor, value in readings:
#   ^^^> {{one statement for each turn}}
        await connection.execute(INSERT, sensor, value)  # Noncompliant {{Send the rows of this loop with "executemany" instead of one statement each.}}
#             ^^^^^^^^^^^^^^^^^^


async def saves_cache_reported(entries):
    async with aiosqlite.connect("cache.db") as cache:
        for key, value in entries.items():
            await cache.execute("INSERT OR REPLACE INTO cache VALUES (?, ?)", (key, value))  # Noncompliant {{Send the rows of this loop with "executemany" instead of one statement each.}}
        await cache.commit()


async def looks_up_reported(connection: asyncpg.Connection, names):
    found = []
    for name in names:
        found.append(await connection.fetchrow("SELECT * FROM people WHERE name = $1", name))  # Noncompliant {{Send the rows of this loop with a statement that "prepare" made once, or in one query, instead of one statement each.}}
    return found


class Journal_reported:
    def __init__(self, path):
        self.path = path

    async def open(self):
        self.db = await aiosqlite.connect(self.path)

    async def execute(self, *args):
        return await self.db.execute(*args)

    async def add_entry(self, entry):
        async with self.db.cursor() as cursor:
            await cursor.execute("INSERT INTO entries VALUES (?, ?)", (entry.day, entry.text))

    async def forwards(self, tags):
        for tag in tags:
            await self.execute("INSERT INTO tags VALUES (?)", (tag,))  # Noncompliant {{Send the rows of this loop with "executemany" instead of one statement each.}}

    async def add_all(self, entries):
        for entry in entries:
            await self.add_entry(entry)  # Noncompliant {{Send the rows of this loop with "executemany" instead of one "self.add_entry" each.}}
        await self.db.commit()

    async def import_silent(self, source, keys):
        for key in keys:
            entry = await source.load(key)
            await self.add_entry(entry)


async def with_databases_reported(rows):
    for row in rows:
        await database.execute("INSERT INTO log VALUES (:line)", row)  # Noncompliant {{Send the rows of this loop with "execute_many" instead of one statement each.}}


async def with_sqlalchemy_reported(session: AsyncSession, rows):
    for row in rows:
        await session.execute(text("INSERT INTO log (line) VALUES (:line)"), row)  # Noncompliant {{Send the rows of this loop with one "execute" that is given a list of parameters instead of one statement each.}}


async def formats_reported(cursor: aiomysql.Cursor, users):
    for user in users:
        await cursor.execute(f"DELETE FROM users WHERE name = '{user}'")  # Noncompliant {{Pass the values as parameters, so that the text of the statement is the same in each turn.}}
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


async def percent_reported(cursor: aiomysql.Cursor, users):
    for user in users:
        await cursor.execute("DELETE FROM users WHERE name = '%s'" % user)  # Noncompliant {{Pass the values as parameters, so that the text of the statement is the same in each turn.}}


async def concatenates_reported(pool: asyncpg.Pool, users):
    for user in users:
        query = "UPDATE users SET seen = true WHERE id = " + user.number  # Noncompliant {{Pass the values as parameters, so that the text of the statement is the same in each turn.}}
        await pool.execute(query)


# ---- silent ---------------------------------------------------------------
async def error_of_a_row_silent(connection: asyncpg.Connection, settings):
    for key, value in settings.items():
        try:
            await connection.execute("INSERT INTO settings VALUES ($1, $2)", key, value)
        except asyncpg.UniqueViolationError:
            print("there is one", key)


async def same_text_in_each_turn_silent(dialect, connection, payments):
    for payment in payments:
        stamp = dialect.placeholder("paid")
        await connection.execute(f"UPDATE payments SET paid = {stamp} WHERE id = :id", {"id": payment.id})
        print(await payment.notify())


async def many_silent(connection: asyncpg.Connection, readings):
    await connection.executemany(INSERT, readings)


async def many_in_batches_silent(cursor: aiomysql.Cursor, batches):
    for batch in batches:
        await cursor.executemany("INSERT INTO log VALUES (%s)", batch)


async def prepared_silent(connection: asyncpg.Connection, names):
    statement = await connection.prepare("SELECT * FROM people WHERE name = $1")
    return [await statement.fetchrow(name) for name in names]


async def tries_again_silent(connection: asyncpg.Connection, row):
    for _ in range(3):
        await connection.execute(INSERT, row.sensor, row.value)
        break


async def result_needed_silent(cursor: aiomysql.Cursor, names):
    for name in names:
        await cursor.execute("SELECT id FROM people WHERE name = %s", (name,))
        print(await cursor.fetchone())


async def tables_silent(connection: asyncpg.Connection, tables):
    for table in tables:
        await connection.execute(f"TRUNCATE {table}")


async def transaction_each_silent(pool: asyncpg.Pool, orders):
    for order in orders:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO orders VALUES ($1)", order.number)


# ---- unknown --------------------------------------------------------------
async def unknown_statement_unknown(connection: asyncpg.Connection, statements):
    for statement in statements:
        await connection.execute(statement)


async def built_elsewhere_unknown(connection: asyncpg.Connection, builder, rows):
    for row in rows:
        await connection.execute(builder.insert(row))


# ---- near misses ----------------------------------------------------------
async def commands_near_miss(shell, users):
    for user in users:
        await shell.execute("update profile of", user)
