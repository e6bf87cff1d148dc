# parameters: exceptionToo=true
import asyncio
import logging


async def polls_reported(feed):
    try:
        await feed.update()
    except Exception:  # Noncompliant {{Add "except asyncio.CancelledError: raise" before this handler: in Python 3.7 "Exception" includes it.}}
        logging.exception("update failed")


async def lets_cancellation_through_silent(feed):
    try:
        await feed.update()
    except asyncio.CancelledError:
        raise
    except Exception:
        logging.exception("update failed")
