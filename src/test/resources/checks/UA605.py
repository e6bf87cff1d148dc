import pytest
import asyncio
import glob
import json
import os
import shutil
import tempfile
import zipfile
from io import BytesIO
from os import path as osp
from pathlib import Path
from typing import Optional, Union

import aiofiles
import anyio
import aiofiles.os
import yaml


# ---- reported -------------------------------------------------------------
def list_reports(folder: Path) -> list[Path]:
    return list(folder.glob("*.pdf"))


async def names_reports_reported(folder: Path):
    reports = await anyio.to_thread.run_sync(list_reports, folder)
    return [report.name for report in reports if report.is_file()]  # Noncompliant {{Replace "report.is_file" with "await aiofiles.os.path.isfile".}}


async def forgets_reported(name):
# ^[sc=1;ec=5]>  {{on the event loop because of this "async"}}
    if os.path.exists(name):  # Noncompliant {{Replace "os.path.exists" with "await aiofiles.os.path.exists".}}
#      ^^^^^^^^^^^^^^
        os.remove(name)  # Noncompliant {{Replace "os.remove" with "await aiofiles.os.remove".}}


async def alias_reported(name):
    return osp.getsize(name)  # Noncompliant {{Replace "osp.getsize" with "await aiofiles.os.path.getsize".}}


class Uploads:
    def __init__(self, folder: Union[Path, None]):
        self.folder = folder
        self.done: Optional[Path] = None

    async def prepare_reported(self):
        self.folder.mkdir(parents=True, exist_ok=True)  # Noncompliant {{Replace "self.folder.mkdir" with "await aiofiles.os.makedirs".}}

    async def list_reported(self):
        return [entry.name for entry in self.folder.iterdir()]  # Noncompliant {{Replace "self.folder.iterdir" with "await aiofiles.os.scandir".}}

    async def finish_reported(self, name: str):
        target = self.folder / name
        if target.exists():  # Noncompliant {{Replace "target.exists" with "await aiofiles.os.path.exists".}}
            target.unlink()  # Noncompliant {{Replace "target.unlink" with "await aiofiles.os.remove".}}


async def parameter_reported(source: Path):
    source.parent.mkdir(exist_ok=True)  # Noncompliant {{Replace "source.parent.mkdir" with "await aiofiles.os.makedirs".}}
    for page in source.glob("*.html"):  # Noncompliant {{Run "source.glob" in a thread with "await asyncio.to_thread".}}
        print(page.stat().st_size)  # Noncompliant {{Replace "page.stat" with "await aiofiles.os.stat".}}


async def sorts_reported(names):
    return sorted(names, key=lambda name: os.path.getmtime(name))  # Noncompliant {{Run "os.path.getmtime" in a thread with "loop.run_in_executor".}}


async def newest_reported(folder: Path):
    pages = folder.glob("*.html")  # Noncompliant {{Run "folder.glob" in a thread with "await asyncio.to_thread".}}
    return max(pages, key=lambda page: page.stat().st_mtime)  # Noncompliant {{Run "page.stat" in a thread with "loop.run_in_executor".}}


async def trees_reported(folder):
    shutil.rmtree(folder)  # Noncompliant {{Run "shutil.rmtree" in a thread with "await asyncio.to_thread".}}
    return glob.glob("*.py")  # Noncompliant {{Run "glob.glob" in a thread with "await asyncio.to_thread".}}


async def temporary_reported():
    with tempfile.TemporaryDirectory() as folder:  # Noncompliant {{Replace "tempfile.TemporaryDirectory" with "aiofiles.tempfile.TemporaryDirectory".}}
        return folder


async def archive_reported(name):
    with zipfile.ZipFile(name) as archive:  # Noncompliant {{Run "zipfile.ZipFile" in a thread with "await asyncio.to_thread".}}
        return archive.namelist()


async def handle_not_awaited_reported(name):
    async with aiofiles.open(name) as file:
        text = file.read()  # Noncompliant {{Await "file.read", an aiofiles handle gives coroutines.}}
    return len(text)


async def handle_dropped_reported(name, text):
    async with aiofiles.open(name, "w") as file:
        file.write(text)  # Noncompliant {{Await "file.write", an aiofiles handle gives coroutines.}}


