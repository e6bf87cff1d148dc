import asyncio
import contextlib
import functools
import glob
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import requests


def read_cache(path):
    with open(path) as file:
#        ^^^^> {{"open" is called here}}
        return json.load(file)


def load_profile(user):
    return read_cache(f"/var/cache/{user}.json")
#          ^^^^^^^^^^> {{which calls "read_cache"}}


def fetch(url):
    return requests.get(url).json()


def total(numbers):
    return sum(numbers)


# ---- reported -------------------------------------------------------------
async def shows_reported(user):
# ^[sc=1;ec=5]>  {{on the event loop because of this "async"}}
    profile = load_profile(user)  # Noncompliant {{Run "load_profile" in a thread, it blocks the event loop: load_profile → read_cache → open.}}
#             ^^^^^^^^^^^^
    return profile["name"]


def rows_of(path):
    with open(path) as file:
        yield from file


async def imports_reported(path, table):
    rows = rows_of(path)  # Noncompliant {{Run "rows_of" in a thread, it blocks the event loop: rows_of → open.}}
    for row in rows:
        await table.insert(row)


async def imports_in_a_thread_silent(path, table):
    rows = rows_of(path)
    await table.insert_all(await asyncio.to_thread(list, rows))


class Player:
    def __init__(self, path):
        self.path = path
        self.database = sqlite3.connect(path)

    def duration(self):
        return self._probe()["duration"]

    def _probe(self):
        return json.loads(subprocess.check_output(["ffprobe", self.path]))

    async def plays_reported(self, voice):
        seconds = self.duration()  # Noncompliant {{Run "duration" in a thread, it blocks the event loop: self.duration → self._probe → subprocess.check_output.}}
        await asyncio.sleep(seconds)

    @staticmethod
    def pause():
        time.sleep(1)

    @classmethod
    async def waits_reported(cls):
        cls.pause()  # Noncompliant {{Run "pause" in a thread, it blocks the event loop: cls.pause → time.sleep.}}


