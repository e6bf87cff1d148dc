"""Functions that another module runs in threads."""

import asyncio
import threading

sold = {}
returned = {}
returned_lock = threading.Lock()


def announce(sold_out: asyncio.Event):
    sold_out.set()  # missed: UA102


def announce_safely(loop: asyncio.AbstractEventLoop, sold_out: asyncio.Event):
    loop.call_soon_threadsafe(sold_out.set)


def announce_on_the_loop(sold_out: asyncio.Event):
    sold_out.set()


def count_sale(name):
    sold[name] = sold.get(name, 0) + 1  # missed: UA108


def count_return(name):
    with returned_lock:
        returned[name] = returned.get(name, 0) + 1
