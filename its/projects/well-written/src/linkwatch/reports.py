"""Reports as files; they are written in a thread, because the file system makes its caller wait."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Sequence
from pathlib import Path


async def save_report(folder: str, site: str, links: Sequence[dict[str, object]]) -> Path:
    return await asyncio.to_thread(_write, Path(folder), site, links)


def _write(folder: Path, site: str, links: Sequence[dict[str, object]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_file_name(site)}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=["address", "status", "error"])
        writer.writeheader()
        writer.writerows(links)
    return path


def _file_name(site: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in site.lower())
