"""Settings of the service, read once from the environment when the program starts."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 4
    queue_size: int = 500
    parallel_requests: int = 20
    parallel_per_host: int = 4
    pool_size: int = 10
    request_timeout: float = 15.0
    command_timeout: float = 10.0
    shutdown_timeout: float = 20.0
    recheck_interval: float = 900.0
    webhook_url: str | None = None
    report_folder: str = "reports"
    debug: bool = False


def from_environment() -> Settings:
    """The settings that the environment asks for; the defaults for all others."""
    env = os.environ
    return Settings(
        database_url=env["LINKWATCH_DATABASE"],
        host=env.get("LINKWATCH_HOST", "127.0.0.1"),
        port=int(env.get("LINKWATCH_PORT", "8080")),
        workers=int(env.get("LINKWATCH_WORKERS", "4")),
        queue_size=int(env.get("LINKWATCH_QUEUE", "500")),
        webhook_url=env.get("LINKWATCH_WEBHOOK"),
        report_folder=env.get("LINKWATCH_REPORTS", "reports"),
        debug=env.get("LINKWATCH_DEBUG", "") == "1",
    )
