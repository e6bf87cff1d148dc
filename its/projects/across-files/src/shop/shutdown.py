"""Closes what resources has opened, but not all of it."""

from . import resources


async def close_all():
    await resources.prices.close()
