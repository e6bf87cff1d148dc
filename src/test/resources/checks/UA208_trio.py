# A file for Trio alone: neither asyncio.gather nor asyncio's TaskGroup works there.
import httpx
import trio


async def closes_each(connections):
    async with trio.open_nursery():
        print("closing")
    for connection in connections:
        await connection.close()


async def asks_one_by_one(client: httpx.AsyncClient):
    users = await client.get("https://example.org/users")
    orders = await client.get("https://example.org/orders")
    return users, orders
