# parameters: blockingCalls=legacy.client.fetch, billing.*
import billing
from legacy.client import fetch, parse


async def added_reported(url):
    page = fetch(url)  # Noncompliant {{Run "fetch" in a thread with "await asyncio.to_thread".}}
    billing.Invoice.send(page)  # Noncompliant {{Run "billing.Invoice.send" in a thread with "await asyncio.to_thread".}}
    return parse(page)


def synchronous_silent(url):
    return fetch(url)
