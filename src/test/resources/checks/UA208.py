import asyncio
import time

import aiohttp
import asyncpg
import httpx
import redis.asyncio as redis
import requests


# ---- reported -------------------------------------------------------------
async def builds_a_dashboard_reported(client: httpx.AsyncClient):
    users = await client.get("/users")  # Noncompliant {{Await these 3 independent calls together, with "asyncio.gather" or a "TaskGroup".}}
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^
    orders = await client.get("/orders")
#            ^^^^^^^^^^^^^^^^^^^^^^^^^^^<
    stock = await client.get("/stock")
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^<
    return users, orders, stock


async def asks_the_pool_reported(pool: asyncpg.Pool, user_id):
    profile = await pool.fetchrow("SELECT * FROM profiles WHERE id = $1", user_id)  # Noncompliant {{Await these 2 independent calls together, with "asyncio.gather" or a "TaskGroup".}}
    orders = await pool.fetch("SELECT * FROM orders WHERE user_id = $1", user_id)
    return profile, orders


class Prices:
    def __init__(self):
        self.session = None

    def http(self) -> aiohttp.ClientSession:
        if self.session is None:
            self.session = aiohttp.ClientSession()
        return self.session

    async def fetch_binance(self):
        async with self.http().get("https://binance.example/prices") as response:
            return await response.json()

    async def fetch_kraken(self):
        async with self.http().get("https://kraken.example/prices") as response:
            return await response.json()

    async def fetch_one(self, market):
        async with self.http().get(f"https://{market}.example/prices") as response:
            return await response.json()

    async def compares_markets_reported(self):
        binance = await self.fetch_binance()  # Noncompliant {{Await these 2 independent calls together, with "asyncio.gather" or a "TaskGroup".}}
        kraken = await self.fetch_kraken()
        return binance, kraken

    async def asks_each_market_reported(self, markets):
        prices = []
        for market in markets:
#       ^^^>
            prices.append(await self.fetch_one(market))  # Noncompliant {{Start the calls of "self.fetch_one" together instead of awaiting one per turn.}}
#                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        return prices

    async def asks_in_a_comprehension_reported(self, markets):
        return [await self.fetch_one(market) for market in markets]  # Noncompliant {{Start the calls of "self.fetch_one" together instead of awaiting one per turn.}}

    async def asks_in_a_dictionary_reported(self, markets):
        return {market: await self.fetch_one(market) for market in markets}  # Noncompliant {{Start the calls of "self.fetch_one" together instead of awaiting one per turn.}}


async def maps_urls_reported(client: httpx.AsyncClient, urls):
    pages = {}
    for url in urls:
        page = await client.get(url)  # Noncompliant {{Start the calls of "client.get" together instead of awaiting one per turn.}}
        pages[url] = page
    found = {}
    for url in urls:
        found[url] = await client.get(url)  # Noncompliant {{Start the calls of "client.get" together instead of awaiting one per turn.}}
    return pages, found


async def enters_each_reported(session: aiohttp.ClientSession, urls):
    texts = []
    for url in urls:
        async with session.get(url) as response:  # Noncompliant {{Start the calls of "session.get" together instead of awaiting one per turn.}}
            texts.append(await response.text())
    return texts


async def in_one_expression_reported(client: httpx.AsyncClient):
    users, orders = await client.get("/users"), await client.get("/orders")  # Noncompliant {{Await these 2 independent calls together, with "asyncio.gather" or a "TaskGroup".}}
    return users, orders


async def downloads_users_reported(ids):
    users = []
    for user_id in ids:  # Noncompliant {{Request all elements together: make the calls asynchronous and gather them.}}
#   ^^^
        user = requests.get(f"https://example.org/users/{user_id}").json()
        posts = requests.get(f"https://example.org/posts/{user_id}").json()
        users.append((user, posts))
        time.sleep(0.1)
    return users


async def page_of(session, url):
    async with session.get(url) as response:
        return await response.text()


async def fetches_with_a_session_of_another_file_reported(session, urls):
    pages = []
    for url in urls:
        pages.append(await page_of(session, url))  # Noncompliant {{Start the calls of "page_of" together instead of awaiting one per turn.}}
    return pages


