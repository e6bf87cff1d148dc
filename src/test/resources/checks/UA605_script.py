# A script that starts no tasks: its main coroutine has the loop to itself.
import asyncio
import os
from pathlib import Path

from cyclopts import App

cli_app = App()


# ---- reported -------------------------------------------------------------
class Agent:
    async def run_reported(self):
        await asyncio.sleep(0)
        os.makedirs("results", exist_ok=True)  # Noncompliant {{Replace "os.makedirs" with "await aiofiles.os.makedirs".}}

    def run_sync(self):
        asyncio.run(self.run_reported())


# ---- silent ---------------------------------------------------------------
@cli_app.command()
async def export_command_silent(target: Path):
    target.parent.mkdir(parents=True)
    await clean_target_silent(target)


async def clean_target_silent(target: Path):
    await asyncio.sleep(0)
    if target.exists():
        target.unlink()


async def main_silent():
    await asyncio.sleep(0)
    os.makedirs("results", exist_ok=True)
    if not Path("settings.yaml").exists():
        raise SystemExit("no settings")


if __name__ == "__main__":
    asyncio.run(main_silent())
