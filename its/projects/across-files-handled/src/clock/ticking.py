"""What the program does until it is stopped."""

import asyncio

from .diagnosis import switch_on_if_asked
from .lifecycle import stop_on_signals


async def tick() -> None:
    switch_on_if_asked()
    stop = asyncio.Event()
    stop_on_signals(stop)
    await stop.wait()
    print("stopped")
