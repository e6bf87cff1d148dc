"""Functions that another module runs in threads."""

import asyncio
import threading

sold = {}
returned = {}
returned_lock = threading.Lock()


def announce(sold_out: asyncio.Event):
    sold_out.set()  # UA102


def announce_late(sold_out: asyncio.Event):
    repeat(sold_out)


def repeat(sold_out: asyncio.Event):
    sold_out.clear()  # UA102
    sold_out.set()  # UA102


def announce_safely(loop: asyncio.AbstractEventLoop, sold_out: asyncio.Event):
    loop.call_soon_threadsafe(sold_out.set)


def announce_on_the_loop(sold_out: asyncio.Event):
    sold_out.set()


def count_sale(name):
    sold[name] = sold.get(name, 0) + 1  # UA108


def count_return(name):
    with returned_lock:
        returned[name] = returned.get(name, 0) + 1
