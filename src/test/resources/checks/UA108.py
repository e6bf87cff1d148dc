import asyncio
import collections
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

seen = {}
totals = 0
totals_lock = threading.Lock()


# ---- reported -------------------------------------------------------------
class Presence:
    def __init__(self):
        self.online = {}
        self.events = []
        self.count = 0

    def start(self):
        threading.Thread(target=self.listen_reported, daemon=True).start()
#       ^^^^^^^^^^^^^^^^>

    def listen_reported(self):
        self.online["tea"] = 1  # Noncompliant {{Hold a lock around "self.online" here and in "report", which uses it on the event loop at the same time.}}
#       ^^^^^^^^^^^
        self._store_reported("tea")

    def _store_reported(self, name):
        self.events.append(name)  # Noncompliant {{Hold a lock around "self.events" here and in "flush", which uses it on the event loop at the same time.}}
        self.count += 1  # Noncompliant {{Hold a lock around "self.count" here and in "flush", which uses it on the event loop at the same time.}}

    async def report(self):
        return [name for name in self.online]
#                                ^^^^^^^^^^^<

    async def flush(self):
        self.events.clear()
        self.count = 0


def note_reported(name):
    seen[name] = True  # Noncompliant {{Hold a lock around "seen" here and in "forget", which uses it on the event loop at the same time.}}


async def forget(name):
    seen.pop(name, None)


def start_noting(pool: ThreadPoolExecutor, names):
    for name in names:
        pool.submit(note_reported, name)


class Window:
    def __init__(self, loop):
        self.loop = loop
        self.scheduled = {}

    def run_reported(self, coroutine, name):
        async def wrapper():
            try:
                await coroutine
            finally:
                self.scheduled.pop(future)

        future = asyncio.run_coroutine_threadsafe(wrapper(), self.loop)
        self.scheduled[future] = name  # Noncompliant {{Hold a lock around "self.scheduled" here and in "wrapper", which uses it on the event loop at the same time.}}


class Watchtower:
    def __init__(self, network, watch):
        asyncio.ensure_future(watch.start())  # Noncompliant {{Start the coroutine with "asyncio.run_coroutine_threadsafe", like the one that shares its state with it.}}
        asyncio.run_coroutine_threadsafe(watch.serve(), network.loop)


class HalfGuarded:
    def __init__(self):
        self.lock = threading.Lock()
        self.names = set()

    def start(self):
        threading.Thread(target=self.work_reported).start()

    def work_reported(self):
        with self.lock:
            self.names.add("tea")

    async def clear(self):
        self.names.clear()  # Noncompliant {{Hold a lock around "self.names" here and in "work_reported", which uses it in another thread at the same time.}}


class FillsForEachName:
    def __init__(self):
        self.prices = {}

    def start(self):
        threading.Thread(target=self.price_reported).start()

    def price_reported(self, name):
        if name not in self.prices:
            self.prices[name] = len(name)  # Noncompliant {{Hold a lock around "self.prices" here and in "show", which uses it on the event loop at the same time.}}
        return self.prices[name]

    async def show(self):
        for price in self.prices.values():
            print(price)


# ---- silent ---------------------------------------------------------------
class Guarded:
    def __init__(self):
        self.lock = threading.Lock()
        self.names = set()

    def start(self):
        threading.Thread(target=self.work_silent).start()

    def work_silent(self):
        with self.lock:
            self.names.add("tea")

    async def clear(self):
        with self.lock:
            self.names.clear()


class Queues:
    def __init__(self):
        self.inbox = queue.Queue(maxsize=10)
        self.latest = collections.deque(maxlen=10)
        self.running = True

    def start(self):
        threading.Thread(target=self.work_silent).start()

    def work_silent(self):
        while self.running:
            self.latest.append(self.inbox.get())

    async def stop(self):
        self.running = False
        self.latest.clear()


class Waits:
    def __init__(self):
        self.rows = []

    def _load_silent(self):
        self.rows.append(1)

    async def load(self):
        await asyncio.to_thread(self._load_silent)
        for row in self.rows:
            print(row)


class FillsOnce:
    def __init__(self):
        self.codes = None
        self.known = set()

    def start(self):
        threading.Thread(target=self.work_silent).start()

    def work_silent(self):
        if self.codes is None:
            self.codes = {"tea": 1}
            self.known.update(self.codes)

    async def codes_of(self):
        self.work_silent()


class OnlyRead:
    def __init__(self):
        self.known = {"tea": 1}

    def start(self):
        threading.Thread(target=self.work_silent).start()

    def work_silent(self):
        print(self.known["tea"])

    async def learn(self, name):
        self.known[name] = 1


def count_silent():
    global totals
    with totals_lock:
        totals += 1


async def reset_silent():
    global totals
    with totals_lock:
        totals = 0


def start_counting_silent():
    threading.Thread(target=count_silent).start()


def local_state_silent():
    rows = []
    rows.append(1)
    return rows


def start_local_silent():
    threading.Thread(target=local_state_silent).start()


def either_thread_silent(work, loop):
    if threading.current_thread() is threading.main_thread():
        asyncio.ensure_future(work())
    else:
        asyncio.run_coroutine_threadsafe(work(), loop)


class Library:
    def __init__(self):
        self.broken = {}
        self.worker = threading.Thread(target=self.refresh_silent)

    def refresh_silent(self):
        for path in list(self.broken):
            del self.broken[path]
        self.read_all()

    def read_all(self):
        def read(path):
            self.broken[path] = "unreadable"

        with ThreadPoolExecutor(max_workers=4) as readers:
            list(readers.map(read, self.paths))

    async def start(self):
        self.worker.start()


class Accountant:
    def count_in_thread(self, message):
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(self.count, message, {"words": 0}).result(timeout=3)

    async def count_on_loop(self, message):
        totals = {"words": 0}
        self.count(message, totals)
        await asyncio.sleep(1)
        return totals

    def count(self, message, totals: dict):
        totals["words"] += len(message.split())


# ---- unknown --------------------------------------------------------------
class Foreign:
    def __init__(self, store):
        self.store = store

    def start(self):
        threading.Thread(target=self.work_unknown).start()

    def work_unknown(self):
        self.store.update(tea=1)

    async def clear(self):
        self.store.clear()


# ---- near misses ----------------------------------------------------------
class SameThread:
    def __init__(self):
        self.names = set()

    def add_near_miss(self, name):
        self.names.add(name)

    async def clear(self):
        self.add_near_miss("tea")
        self.names.clear()
