import asyncio
import concurrent.futures
import getpass
import multiprocessing
import os
import queue
import select
import smtplib
import socket
import subprocess
import threading
from subprocess import PIPE, Popen, check_output

import boto3
import celery
import click
import git
import paramiko
import questionary
import socks
from rich.prompt import Confirm


# ---- reported -------------------------------------------------------------
async def duration_reported(video):
    result = subprocess.run(["ffprobe", video], capture_output=True)  # Noncompliant {{Replace "subprocess.run" with "await asyncio.create_subprocess_exec".}}
#            ^^^^^^^^^^^^^^
    return result.stdout


async def thumbnails_reported(render, images):
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        pages = pool.map(render, images)  # Noncompliant {{Replace "pool.map" with "await loop.run_in_executor".}}
    return [page for page in pages if page]


async def asks_before_it_deletes_reported(session):
    if Confirm.ask(f"Delete {session}?"):  # Noncompliant {{Run "Confirm.ask" in a thread with "await asyncio.to_thread".}}
        await session.delete()


async def asks_for_the_key_reported(client):
    key = click.prompt("API key", hide_input=True)  # Noncompliant {{Run "click.prompt" in a thread with "await asyncio.to_thread".}}
    await client.login(key)


async def chooses_reported(models):
    return questionary.select("Model", choices=models).ask()  # Noncompliant {{Replace "questionary.select().ask" with "await ask_async".}}


async def chooses_silent(models):
    return await questionary.select("Model", choices=models).ask_async()


async def by_name_reported(script):
    return check_output(script)  # Noncompliant {{Replace "check_output" with "await asyncio.create_subprocess_exec".}}


async def process_reported(command):
    process = Popen(command, stdout=PIPE)  # Noncompliant {{Replace "Popen" with "await asyncio.create_subprocess_exec".}}
    return process.communicate()  # Noncompliant {{Replace "process.communicate" with "await asyncio.create_subprocess_exec".}}


async def shell_reported():
    os.system("reboot")  # Noncompliant {{Replace "os.system" with "await asyncio.create_subprocess_shell".}}


async def resolves_reported(host):
    return socket.gethostbyname(host)  # Noncompliant {{Replace "socket.gethostbyname" with "await loop.getaddrinfo".}}


async def talks_reported(host):
    with socket.create_connection((host, 80)) as connection:  # Noncompliant {{Replace "socket.create_connection" with "await asyncio.open_connection".}}
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")  # Noncompliant {{Replace "connection.sendall" with "await loop.sock_sendall".}}
        return connection.recv(4096)  # Noncompliant {{Replace "connection.recv" with "await loop.sock_recv".}}


async def waits_for_input_reported(connection):
    select.select([connection], [], [])  # Noncompliant {{Replace "select.select" with "loop.add_reader".}}


async def mails_reported(message):
    with smtplib.SMTP("localhost") as server:  # Noncompliant {{Replace "smtplib.SMTP" with an aiosmtplib.SMTP client.}}
        server.send_message(message)  # Noncompliant {{Replace "server.send_message" with an aiosmtplib.SMTP client.}}


async def asks_reported():
    name = input("name: ")  # Noncompliant {{Run "input" in a thread with "await asyncio.to_thread".}}
    return name, getpass.getpass()  # Noncompliant {{Run "getpass.getpass" in a thread with "await asyncio.to_thread".}}


class Worker:
    def __init__(self):
        self.jobs = queue.Queue()
        self.few = queue.Queue(maxsize=10)
        self.thread = None
        self.pool = concurrent.futures.ThreadPoolExecutor(4)
        self.s3 = boto3.client("s3")
        self.ssh = paramiko.SSHClient()

    def start(self):
        self.thread = threading.Thread(target=print)
        self.thread.start()

    async def next_reported(self):
        return self.jobs.get()  # Noncompliant {{Replace "self.jobs.get" with an asyncio.Queue.}}

    async def adds_reported(self, job):
        self.few.put(job)  # Noncompliant {{Replace "self.few.put" with an asyncio.Queue.}}

    async def adds_without_bound_silent(self, job):
        self.jobs.put(job)

    async def drains_silent(self):
        while not self.few.empty():
            self.few.get()

    async def stop_reported(self):
        self.thread.join()  # Noncompliant {{Run "self.thread.join" in a thread with "await asyncio.to_thread".}}

    async def result_reported(self, work):
        return self.pool.submit(work).result()  # Noncompliant {{Replace "self.pool.submit().result" with "await asyncio.wrap_future".}}

    async def maps_reported(self, work, items):
        later = self.pool.map(work, items)
        return list(self.pool.map(work, items)), later  # Noncompliant {{Replace "self.pool.map" with "await loop.run_in_executor".}}

    async def uploads_reported(self, path):
        self.s3.upload_file(path, "bucket", "key")  # Noncompliant {{Replace "self.s3.upload_file" with "aioboto3".}}

    async def logs_in_reported(self, host):
        self.ssh.connect(host)  # Noncompliant {{Replace "self.ssh.connect" with "asyncssh".}}


def reaped_reported():
    os.wait()  # Noncompliant {{Run "os.wait" in a thread with "loop.run_in_executor".}}


async def with_a_reader():
    asyncio.get_running_loop().add_reader(0, reaped_reported)


async def joined_after_a_pause_reported(library):
    scanner = threading.Thread(target=library.scan)
    scanner.start()
    await asyncio.sleep(1)
    scanner.join()  # Noncompliant {{Run "scanner.join" in a thread with "await asyncio.to_thread".}}


