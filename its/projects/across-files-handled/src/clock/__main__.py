"""Starts the program."""

import asyncio

from clock.ticking import tick

if __name__ == "__main__":
    asyncio.run(tick())
