"""Reports as files."""

import asyncio
import json
import os

import aiofiles


async def save(folder, name, results):
    if not os.path.exists(folder):  # UA605
        os.makedirs(folder)  # UA605
    with open(os.path.join(folder, name), "w") as file:  # UA503
        json.dump(results, file)


async def append_line(path, line):
    file = await aiofiles.open(path, "a")  # UA606
    await file.write(line + "\n")


async def send_to_collector(host, line):
    reader, writer = await asyncio.open_connection(host, 9100)  # UA214 UA301
    writer.write(line.encode())
    await writer.drain()
    answer = await reader.readline()  # UA214
    return answer.decode()


async def tail(host, path):
    reader, writer = await asyncio.open_connection(host, 9101)  # UA214 UA403
    while True:  # UA304
        line = await reader.readline()  # UA214
        if not line:
            break
        await append_line(path, line.decode())
    writer.close()


def save_everything(folder, sites):
    for site in sites:
        asyncio.run(save(folder, site["name"], site))


async def nightly(folder, sites):
    save_everything(folder, sites)  # UA204