def timed(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        start = time.monotonic()
        result = function(*arguments)
        print(time.monotonic() - start)
        return result

    return wrapper


@timed
def timed_fetch(url):
    return requests.get(url)


async def under_a_decorator_of_the_file_reported(url):
    return timed_fetch(url)  # Noncompliant {{Run "timed_fetch" in a thread, it blocks the event loop: timed_fetch → requests.get.}}


def in_the_background(function):
    def wrapper(*arguments):
        threading.Thread(target=function, args=arguments).start()

    return wrapper


@in_the_background
def background_fetch(url):
    return requests.get(url)


async def under_a_decorator_for_threads_silent(url):
    background_fetch(url)


class Settings:
    def __init__(self, path):
        self.path = path

    @property
    def values(self):
        return read_cache(self.path)

    @property
    def name(self):
        return os.path.basename(self.path)

    async def token_reported(self):
        return self.values["token"]  # Noncompliant {{Read "values" in a thread, it blocks the event loop: self.values → read_cache → open.}}

    async def name_silent(self):
        return self.name


async def makes_a_player_reported(path):
    return Player(path)  # Noncompliant {{Run "Player" in a thread, it blocks the event loop: Player → sqlite3.connect.}}


async def uses_a_player_reported(player: Player):
    return player.duration()  # Noncompliant {{Run "duration" in a thread, it blocks the event loop: player.duration → self._probe → subprocess.check_output.}}


async def nested_function_reported(urls):
    def check(url):
        return requests.head(url).ok

    return [url for url in urls if check(url)]  # Noncompliant {{Run "check" in a thread, it blocks the event loop: check → requests.head.}}


def lines(path):
    with open(path) as file:
        yield from file


async def consumes_a_generator_reported(path):
    for line in lines(path):  # Noncompliant {{Run "lines" in a thread, it blocks the event loop: lines → open.}}
        await asyncio.sleep(0)
        print(line)


@contextlib.contextmanager
def journal(path):
    file = open(path, "a")
    try:
        yield file
    finally:
        file.close()


async def enters_a_context_manager_reported():
    with journal("bot.log") as log:  # Noncompliant {{Run "journal" in a thread, it blocks the event loop: journal → open.}}
        log.write("started")


def rotate():
    load_profile("rotated")  # Noncompliant {{Run "load_profile" in a thread, it blocks the event loop: load_profile → read_cache → open.}}


async def with_a_callback():
    asyncio.get_running_loop().call_later(60, rotate)


def clean(folder):
    for name in glob.glob(f"{folder}/*.tmp"):
        os.remove(name)


async def works_on_a_tree_reported(folder):
    clean(folder)  # Noncompliant {{Run "clean" in a thread, it blocks the event loop: clean → glob.glob.}}


def starts(path):
    read_cache(path)
    return asyncio.sleep(1)


async def awaited_helper_reported(path):
    await starts(path)  # Noncompliant {{Make "starts" await instead, it blocks the event loop: starts → read_cache → open.}}


async def searches_reported():
    return shutil.which("ffmpeg")  # Noncompliant {{Run "shutil.which" in a thread, it searches the disk.}}


async def too_early_reported(url):
    loop = asyncio.get_running_loop()
    one = await asyncio.to_thread(total([1, 2]))  # Noncompliant {{Pass "total" and its arguments, this call is made before it is handed over.}}
#                                 ^^^^^^^^^^^^^
#   fix: one = await asyncio.to_thread(total, [1, 2])
    two = await loop.run_in_executor(None, requests.get(url))  # Noncompliant {{Pass "requests.get" and its arguments, this call is made before it is handed over.}}
#   fix: two = await loop.run_in_executor(None, requests.get, url)
    return one, two


async def too_early_and_blocking_reported(url):
    with ThreadPoolExecutor() as pool:
        return pool.submit(read_cache(url))  # Noncompliant {{Pass "read_cache" and its arguments, this call is made before it is handed over.}}
#       fix: return pool.submit(read_cache, url)


async def crawl(url):
    await asyncio.sleep(1)


async def coroutine_in_an_executor_reported(urls):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, crawl, urls[0])  # Noncompliant {{Await "crawl" on the event loop, in an executor a coroutine function never runs.}}
    await asyncio.to_thread(lambda: crawl(urls[1]))  # Noncompliant {{Await "lambda" on the event loop, in an executor a coroutine function never runs.}}
    threading.Thread(target=crawl, args=(urls[2],)).start()  # Noncompliant {{Await "crawl" on the event loop, in an executor a coroutine function never runs.}}


async def nobody_waits_reported(path):
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, read_cache, path)  # Noncompliant {{Await the result of "loop.run_in_executor" or keep it, so that its errors are seen.}}
    asyncio.to_thread(read_cache, path)  # Noncompliant {{Await the result of "asyncio.to_thread" or keep it, so that its errors are seen.}}


async def reads_a_file_each_time_reported():
    return Preferences.fresh()  # Noncompliant {{Run "fresh" in a thread, it blocks the event loop: Preferences.fresh → Preferences → open.}}


class Rates:
    _current = None

    def current(self):
        if self._current is None:
            self._current = fetch("https://rates.example.org/latest")
        return self._current


async def asks_a_server_on_first_use_reported():
    return Rates().current()  # Noncompliant {{Run "current" in a thread, it blocks the event loop: Rates().current → fetch → requests.get.}}


class Emulator:
    @property
    def version_file(self):
        return open(self.folder + "/version").read()

    async def reads_it_twice_reported(self):
        print(self.version_file)  # Noncompliant {{Read "version_file" in a thread, it blocks the event loop: self.version_file → open.}}
        return self.version_file


class ChannelState:
    def __init__(self, store):
        if store is not None:
            self.file = store.folder / "channels.json"
        else:
            self.file = Path.home() / ".bot" / "channels.json"

    def load(self):
        return self.file.read_text()

    async def start_reported(self):
        self.channels = self.load()  # Noncompliant {{Run "load" in a thread, it blocks the event loop: self.load → self.file.read_text.}}


