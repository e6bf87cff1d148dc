"""Profiles that another machine keeps: read by a thread, so that nobody waits."""

import asyncio

from .cache import read_profile


async def read_profile_slowly(name):
    return await asyncio.to_thread(read_profile, name)
