# A script that starts no tasks: its main coroutine has the loop to itself.
import asyncio
import os
from pathlib import Path


# ---- reported -------------------------------------------------------------
class Agent:
    async def run_reported(self):
        await asyncio.sleep(0)
        os.makedirs("results", exist_ok=True)  # Noncompliant {{Replace "os.makedirs" with "await aiofiles.os.makedirs".}}

    def run_sync(self):
        asyncio.run(self.run_reported())


# ---- silent ---------------------------------------------------------------
async def main_silent():
    await asyncio.sleep(0)
    os.makedirs("results", exist_ok=True)
    if not Path("settings.yaml").exists():
        raise SystemExit("no settings")


if __name__ == "__main__":
    asyncio.run(main_silent())