class Session:
    def __init__(self, store=None, loop=None):
        if not store:
            store = "session.json"
            self.entries = read_cache(store)
        else:
            self.store, self.loop = store, loop

    def put(self, key, value, save=True):
        self.entries[key] = value
        self._put(key, save)

    def _put(self, key, save=True, *, folder=None):
        folder = folder or "/var/lib/shop"
        if save:
            with open(folder, "w") as file:
                json.dump(self.entries, file)

    def flush(self, wait=None):
        if wait is None or self.loop is None:
            return None
        time.sleep(1)

    async def keeps_an_order_reported(self, order, changes):
        self.put("order", order)  # Noncompliant {{Run "put" in a thread, it blocks the event loop: self.put → self._put → open.}}
        self.put("order", order, bool(order))  # Noncompliant {{Run "put" in a thread, it blocks the event loop: self.put → self._put → open.}}
        self.put("order", order, save=1)  # Noncompliant {{Run "put" in a thread, it blocks the event loop: self.put → self._put → open.}}
        self.put("order", **changes)  # Noncompliant {{Run "put" in a thread, it blocks the event loop: self.put → self._put → open.}}
        self.put(*changes)  # Noncompliant {{Run "put" in a thread, it blocks the event loop: self.put → self._put → open.}}
        Session.put(self, order, False)  # Noncompliant {{Run "put" in a thread, it blocks the event loop: Session.put → self._put → open.}}
        self.flush(0)  # Noncompliant {{Run "flush" in a thread, it blocks the event loop: self.flush → time.sleep.}}
        return Session(None)  # Noncompliant {{Run "Session" in a thread, it blocks the event loop: Session → read_cache → open.}}


def settings_of(path=None, strict=False):
    if strict:
        raise ValueError(path)
    if path is None:
        path = "settings.json"
    return read_cache(path) if path else {}


async def reads_where_the_default_is_replaced_reported():
    return settings_of()  # Noncompliant {{Run "settings_of" in a thread, it blocks the event loop: settings_of → read_cache → open.}}


def fresh_words(path):
    words = {}
    if path not in words:
        with open(path) as file:
            words[path] = file.read()
    return words


async def keeps_no_words_reported(path):
    return fresh_words(path)  # Noncompliant {{Run "fresh_words" in a thread, it blocks the event loop: fresh_words → open.}}


def note(event, text):
    if event == Event.SOLD:
        open("sales.log", "a").write(text)


async def notes_a_sale_reported(event):
    note(Event.SOLD, "tea")  # Noncompliant {{Run "note" in a thread, it blocks the event loop: note → open.}}
    note(event, "tea")  # Noncompliant {{Run "note" in a thread, it blocks the event loop: note → open.}}


# ---- silent ---------------------------------------------------------------
async def notes_something_else_silent():
    note(Event.ASKED, "tea")


def start(command):
    process = subprocess.Popen(command)
    return process


async def starts_a_process_silent(command):
    process = start(command)
    while process.poll() is None:
        await asyncio.sleep(0.1)


async def keeps_it_in_memory_silent(session: Session, order):
    session.put("order", order, False)
    session.put("order", order, save=None)
    session._put("order", 0)
    session.flush()
    return Session(store="other.json")


async def has_no_path_silent():
    return settings_of("")


async def is_refused_silent():
    return settings_of("other.json", True)


WORDS = {}


class WordList:
    @classmethod
    def of(cls, path):
        if path not in WORDS:
            with open(path) as file:
                WORDS[path] = file.read().split()
        return WORDS[path]


@functools.lru_cache
def template(name):
    return read_cache(name)


async def reads_each_file_once_silent(path):
    return WordList.of(path), template(path)


class ShopClient:
    def __init__(self, plugins="prices"):
        self.plugins = load_plugin(plugins)


def load_plugin(name):
    return download_plugin(name) if name.startswith("https:") else None


def download_plugin(address):
    return fetch(address)


class Shop:
    _client = None

    def client(self):
        if not self._client:
            self._client = ShopClient()
        return self._client


async def makes_a_client_once_silent():
    return Shop().client()


def numeric_address(host, port):
    flags = socket.AI_NUMERICHOST
    return socket.getaddrinfo(host, port, flags=flags)[0]


async def asks_no_name_server_silent(host):
    return numeric_address(host, 53)


