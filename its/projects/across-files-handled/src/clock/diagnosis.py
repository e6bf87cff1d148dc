"""The switch for the debug mode of the loop."""

import asyncio
import os


def switch_on_if_asked() -> None:
    if os.environ.get("CLOCK_DEBUG") == "1":
        asyncio.get_running_loop().set_debug(True)
