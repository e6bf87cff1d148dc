import asyncio
import os
import signal
import sys
import threading
from functools import partial

from discord.ext import commands

bot = commands.Bot("!")


# ---- reported -------------------------------------------------------------
async def give_up_reported():
    asyncio.get_running_loop().call_later(5, lambda: sys.exit(1))  # Noncompliant {{Let the main coroutine decide when the program ends: raise an error or set an event instead of "sys.exit".}}


async def heartbeat_reported(peer):
    while True:
        if not await peer.ping():
            sys.exit(1)  # Noncompliant {{Let the main coroutine decide when the program ends: raise an error or set an event instead of "sys.exit".}}
#           ^^^^^^^^
        await asyncio.sleep(5)


async def start_heartbeat_silent(peer):
    return asyncio.create_task(heartbeat_reported(peer))


async def serve_client_reported(reader, writer):
    line = await reader.readline()
    if line == b"stop":
        os._exit(0)  # Noncompliant {{Let the main coroutine decide when the program ends: raise an error or set an event instead of "os._exit".}}
    writer.write(line)
    await writer.drain()
    writer.close()  # Noncompliant {{Close "writer" in a "finally": an error in this handler leaves the connection open.}}
#   ^^^^^^^^^^^^


async def start_silent():
    return await asyncio.start_server(serve_client_reported, port=8000)
#                ^^^^^^^^^^^^^^^^^^^^< {{the handler runs for each connection}}


class Echo_reported:
    async def listen(self):
        self.server = await asyncio.start_server(self.on_client, port=8001)

    async def on_client(self, reader, writer):  # Noncompliant {{Close "writer" in a "finally": an error in this handler leaves the connection open.}}
        while data := await reader.read(100):
            writer.write(data)


def on_done_reported(future):
    if future.exception():
        raise SystemExit(2)  # Noncompliant {{Let the main coroutine decide when the program ends: raise an error or set an event instead of "SystemExit".}}


def watches_silent(task: asyncio.Task):
    task.add_done_callback(on_done_reported)


@bot.command()
async def restart_reported(ctx):
    await ctx.send("bye")
    sys.exit()  # Noncompliant {{Let the main coroutine decide when the program ends: raise an error or set an event instead of "sys.exit".}}


async def reader_task_reported(loop: asyncio.AbstractEventLoop, stream):
    await stream.read()
    loop.stop()  # Noncompliant {{Let the main coroutine decide when the program ends: raise an error or set an event instead of "loop.stop".}}


def start_reader_silent(loop: asyncio.AbstractEventLoop, stream):
    loop.create_task(reader_task_reported(loop, stream))


async def leaves_soon_reported():
    asyncio.get_running_loop().call_later(5, sys.exit, 0)  # Noncompliant {{Let the main coroutine decide when the program ends: raise an error or set an event instead of "sys.exit".}}
#                                            ^^^^^^^^


# ---- silent ---------------------------------------------------------------
class Listener_silent:
    """Its loop has a thread of its own, and ends with its main coroutine."""

    def start(self):
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever).start()
        self._main_task = asyncio.run_coroutine_threadsafe(self._main(), self._loop)

    async def _main(self):
        try:
            await asyncio.sleep(3600)
        finally:
            self._loop.stop()


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, on_signal_silent)
    if not await check_silent():
        sys.exit("no configuration")


async def check_silent():
    return True


async def bot_silent(token):
    if not token:
        sys.exit(3)
    await asyncio.Event().wait()


def start_bot_silent(loop: asyncio.AbstractEventLoop, token):
    bot = loop.create_task(bot_silent(token))
    bot.add_done_callback(print)
    loop.run_forever()


def on_signal_silent():
    sys.exit(0)


def finished_silent(loop: asyncio.AbstractEventLoop, future):
    loop.stop()


def runs_until_done_silent(loop: asyncio.AbstractEventLoop, task):
    task.add_done_callback(partial(finished_silent, loop))


async def polite_client_silent(reader, writer):
    try:
        writer.write(await reader.readline())
    finally:
        writer.close()


async def handing_on_client_silent(reader, writer):
    await Session_silent(reader, writer).run()


class Session_silent:
    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer

    async def run(self):
        return await self.reader.read()


async def catching_client_silent(reader, writer):
    try:
        writer.write(await reader.readline())
    except Exception as error:
        print(error)
    writer.close()


async def start_polite_silent():
    await asyncio.start_server(polite_client_silent, port=8002)
    await asyncio.start_server(handing_on_client_silent, port=8003)
    await asyncio.start_server(catching_client_silent, port=8004)


if __name__ == "__main__":
    asyncio.run(main())


# ---- unknown --------------------------------------------------------------
async def somewhere_unknown(code):
    sys.exit(code)


# ---- near misses ----------------------------------------------------------
class Player_near_miss:
    def stop(self):
        self.playing = False


async def stops_player_near_miss(player: Player_near_miss):
    player.stop()


def start_player_near_miss(player):
    return asyncio.ensure_future(stops_player_near_miss(player))