def run_options(options):
    if options.version:
        print(subprocess.check_output(["git", "describe"]))
        sys.exit(0)
    return open(os.devnull, "w")


async def ends_the_program_silent(options):
    return run_options(options)


async def hands_over_silent(user):
    return await asyncio.to_thread(load_profile, user)


async def hands_over_a_partial_silent(user):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, functools.partial(load_profile, user))


async def hands_over_a_lambda_silent(user):
    return await asyncio.to_thread(lambda: load_profile(user))


def synchronous_silent(user):
    return load_profile(user)


async def does_not_block_silent(numbers):
    return total(numbers)


async def only_makes_a_generator_silent(path):
    return lines(path)


async def calls_a_coroutine_function_silent(user):
    return await shows_reported(user)


def make_job(url):
    def job():
        return requests.get(url)

    return job


async def hands_over_a_made_function_silent(url):
    return await asyncio.to_thread(make_job(url))


async def process_pool_silent(numbers):
    with ProcessPoolExecutor() as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, total, numbers)


async def weighs_it_silent(path, size):
    if size < 1000:
        return read_cache(path)
    return await asyncio.to_thread(read_cache, path)


async def keeps_the_future_silent(path):
    future = asyncio.get_running_loop().run_in_executor(None, read_cache, path)
    await asyncio.sleep(1)
    return await future


class Preferences:
    _shared = None

    def __init__(self):
        self.values = json.loads(open("settings.json").read())

    @classmethod
    def shared(cls):
        if not hasattr(cls, "_shared") or cls._shared is None:
            cls._shared = Preferences()
        return cls._shared

    @classmethod
    def fresh(cls):
        if cls._shared is None:
            settings = Preferences()
        return settings


_catalog = None


def catalog():
    global _catalog
    if _catalog:
        return _catalog
    _catalog = read_cache("catalog.json")
    return _catalog


@functools.lru_cache(maxsize=None)
def time_zone():
    return read_cache("/etc/timezone.json")


async def reads_a_file_on_first_use_silent():
    return Preferences.shared().values, catalog(), time_zone()


def recursive(depth):
    return recursive(depth - 1) if depth else other(depth)


def other(depth):
    return recursive(depth)


async def cycle_silent():
    return recursive(3)


def looks(path):
    return os.path.exists(path)


async def one_look_at_the_disk_silent(path):
    return looks(path)


class Attachment:
    def __init__(self, source):
        if isinstance(source, bytes):
            self.content = source
        else:
            with open(source, "rb") as file:
                self.content = file.read()


async def passes_bytes_silent(channel, picture):
    await channel.send(Attachment(picture))


class SettingsFile:
    def save(self):
        loop = asyncio.get_event_loop()
        if self.server.is_running():
            saved = loop.run_in_executor(None, self._store)
        else:
            saved = loop.create_future()
            saved.set_result(self._store())
        return saved

    def _store(self):
        with open(self.path, "w") as settings:
            settings.write(self.text)


async def saves_in_a_thread_silent(settings: SettingsFile):
    await settings.save()


def on_the_loop(function, loop):
    async def wrapper():
        return function()

    if asyncio.get_running_loop() is loop:
        function()
    else:
        asyncio.run_coroutine_threadsafe(wrapper(), loop).result()


async def asks_where_it_runs_silent(prices, loop):
    on_the_loop(prices.refresh, loop)


ZONE = None


def set_zone(zone):
    global ZONE
    ZONE = zone
    return zone


def local_zone():
    if ZONE is not None:
        return ZONE
    with open("/etc/timezone") as name:
        return set_zone(name.read())


async def asks_for_the_zone_silent(event):
    return event.start.astimezone(local_zone())


# ---- unknown --------------------------------------------------------------
@remote
def runs_elsewhere(path):
    return open(path)


async def unknown_decorator_unknown(path):
    return runs_elsewhere(path)


async def somebodys_object_unknown(player):
    return player.duration()


async def somebodys_factory_unknown(factory):
    return await asyncio.to_thread(factory("x"))


# ---- near misses ----------------------------------------------------------
async def direct_call_near_miss(path):
    # UA503 reports this one
    return open(path)


async def redefined_near_miss(load_profile):
    return load_profile("me")
