"""Asking the web whether links work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import aiohttp

from linkwatch import __version__
from linkwatch.models import Result
from linkwatch.retry import with_retries
from linkwatch.settings import Settings

logger = logging.getLogger(__name__)

TEMPORARY = (aiohttp.ClientConnectionError, asyncio.TimeoutError)


class LinkChecker:
    """Checks links over one session, never more than a fixed number at once."""

    def __init__(self, session: aiohttp.ClientSession, parallel: int) -> None:
        self._session = session
        self._slots = asyncio.Semaphore(parallel)

    async def check_all(self, links: Iterable[str]) -> list[Result]:
        """One result per link, in the order of the links; an unexpected failure becomes a result as well."""
        addresses = list(links)
        outcomes = await asyncio.gather(*(self._check(link) for link in addresses), return_exceptions=True)
        results = []
        for link, outcome in zip(addresses, outcomes):
            if isinstance(outcome, Exception):
                logger.error("cannot check %s", link, exc_info=outcome)
                results.append(Result(link, None, repr(outcome)))
            elif isinstance(outcome, BaseException):
                raise outcome
            else:
                results.append(outcome)
        return results

    async def _check(self, link: str) -> Result:
        async with self._slots:
            try:
                status = await with_retries(lambda: self._status_of(link), on=TEMPORARY)
            except TEMPORARY as error:
                return Result(link, None, str(error) or type(error).__name__)
            return Result(link, status)

    async def _status_of(self, link: str) -> int:
        async with self._session.head(link, allow_redirects=True) as response:
            if response.status != 405:
                return response.status
        async with self._session.get(link) as response:
            await response.content.read(1024)
            return response.status


@asynccontextmanager
async def open_session(settings: Settings) -> AsyncIterator[aiohttp.ClientSession]:
    """The one session of the program, with its limits and timeouts."""
    connector = aiohttp.TCPConnector(limit=settings.parallel_requests, limit_per_host=settings.parallel_per_host)
    timeout = aiohttp.ClientTimeout(total=settings.request_timeout, connect=5)
    headers = {"User-Agent": f"linkwatch/{__version__}"}
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, headers=headers) as session:
        yield session