async def status_of(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            return await response.json()


async def asks_each_plugin_reported(plugins):
    status = {}
    for plugin in plugins:
        status[plugin] = await status_of(plugin)  # Noncompliant {{Start the calls of "status_of" together instead of awaiting one per turn.}}
    return status


async def filters_what_it_awaits_reported(client: httpx.AsyncClient):
    names = [user["name"] for user in (await client.get("/users")).json()]  # Noncompliant {{Await these 2 independent calls together, with "asyncio.gather" or a "TaskGroup".}}
    orders = (await client.get("/orders")).json()
    return names, orders


class Dashboard:
    def __init__(self, api):
        self.api = api
        self.sockets = set()
        self.bots = []

    async def compares_prices_reported(self, pairs):
        book = await self.api.fetch_order_book(pairs[0])  # Noncompliant {{Await these 2 independent calls together, with "asyncio.gather" or a "TaskGroup".}}
        balance = await self.api.fetch_balance()
        return book, balance

    async def broadcasts_reported(self, news):
        for socket in list(self.sockets):
            await socket.send_json(news)  # Noncompliant {{Start the calls of "socket.send_json" together instead of awaiting one per turn.}}

    async def shuts_down_reported(self):
        for bot in self.bots:
            try:
                await bot.session.close()  # Noncompliant {{Start the calls of "bot.session.close" together instead of awaiting one per turn.}}
            except OSError:
                print("lost", bot)


async def numbers_them_reported(connections):
    for place, connection in enumerate(connections):
        await connection.close()  # Noncompliant {{Start the calls of "connection.close" together instead of awaiting one per turn.}}
        print(place)


# ---- silent ---------------------------------------------------------------
class Workshop:
    def __init__(self, queues, database, steps, sockets):
        self.queues = queues
        self.database = database
        self.steps = steps
        self.sockets = sockets

    async def fills_queues_silent(self, job):
        for queue in self.queues:
            await queue.put(job)

    async def follows_an_order_silent(self):
        for step in self.steps:
            await step.start()

    async def loads_rows_of_one_database_session_silent(self, session, ids):
        users = []
        for one in ids:
            users.append(await session.get("User", one))
        return users

    async def takes_turns_silent(self, news, lock):
        async with lock:
            for socket in self.sockets:
                await socket.send_json(news)

    async def sends_all_to_one_socket_silent(self, socket, messages):
        for message in messages:
            await socket.send_json(message)

    async def stops_at_the_first_that_fails_silent(self):
        for socket in self.sockets:
            await socket.close()
            if socket.failed:
                break


async def needs_the_first_silent(client: httpx.AsyncClient):
    user = await client.get("/me")
    orders = await client.get(f"/orders/{user}")
    return orders


async def one_connection_silent(connection: asyncpg.Connection):
    users = await connection.fetch("SELECT * FROM users")
    orders = await connection.fetch("SELECT * FROM orders")
    return users, orders


async def one_stream_silent(reader: asyncio.StreamReader):
    header = await reader.readline()
    body = await reader.readline()
    return header, body


async def changes_the_other_side_silent(client: httpx.AsyncClient):
    created = await client.post("/users")
    listed = await client.get("/users")
    return created, listed


class Session:
    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.token = None

    async def fetch_token(self):
        response = await self.client.get("/token")
        self.token = response.text
        return self.token

    async def fetch_profile(self):
        return await self.client.get("/profile", headers={"token": self.token})

    async def depends_through_self_silent(self):
        token = await self.fetch_token()
        profile = await self.fetch_profile()
        return token, profile


async def within_a_lock_silent(client: httpx.AsyncClient, lock: asyncio.Lock):
    async with lock:
        first = await client.get("/a")
        second = await client.get("/b")
    return first, second


async def keeps_to_a_rate_silent(client: httpx.AsyncClient, urls):
    pages = []
    for url in urls:
        pages.append(await client.get(url))
        await asyncio.sleep(1)
    return pages


async def stops_at_the_first_silent(client: httpx.AsyncClient, urls):
    tried = []
    for url in urls:
        response = await client.get(url)
        tried.append(response)
        if response.status_code == 200:
            return response
    return tried


async def stops_at_an_error_silent(session: aiohttp.ClientSession, urls):
    texts = []
    for url in urls:
        async with session.get(url) as response:
            if response.status != 200:
                raise ValueError(url)
            texts.append(await response.text())
    return texts


async def follows_pages_silent(client: httpx.AsyncClient, numbers):
    pages = []
    cursor = None
    for number in numbers:
        page = await client.get(f"/items/{number}", params={"cursor": cursor})
        cursor = page.json()["next"]
        pages.append(page)
    return pages


async def retries_silent(client: httpx.AsyncClient):
    answers = []
    for attempt in range(3):
        answers.append(await client.get("/health"))
    return answers


async def gathers_silent(client: httpx.AsyncClient, urls):
    return await asyncio.gather(*[client.get(url) for url in urls])


async def one_of_each_silent(client: httpx.AsyncClient):
    user = await client.get("/me")
    return user


def is_not_on_the_loop_silent(ids):
    return [requests.get(f"https://example.org/{one}") for one in ids]


async def finds_the_first_mirror_silent(mirrors):
    for mirror in mirrors:
        if requests.get(mirror).ok:
            break


async def moves_the_others_silent(connections):
    for place, connection in reversed(list(enumerate(connections))):
        await connection.close()
        connections.pop(place)


class Searches:
    def search(self, word):
        self.found = requests.get("https://example.org/search", params={"q": word}, timeout=5).json()

    async def reads_what_each_left_silent(self, words):
        pages = []
        for word in words:
            self.search(word)
            pages.append(self.found)
        return pages


async def one_by_one_if_asked_silent(client: httpx.AsyncClient, urls, in_turn):
    async def ask(url):
        return await client.get(url)

    if in_turn:
        return [await ask(url) for url in urls]
    return await asyncio.gather(*(ask(url) for url in urls))


# ---- unknown --------------------------------------------------------------
async def another_object_unknown(api):
    users = await api.users()
    orders = await api.orders()
    return users, orders


async def each_by_another_object_unknown(api, ids):
    return [await api.user(one) for one in ids]


# ---- near misses ----------------------------------------------------------
async def compute(number):
    return number * 2


async def computes(numbers):
    first = await compute(1)
    second = await compute(2)
    return [await compute(number) for number in numbers], first, second


async def one_connection_from_a_pool_silent(pool: asyncpg.Pool, names):
    found = []
    async with pool.acquire() as connection:
        for name in names:
            found.append(await connection.fetchrow("SELECT * FROM site WHERE name = $1", name))
    return found
