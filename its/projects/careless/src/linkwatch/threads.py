"""Work that somebody moved into threads."""

import asyncio
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

pending = {}


class Screenshots:
    def __init__(self):
        self.executor = ThreadPoolExecutor()  # UA105 UA107
        self.changed = asyncio.Event()

    async def take(self, link):
        loop = asyncio.get_running_loop()
        pending[link] = "started"
        return await loop.run_in_executor(self.executor, self.render, link)

    def render(self, link):
        subprocess.run(["chromium", "--headless", "--screenshot", link])
        pending[link] = "done"
        self.changed.set()  # UA102


def similarity(left, right):
    same = 0
    for i in range(1000):
        for j in range(1000):
            if left[i % len(left)] == right[j % len(right)]:
                same += 1
    return same


async def compare(left, right):
    return await asyncio.to_thread(similarity, left, right)  # UA106


async def compare_at_once(left, right):
    return similarity(left, right)  # UA101


async def remind_later(message):
    threading.Timer(60, print, args=(message,)).start()  # UA103


async def version_of_browser():
    return subprocess.check_output(["chromium", "--version"])  # UA505