async def handle_parsed_reported(name):
    async with aiofiles.open(name) as file:
        return json.loads(file.read())  # Noncompliant {{Await "file.read", an aiofiles handle gives coroutines.}}


async def handle_iterated_reported(name):
    async with aiofiles.open(name) as file:
        for line in file:  # Noncompliant {{Iterate over "file" with "async for".}}
#                   ^^^^
            print(line)


async def handle_in_a_comprehension_reported(name):
    async with aiofiles.open(name) as file:
        return [line.strip() for line in file]  # Noncompliant {{Iterate over "file" with "async for".}}


async def handle_passed_on_reported(name):
    async with aiofiles.open(name) as file:
        return json.load(file), yaml.safe_load(file)  # Noncompliant {{Await the handle itself, "json.load" reads and writes it without "await".}}
# Noncompliant@-1 {{Await the handle itself, "yaml.safe_load" reads and writes it without "await".}}


def forgets_later_reported():
    os.unlink("lock")  # Noncompliant {{Run "os.unlink" in a thread with "loop.run_in_executor".}}


async def with_a_callback():
    asyncio.get_running_loop().call_soon(forgets_later_reported)


async def paths_of_other_files_reported(backup, app, settings):
    backup.tarfile.unlink()  # Noncompliant {{Run "backup.tarfile.unlink" in a thread with "await asyncio.to_thread".}}
    app.cache_dir.mkdir(parents=True, exist_ok=True)  # Noncompliant {{Run "app.cache_dir.mkdir" in a thread with "await asyncio.to_thread".}}
    target = backup.target_path(app.name)
    cache_dir = settings.cache_dir(app.name)
    if target.parent and cache_dir.is_dir():  # Noncompliant {{Run "cache_dir.is_dir" in a thread with "await asyncio.to_thread".}}
        (app.root / "lock").unlink()  # Noncompliant {{Run "(app.root / "lock").unlink" in a thread with "await asyncio.to_thread".}}
    if not settings.config_path.exists():  # Noncompliant {{Run "settings.config_path.exists" in a thread with "await asyncio.to_thread".}}
        raise LookupError


class Agent_reported:
    async def run(self):
        await asyncio.sleep(0)
        os.makedirs("results", exist_ok=True)  # Noncompliant {{Replace "os.makedirs" with "await aiofiles.os.makedirs".}}

    def run_sync(self):
        asyncio.run(self.run())


# ---- silent ---------------------------------------------------------------
async def awaits_silent(name):
    if await aiofiles.os.path.exists(name):
        await aiofiles.os.remove(name)


async def hands_over_silent(folder):
    await asyncio.to_thread(shutil.rmtree, folder)


async def path_arithmetic_silent(folder: Path, name):
    target = folder / os.path.join("a", os.path.basename(name))
    return target.with_suffix(".txt").parent.name, os.path.splitext(name)


async def kernel_file_silent():
    return os.listdir("/proc/self/fd")


async def archive_in_memory_silent(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.namelist()


async def opening_belongs_to_another_rule_silent(name):
    with open(name) as file:
        return file


async def handle_awaited_silent(name):
    async with aiofiles.open(name) as file:
        async for line in file:
            print(line)
        return json.loads(await file.read())


async def handle_awaited_later_silent(name):
    async with aiofiles.open(name) as file:
        reading = file.read()
        return await reading


async def handle_gathered_silent(one, other):
    async with aiofiles.open(one) as first, aiofiles.open(other) as second:
        return await asyncio.gather(first.read(), second.read())


async def searching_belongs_to_another_rule_silent():
    return shutil.which("git")


def synchronous_silent(name):
    os.remove(name)


@pytest.fixture
async def workspace_silent(template):
    target = tempfile.mkdtemp()
    shutil.copytree(template, target)
    return target


# ---- unknown --------------------------------------------------------------
async def somebodys_path_unknown(target):
    return target.exists()


async def somebodys_folder_unknown(app):
    app.folder.mkdir()


# ---- near misses ----------------------------------------------------------
async def own_exists_near_miss(users, name):
    return users.exists(name)


async def removes_from_a_list_near_miss(names):
    names.remove("x")
