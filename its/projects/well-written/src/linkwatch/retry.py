"""Repeating what may succeed a little later."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")


async def with_retries(
    operation: Callable[[], Awaitable[T]],
    *,
    on: tuple[type[Exception], ...],
    attempts: int = 4,
    first_delay: float = 0.5,
    longest_delay: float = 15.0,
) -> T:
    """The result of the operation, which gets a few attempts with a growing delay between them."""
    delay = first_delay
    for attempt in range(1, attempts):
        try:
            return await operation()
        except on as error:
            logger.warning("attempt %d of %d failed: %r", attempt, attempts, error)
        await asyncio.sleep(delay * random.uniform(0.8, 1.2))
        delay = min(delay * 2, longest_delay)
    return await operation()
