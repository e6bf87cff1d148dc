import asyncio
import bz2
import gzip
import io
import json
import os
from pathlib import Path
from typing import Optional

import aiofiles


# ---- reported -------------------------------------------------------------
async def loads_settings_reported(path):
    with open(path, encoding="utf-8") as file:  # Noncompliant {{Replace "open" with "aiofiles.open".}}
#        ^^^^
        return json.load(file)


async def uploads_reported(request):
    field = await request.multipart()
    target = open("upload.bin", "wb")  # Noncompliant {{Replace "open" with "aiofiles.open".}}
    try:
        while chunk := await field.read_chunk():
            target.write(chunk)
    finally:
        target.close()


class Cache:
    def __init__(self, folder: Path, index: Optional[Path] = None):
        self.folder = folder
        self.index = index
        self.state = Path.home() / ".cache" / "state.json"

    async def reads_reported(self, key: str):
        return (self.folder / f"{key}.json").read_text()  # Noncompliant {{Run "(self.folder / f"{key}.json").read_text" in a thread with "await asyncio.to_thread".}}

    async def writes_reported(self, content: bytes):
        self.index.write_bytes(content)  # Noncompliant {{Run "self.index.write_bytes" in a thread with "await asyncio.to_thread".}}

    async def opens_reported(self):
        with self.state.open() as file:  # Noncompliant {{Replace "self.state.open" with "aiofiles.open".}}
            return json.load(file)


async def other_openers_reported(path):
    text = io.open(path)  # Noncompliant {{Replace "io.open" with "aiofiles.open".}}
    packed = gzip.open(path)  # Noncompliant {{Run "gzip.open" in a thread with "await asyncio.to_thread".}}
    smaller = bz2.open(path)  # Noncompliant {{Run "bz2.open" in a thread with "await asyncio.to_thread".}}
    return text, packed, smaller


async def descriptor_reported(descriptor):
    with os.fdopen(descriptor, "w") as file:  # Noncompliant {{Replace "os.fdopen" with "aiofiles.open".}}
        file.write("done")


async def keyword_parameter_reported(*, config: "Path"):
    return config.read_bytes()  # Noncompliant {{Run "config.read_bytes" in a thread with "await asyncio.to_thread".}}


async def in_an_async_generator_reported(path):
    with open(path, "rb") as file:  # Noncompliant {{Replace "open" with "aiofiles.open".}}
        while chunk := file.read(65536):
            yield chunk


async def in_a_loop_reported(folder):
    for name in Path(folder).iterdir():
        print(name.read_text())  # Noncompliant {{Run "name.read_text" in a thread with "await asyncio.to_thread".}}


def saves_on_exit_reported():
    with open("state.json", "w") as file:  # Noncompliant {{Run "open" in a thread with "loop.run_in_executor".}}
        file.write("{}")


async def with_a_signal():
    asyncio.get_running_loop().add_signal_handler(15, saves_on_exit_reported)


async def logs_of_a_child_with_a_title_reported(command, path):
    with open(path, "w") as log:  # Noncompliant {{Replace "open" with "aiofiles.open".}}
        log.write(" ".join(command))
        return await asyncio.create_subprocess_exec(*command, stdout=log)


async def second_program_reported():
    await asyncio.start_server(print, port=8080)
    with open("state.json") as state:  # Noncompliant {{Replace "open" with "aiofiles.open".}}
        return json.load(state)


def serve():
    asyncio.run(second_program_reported())


# ---- silent ---------------------------------------------------------------
async def awaits_silent(path):
    async with aiofiles.open(path) as file:
        return await file.read()


async def hands_over_silent(path: Path):
    return await asyncio.to_thread(path.read_text)


async def hands_over_the_opening_silent(path):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, open, path, "rb")


async def reads_what_is_open_silent(file: io.TextIOWrapper):
    return file.read()


async def kernel_file_silent():
    with open("/proc/self/status") as status:
        return status.read()


async def compressed_in_memory_silent(data):
    return gzip.open(io.BytesIO(data)).read()


async def pipe_silent(descriptor):
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor))
    return reader


async def wraps_a_descriptor_silent(descriptor):
    return os.fdopen(descriptor, "w")


async def named_pipe_silent(name):
    return os.open(name, os.O_RDONLY | os.O_NONBLOCK)


async def small_files_at_once_silent(path, size):
    if size < 4096:
        return read_all(open(path))
    return read_all(await asyncio.to_thread(open, path))


def synchronous_silent(path):
    return open(path).read()


async def nested_for_a_thread_silent(path):
    def work():
        with open(path) as file:
            return file.read()

    return await asyncio.to_thread(work)


async def accepted_for_another_linter_silent(path):
    with open(path) as settings:  # noqa: ASYNC230
        return json.load(settings)


async def standard_output_silent(rows):
    with open("/dev/stdout", "w") as table:
        table.writelines(rows)


async def logs_of_a_child_silent(command, folder):
    with open(os.path.join(folder, "emulator.log"), "w") as log:
        return await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)


async def main_silent():
    with open("settings.json") as settings:
        options = json.load(settings)
    await asyncio.start_server(print, **options)


if __name__ == "__main__":
    asyncio.run(main_silent())


# ---- unknown --------------------------------------------------------------
async def somebodys_path_unknown(path):
    return path.read_text()


async def somebodys_opener_unknown(storage):
    return storage.open("file")


# ---- near misses ----------------------------------------------------------
async def shadowed_near_miss(open):
    return open("file")


async def takes_the_name_apart_near_miss(path: Path):
    return path.with_suffix(".json").name
