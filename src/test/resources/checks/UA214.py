import asyncio
import sys
from asyncio import subprocess

import aiohttp
import async_timeout
import httpx


# ---- reported -------------------------------------------------------------
async def runs_a_command_reported(command, data):
    process = await asyncio.create_subprocess_exec(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    stdout, stderr = await process.communicate(data)  # Noncompliant {{Limit "process.communicate" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}
#                          ^^^^^^^^^^^^^^^^^^^
    return stdout


async def waits_for_a_shell_reported(line):
    process = await asyncio.create_subprocess_shell(line)
    return await process.wait()  # Noncompliant {{Limit "process.wait" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}


async def asks_a_server_reported(host):
    reader, writer = await asyncio.open_connection(host, 79)  # Noncompliant {{Limit "asyncio.open_connection" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}
    writer.write(b"\r\n")
    header = await reader.readline()  # Noncompliant {{Limit "reader.readline" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}
    body = await reader.read()
    writer.close()
    return header + body


class Client:
    def __init__(self):
        self.reader = None
        self.writer = None

    async def connect_reported(self, host, port):
        self.reader, self.writer = await asyncio.open_connection(host, port)  # Noncompliant {{Limit "asyncio.open_connection" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}

    async def request_reported(self, line):
        self.writer.write(line)
        return await self.reader.readuntil(b"\r\n")  # Noncompliant {{Limit "self.reader.readuntil" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}


async def raw_socket_reported(sock, address):
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sock, address)  # Noncompliant {{Limit "loop.sock_connect" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}


class Hub:
    async def broadcast_reported(self, text):
        for client in self.clients.values():
            client.writer.write(text)
            await client.writer.drain()  # Noncompliant {{Limit "client.writer.drain" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}


async def websocket_reported(session: aiohttp.ClientSession, url):
    async with session.ws_connect(url) as ws:
        await ws.send_str("hello")
        return await ws.receive_json()  # Noncompliant {{Limit "ws.receive_json" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}


def session_without_limit_reported():
    return aiohttp.ClientTimeout(total=None)  # Noncompliant {{Give "aiohttp.ClientTimeout" a finite "total": without one, an operation waits for a silent peer for ever.}}


async def client_without_limit_reported(url):
    async with httpx.AsyncClient(timeout=None) as client:  # Noncompliant {{Give "httpx.AsyncClient" a finite "timeout": without one, an operation waits for a silent peer for ever.}}
        return await client.get(url)


async def stops_a_server_politely_reported(command):
    server = await asyncio.create_subprocess_exec(*command)
    server.terminate()
    await server.wait()  # Noncompliant {{Limit "server.wait" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}


async def stops_what_was_cancelled_reported(command):
    child = await asyncio.create_subprocess_exec(*command)
    try:
        await child.wait()  # Noncompliant {{Limit "child.wait" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}
    except asyncio.CancelledError:
        child.terminate()
        await child.wait()  # Noncompliant {{Limit "child.wait" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}
        raise


async def opens_a_serial_bridge_reported(loop: asyncio.BaseEventLoop, factory, host):
    return await loop.create_connection(factory, host, 6638)  # Noncompliant {{Limit "loop.create_connection" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}


class Certificates:
    async def of_an_unseen_program_reported(self, host):
        transport, _ = await self.scan._loop.create_connection(asyncio.Protocol, host, 443)  # Noncompliant {{Limit "self.scan._loop.create_connection" with "asyncio.timeout" or "asyncio.wait_for": it waits for ever if the other side is silent.}}
        return transport



def session_with_an_empty_limit_reported():
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout())  # Noncompliant {{Give "aiohttp.ClientTimeout" a finite "total": without one, an operation waits for a silent peer for ever.}}


# ---- silent ---------------------------------------------------------------
async def within_a_timeout_silent(host):
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(host, 79)
        return await reader.read()


async def wait_for_silent(command):
    process = await asyncio.create_subprocess_exec(*command)
    return await asyncio.wait_for(process.communicate(), 2)


async def old_timeout_silent(host):
    async with async_timeout.timeout(5):
        return await asyncio.open_connection(host, 79)


async def killed_silent(command):
    process = await asyncio.create_subprocess_exec(*command)
    process.kill()
    await process.wait()


async def ended_silent(command):
    process = await asyncio.create_subprocess_exec(*command)
    async for line in process.stdout:
        print(line)
    if process.returncode is not None:
        await process.wait()


async def limited_by_its_caller_silent(host):
    reader, writer = await asyncio.open_connection(host, 79)
    return await reader.readline()


async def calls_with_a_limit_silent(host):
    return await asyncio.wait_for(limited_by_its_caller_silent(host), 5)


async def heartbeat_silent(session: aiohttp.ClientSession, url):
    ws = await session.ws_connect(url, heartbeat=30)
    return await ws.receive_json()


async def receive_with_a_limit_silent(session: aiohttp.ClientSession, url):
    async with session.ws_connect(url) as ws:
        return await ws.receive_json(timeout=10)


async def finite_default_silent(session: aiohttp.ClientSession, url):
    async with session.get(url) as response:
        return await response.text()


async def handle(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        await answer(writer, line)


async def answer(writer: asyncio.StreamWriter, line):
    writer.write(line)
    await writer.drain()


async def serve_silent():
    server = await asyncio.start_server(handle, "localhost", 8000)
    async with server:
        await server.serve_forever()


class Telemetry:
    async def start(self):
        self.reader, self.writer = await asyncio.wait_for(asyncio.open_connection("localhost", 1), 5)
        self.task = asyncio.create_task(self.read_loop_silent())

    async def read_loop_silent(self):
        while True:
            self.handle(await self.reader.readline())


async def passed_in_silent(reader: asyncio.StreamReader):
    return await reader.readexactly(4)


async def output_of_a_process_silent(command):
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    while line := await process.stdout.readline():
        print(line)


async def standard_input_silent():
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return await reader.readline()


def other_limits_silent():
    return aiohttp.ClientTimeout(total=None, sock_read=30)


async def options_unseen_silent(command, **options):
    process = await asyncio.create_subprocess_exec(*command)
    await process.communicate(**options)


async def connected_socket_silent(sock):
    return await asyncio.open_connection(sock=sock)


class Transport:
    async def read_line_silent(self):
        return await self.reader.readline()


async def ends_it_when_cancelled_silent(command):
    process = await asyncio.create_subprocess_exec(command)
    try:
        await process.wait()
    except asyncio.CancelledError:
        process.kill()
        raise


async def kills_what_does_not_stop_silent(command):
    server = await asyncio.create_subprocess_exec(*command)
    server.terminate()
    try:
        await asyncio.wait_for(server.wait(), timeout=10)
    except asyncio.TimeoutError:
        server.kill()
        await server.wait()



# ---- unknown --------------------------------------------------------------
async def some_process_unknown(process):
    await process.communicate()


async def some_socket_unknown(socket):
    return await socket.recv()


# ---- near misses ----------------------------------------------------------
async def own_drain_near_miss(tank):
    await tank.drain()


async def limit_given_near_miss(url):
    async with httpx.AsyncClient(timeout=10) as client:
        return await client.get(url)
