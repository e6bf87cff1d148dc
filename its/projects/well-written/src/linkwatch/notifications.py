"""Telling people about broken links."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import aiohttp

from linkwatch.retry import with_retries

logger = logging.getLogger(__name__)


class Notifier:
    def __init__(self, session: aiohttp.ClientSession, webhook_url: str | None) -> None:
        self._session = session
        self._webhook_url = webhook_url

    async def broken(self, site_id: int, links: Sequence[str]) -> None:
        """Posts the broken links; a webhook that does not answer is logged and costs nothing else."""
        if not links or self._webhook_url is None:
            return
        try:
            await with_retries(lambda: self._post({"site": site_id, "broken": list(links)}), on=(aiohttp.ClientError,))
        except (aiohttp.ClientError, TimeoutError):
            logger.exception("cannot tell anybody about site %d", site_id)

    async def _post(self, document: dict[str, object]) -> None:
        async with self._session.post(self._webhook_url, json=document) as response:
            response.raise_for_status()
            await response.read()