async def waits_for_all_thumbnails_reported(thumbnails, paths):
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        futures = [pool.submit(thumbnails.make, path) for path in paths]
        await asyncio.gather(*map(asyncio.wrap_future, futures))
        for future in concurrent.futures.as_completed(futures):  # Noncompliant {{Replace "concurrent.futures.as_completed" with "asyncio.as_completed".}}
            print(future.result())


class Tunnel:
    def __init__(self, proxy):
        self.socket = socks.socksocket(socket.AF_INET) if proxy else socks.socksocket()
        self.socket.settimeout(10)

    async def connect_reported(self, address):
        self.socket.connect(address)  # Noncompliant {{Replace "self.socket.connect" with "await loop.sock_connect".}}


async def updates_a_repository_reported(path):
    repository = git.Repo(path)
    repository.remotes.origin.pull()  # Noncompliant {{Replace "repository.remotes.origin.pull" with "await asyncio.create_subprocess_exec".}}
    git.Git(path).ls_remote("--heads", "origin")  # Noncompliant {{Replace "git.Git().ls_remote" with "await asyncio.create_subprocess_exec".}}


async def waits_for_a_worker_reported(app: celery.Celery, order):
    return app.send_task("orders.ship", [order]).get(timeout=10)  # Noncompliant {{Run "app.send_task().get" in a thread with "await asyncio.to_thread".}}


class Harness_reported:
    life: concurrent.futures.Future

    def run(self, portal):
        self.said = asyncio.Queue()
        self.life = portal.start_task_soon(self.live)

    async def live(self):
        await self.said.put(None)
        await self.app(self.said.put)

    async def next_message(self):
        message = await self.said.get()
        if message is None:
            self.life.result()  # Noncompliant {{Replace "self.life.result" with "await asyncio.wrap_future".}}
        return message


class Outbox:
    def __init__(self):
        self.answers, self.requests = multiprocessing.Pipe()

    async def answer_reported(self):
        self.requests.send("now")
        return self.answers.recv()  # Noncompliant {{Run "self.answers.recv" in a thread with "await asyncio.to_thread".}}


# ---- silent ---------------------------------------------------------------
async def awaits_silent(video):
    process = await asyncio.create_subprocess_exec("ffprobe", video, stdout=PIPE)
    output, _ = await process.communicate()
    return output


class Harness_silent:
    life: concurrent.futures.Future

    def run(self, portal):
        self.said = asyncio.Queue()
        self.life = portal.start_task_soon(self.live)

    async def live(self):
        try:
            await self.app(self.said.put)
        finally:
            await self.said.put(None)

    async def next_message(self):
        message = await self.said.get()
        if message is None:
            self.life.result()
        return message


async def hands_over_silent(command):
    return await asyncio.to_thread(subprocess.run, command)


async def does_not_wait_silent(jobs: queue.Queue, pid):
    os.waitpid(pid, os.WNOHANG)
    return jobs.get(block=False), jobs.get(False), jobs.get_nowait()


async def does_not_wait_for_the_thread_silent(thread: threading.Thread):
    thread.join(timeout=0)


async def only_numbers_silent(address):
    return socket.getnameinfo(address, socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)


async def expects_to_be_told_silent(connection: socket.socket):
    try:
        return connection.recv(100)
    except BlockingIOError:
        return b""


async def asynchronous_queue_silent(jobs: asyncio.Queue):
    return await jobs.get()


async def non_blocking_socket_silent(address):
    connection = socket.socket()
    connection.setblocking(False)
    connection.connect(address)
    return connection


async def joins_text_silent(parts):
    return ", ".join(parts)


def synchronous_silent(command):
    return subprocess.run(command)


async def starts_the_thread_silent():
    def work():
        subprocess.run(["make"])

    threading.Thread(target=work).start()


async def polls_silent(connection):
    return select.select([connection], [], [], 0)


async def waits_for_its_own_loop_silent(loop, notify):
    # UA102 reports this deadlock.
    asyncio.run_coroutine_threadsafe(notify(), loop).result()


async def asks_before_silent(pool, render):
    future: concurrent.futures.Future = pool.submit(render)
    while True:
        await asyncio.sleep(0.1)
        if future.done():
            return future.result()


async def joined_after_its_last_word_silent(model, prompt):
    tokens = queue.Queue()

    def produce():
        for token in model.generate(prompt):
            tokens.put(token)
        tokens.put(None)

    producer = threading.Thread(target=produce, daemon=True)
    producer.start()
    while await asyncio.to_thread(tokens.get) is not None:
        print("one more")
    producer.join()


async def joined_after_its_report_silent(library):
    loop = asyncio.get_running_loop()
    scanned = loop.create_future()

    def scan():
        library.scan()
        loop.call_soon_threadsafe(scanned.set_result, None)

    scanner = threading.Thread(target=scan)
    scanner.start()
    try:
        await scanned
    finally:
        scanner.join()


class Inbox:
    def __init__(self):
        self.urgent = queue.SimpleQueue()

    async def next_silent(self):
        await self.filled.acquire()
        if not self.urgent.empty():
            return self.urgent.get()


class Inbox:
    def __init__(self):
        self.inbox, self.outbox = multiprocessing.Pipe()

    async def take_what_is_there_silent(self):
        while True:
            await asyncio.sleep(1)
            if not self.inbox.poll():
                continue
            print(self.inbox.recv())


# ---- unknown --------------------------------------------------------------
async def somebodys_queue_unknown(jobs):
    return jobs.get()


async def somebodys_future_unknown(future):
    return future.result()


# ---- near misses ----------------------------------------------------------
async def shadowed_near_miss(subprocess):
    subprocess.run(["ls"])


async def task_result_near_miss():
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    return task.result()
