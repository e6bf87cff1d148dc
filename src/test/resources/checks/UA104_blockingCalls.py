# parameters: blockingCalls=legacy.client.fetch
from legacy.client import fetch


def load(url):
    return fetch(url)


async def added_reported(url):
    return load(url)  # Noncompliant {{Run "load" in a thread, it blocks the event loop: load → fetch.}}


def synchronous_silent(url):
    return load(url)
