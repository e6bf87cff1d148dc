import asyncio
import hashlib
import zlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import feedparser
import requests

threads = ThreadPoolExecutor(max_workers=4)
processes = ProcessPoolExecutor(max_workers=4)


def count_primes():
    return sum(all(n % d for d in range(2, n)) for n in range(2, 200_000))


def simulate(seed):
    total = seed
    for step in range(1_000_000):
        total = total * 31 % 97
    return total


def grid():
    cells = []
    for row in range(1000):
        for column in range(1000):
            cells.append(row * column)
    return cells


def report():
    return {"cells": len(grid())}


# ---- reported -------------------------------------------------------------
async def to_thread_reported():
    return await asyncio.to_thread(count_primes)  # Noncompliant {{Run "count_primes" in a "ProcessPoolExecutor": in a thread it keeps the interpreter from the event loop.}}
#                                  ^^^^^^^^^^^^


async def default_executor_reported(seed):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, simulate, seed)  # Noncompliant {{Run "simulate" in a "ProcessPoolExecutor": in a thread it keeps the interpreter from the event loop.}}


async def thread_pool_reported():
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, grid)  # Noncompliant {{Run "grid" in a "ProcessPoolExecutor": in a thread it keeps the interpreter from the event loop.}}


async def partial_reported(loop: asyncio.AbstractEventLoop):
    return await loop.run_in_executor(None, partial(simulate, 7))  # Noncompliant {{Run "simulate" in a "ProcessPoolExecutor": in a thread it keeps the interpreter from the event loop.}}


async def through_a_helper_reported():
    return await asyncio.to_thread(report)  # Noncompliant {{Run "report" in a "ProcessPoolExecutor": in a thread it keeps the interpreter from the event loop.}}


class Model_reported:
    def train(self):
        for epoch in range(500):
            for row in range(500):
                self.weight = self.weight * epoch + row

    async def start(self):
        await asyncio.to_thread(self.train)  # Noncompliant {{Run "self.train" in a "ProcessPoolExecutor": in a thread it keeps the interpreter from the event loop.}}


# ---- silent ---------------------------------------------------------------
async def process_pool_silent():
    return await asyncio.get_running_loop().run_in_executor(processes, count_primes)


def digest(data):
    return hashlib.sha256(data).hexdigest()


async def releases_the_lock_silent(data):
    await asyncio.to_thread(digest, data)
    await asyncio.to_thread(zlib.compress, data)


def download_pages():
    for page in range(200_000):
        requests.get(f"https://api.example/{page}", timeout=5)


async def waits_as_well_silent():
    await asyncio.to_thread(download_pages)


def small():
    return sum(n * n for n in range(1000))


async def small_silent():
    return await asyncio.to_thread(small)


class FeedLoader:
    def load(self):
        return [entry.title for entry in feedparser.parse(self.url).entries]

    async def downloads_and_parses_silent(self):
        return await asyncio.to_thread(self.load)


# ---- unknown --------------------------------------------------------------
def many(rows):
    return sum(row * row for row in rows)


async def unknown_turns_unknown(rows):
    return await asyncio.to_thread(many, rows)


async def other_file_unknown(model, rows):
    return await asyncio.to_thread(model.train, rows)


# ---- near misses ----------------------------------------------------------
class Runner_near_miss:
    def to_thread(self, function):
        return function


async def own_runner_near_miss(runner: Runner_near_miss):
    return runner.to_thread(count_primes)


async def not_called_near_miss():
    return count_primes
