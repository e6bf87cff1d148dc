"""Starts the threads of the cash desk; no coroutine calls this."""

import asyncio
import threading

import shop.work.threads
from shop.work.threads import announce, announce_late, announce_safely


def start(loop, sold_out):
    threading.Thread(target=announce, args=(sold_out,), daemon=True).start()
    threading.Thread(target=announce_safely, args=(loop, sold_out), daemon=True).start()
    threading.Thread(target=shop.work.threads.count_sale, args=("tea",), daemon=True).start()
    threading.Thread(target=shop.work.threads.count_return, args=("tea",), daemon=True).start()


def start_late(loop: asyncio.AbstractEventLoop, sold_out):
    return loop.run_in_executor(None, announce_late, sold_out)
