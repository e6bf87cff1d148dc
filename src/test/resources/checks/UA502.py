import asyncio
import http.client
import json
import urllib.request
from typing import Optional
from urllib.request import Request, urlopen

import aiohttp
import httpx
import requests
import urllib3
from requests import Session, post as send_form


# ---- reported -------------------------------------------------------------
async def price_reported(symbol):
    response = requests.get(f"https://api.example.com/{symbol}", timeout=5)  # Noncompliant {{Replace "requests.get" with an aiohttp.ClientSession or httpx.AsyncClient.}}
#              ^^^^^^^^^^^^
    return response.json()


async def sends_a_form_reported(data):
# ^[sc=1;ec=5]>  {{on the event loop because of this "async"}}
    return send_form("https://example.com/form", data=data).status_code  # Noncompliant {{Replace "send_form" with an aiohttp.ClientSession or httpx.AsyncClient.}}
#          ^^^^^^^^^


class Shop:
    def __init__(self, token):
        self.http = requests.Session()
        self.http.headers["Authorization"] = token
        self.pool: Optional[urllib3.PoolManager] = None

    async def default_reported(self, session=None):
        if session is None:
            session = requests.Session()
        return session.get("https://shop.example.com")  # Noncompliant {{Replace "session.get" with an aiohttp.ClientSession or httpx.AsyncClient.}}

    def open(self):
        self.pool = urllib3.PoolManager()

    async def orders_reported(self):
        return self.http.get("https://shop.example.com/orders").json()  # Noncompliant {{Replace "self.http.get" with an aiohttp.ClientSession or httpx.AsyncClient.}}

    async def refund_reported(self, order):
        return self.pool.request("POST", f"https://shop.example.com/refund/{order}")  # Noncompliant {{Replace "self.pool.request" with an aiohttp.ClientSession or httpx.AsyncClient.}}


async def with_a_session_reported(urls):
    pages = []
    with requests.Session() as session:
        for url in urls:
            pages.append(session.get(url).text)  # Noncompliant {{Replace "session.get" with an aiohttp.ClientSession or httpx.AsyncClient.}}
    return pages


async def annotated_parameter_reported(session: Session, url: str):
    return session.post(url, json={})  # Noncompliant {{Replace "session.post" with an aiohttp.ClientSession or httpx.AsyncClient.}}


async def standard_library_reported(url):
    with urlopen(Request(url)) as response:  # Noncompliant {{Replace "urlopen" with an aiohttp.ClientSession or httpx.AsyncClient.}}
        return json.load(response)


async def downloads_reported(url, path):
    urllib.request.urlretrieve(url, path)  # Noncompliant {{Replace "urllib.request.urlretrieve" with an aiohttp.ClientSession or httpx.AsyncClient.}}


async def low_level_reported(host):
    connection = http.client.HTTPSConnection(host)
    connection.request("GET", "/health")  # Noncompliant {{Replace "connection.request" with an aiohttp.ClientSession or httpx.AsyncClient.}}
    return connection.getresponse().status  # Noncompliant {{Replace "connection.getresponse" with an aiohttp.ClientSession or httpx.AsyncClient.}}


async def synchronous_httpx_reported(url):
    with httpx.Client(base_url=url) as client:
        return client.get("/status")  # Noncompliant {{Replace "client.get" with an httpx.AsyncClient.}}


async def in_a_comprehension_reported(urls):
    return [requests.head(url).ok for url in urls]  # Noncompliant {{Replace "requests.head" with an aiohttp.ClientSession or httpx.AsyncClient.}}


def notify_reported():
    requests.post("https://hooks.example.com", json={"text": "done"})  # Noncompliant {{Run "requests.post" in a thread with "loop.run_in_executor".}}


async def with_a_callback():
    asyncio.get_running_loop().call_soon(notify_reported)


# ---- silent ---------------------------------------------------------------
async def awaits_silent(session: aiohttp.ClientSession, url):
    async with session.get(url) as response:
        return await response.json()


async def hands_over_silent(url):
    return await asyncio.to_thread(requests.get, url, timeout=5)


async def hands_over_a_lambda_silent(url):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, lambda: requests.get(url))


async def hands_over_a_function_silent(url):
    def work():
        return requests.get(url).json()

    return await asyncio.to_thread(work)


def synchronous_silent(url):
    return requests.get(url)


async def makes_a_session_silent():
    session = requests.Session()
    session.headers["User-Agent"] = "bot"
    return session


async def asynchronous_httpx_silent(url):
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text


async def handles_its_errors_silent(call):
    try:
        await call()
    except requests.HTTPError as error:
        return error.response


# ---- unknown --------------------------------------------------------------
async def somebodys_session_unknown(session, url):
    return session.get(url)


async def somebodys_client_unknown(app):
    return app.http.post("/x")


# ---- near misses ----------------------------------------------------------
async def shadowed_near_miss(fake):
    requests = fake
    return requests.get("https://example.com")


async def own_class_near_miss():
    class Session:
        def get(self, url):
            return url

    return Session().get("https://example.com")
