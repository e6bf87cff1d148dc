import asyncio
import concurrent.futures
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial


# ---- reported -------------------------------------------------------------
class Sensor:
    def __init__(self, loop):
        self.loop = loop
        self.readings = asyncio.Queue(maxsize=100)
        self.ready = asyncio.Event()

    def start(self):
        threading.Thread(target=self.read_reported, daemon=True).start()
#       ^^^^^^^^^^^^^^^^>

    def read_reported(self):
        self.ready.set()  # Noncompliant {{Use "loop.call_soon_threadsafe" instead of "self.ready.set", this code runs in a worker thread.}}
#       ^^^^^^^^^^^^^^
        self.publish_reported(1)

    def publish_reported(self, value):
        self.readings.put_nowait(value)  # Noncompliant {{Use "loop.call_soon_threadsafe" instead of "self.readings.put_nowait", this code runs in a worker thread.}}
        self.loop.call_soon(print, value)  # Noncompliant {{Use "loop.call_soon_threadsafe" instead of "self.loop.call_soon", this code runs in a worker thread.}}


class Listener(threading.Thread):
    def __init__(self, work):
        super().__init__(daemon=True)
        self.work = work

    def run(self):
        asyncio.ensure_future(self.work())  # Noncompliant {{Use "asyncio.run_coroutine_threadsafe" instead of "asyncio.ensure_future", this code runs in a worker thread.}}


def compute_reported(answer: asyncio.Future, number):
    answer.set_result(number * number)  # Noncompliant {{Use "loop.call_soon_threadsafe" instead of "answer.set_result", this code runs in a worker thread.}}


async def hands_over(number):
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    await loop.run_in_executor(None, partial(compute_reported, answer, number))
    return await answer


class Cache:
    def __init__(self):
        self._lock = threading.Lock()
        self._changed = threading.Event()
        self._context = threading.local()

    async def refresh_reported(self, fetch):
        with self._lock:  # Noncompliant {{Replace "self._lock" with an "asyncio.Lock", it is held while the coroutine is suspended.}}
            return await fetch()

    async def wait_reported(self):
        self._changed.wait()  # Noncompliant {{Replace "self._changed.wait" with its counterpart in "asyncio", it blocks the event loop.}}

    async def acquire_reported(self):
        self._lock.acquire()  # Noncompliant {{Replace "self._lock.acquire" with its counterpart in "asyncio", it blocks the event loop.}}

    async def remember_reported(self, user):
        self._context.user = user  # Noncompliant {{Replace "self._context" with a "contextvars.ContextVar", all tasks share the thread.}}


async def waits_for_itself_reported(work):
    loop = asyncio.get_running_loop()
    return asyncio.run_coroutine_threadsafe(work(), loop).result()  # Noncompliant {{Await the coroutine instead of "asyncio.run_coroutine_threadsafe().result", which blocks the event loop until another thread has run it.}}


async def waits_later_reported(work, loop):
    future = asyncio.run_coroutine_threadsafe(work(), loop)
    return future.result(10)  # Noncompliant {{Await the coroutine instead of "future.result", which blocks the event loop until another thread has run it.}}


class SqlStore:
    def __init__(self):
        self.requests = queue.Queue()
        threading.Thread(target=self.answer_reported, daemon=True).start()

    def ask(self, sql):
        answer = asyncio.Future()
        self.requests.put((answer, sql))
        return answer

    def answer_reported(self):
        while True:
            answer, sql = self.requests.get()
            try:
                answer.set_result(self.run(sql))  # Noncompliant {{Use "loop.call_soon_threadsafe" instead of "answer.set_result", this code runs in a worker thread.}}
            except ValueError as error:
                answer.set_exception(error)  # Noncompliant {{Use "loop.call_soon_threadsafe" instead of "answer.set_exception", this code runs in a worker thread.}}


# ---- silent ---------------------------------------------------------------
class Safe:
    def __init__(self, loop):
        self.loop = loop
        self.readings = asyncio.Queue(maxsize=100)
        self._lock = threading.Lock()

    def start(self):
        threading.Thread(target=self.read_silent, daemon=True).start()

    def read_silent(self):
        self.loop.call_soon_threadsafe(self.readings.put_nowait, 1)
        asyncio.run_coroutine_threadsafe(self.readings.put(2), self.loop)

    async def without_await_silent(self, value):
        with self._lock:
            self.value = value
        await asyncio.sleep(0)

    async def tries_only_silent(self):
        if self._lock.acquire(blocking=False):
            self._lock.release()

    async def on_the_loop_silent(self):
        self.readings.put_nowait(1)


def own_loop_silent(work):
    def run():
        loop = asyncio.new_event_loop()
        try:
            loop.create_task(work())
            loop.run_forever()
        finally:
            loop.close()

    threading.Thread(target=run).start()


def bridge_silent(work, loop):
    return asyncio.run_coroutine_threadsafe(work(), loop).result(10)


async def waits_in_a_thread_silent(changed: threading.Event):
    await asyncio.to_thread(changed.wait)


async def wrapped_silent(work, loop):
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work(), loop))


async def asynchronous_lock_silent(lock: asyncio.Lock, fetch):
    async with lock:
        return await fetch()


class ThreadedStore:
    def __init__(self):
        self.orders = queue.Queue()
        threading.Thread(target=self.answer_silent, daemon=True).start()

    def ask(self, sql):
        answer = concurrent.futures.Future()
        self.orders.put((answer, sql))
        return asyncio.wrap_future(answer)

    def answer_silent(self):
        while True:
            answer, sql = self.orders.get()
            answer.set_result(self.run(sql))


async def result_of_finished_future_silent(loop):
    finished = threading.Event()
    future = asyncio.run_coroutine_threadsafe(work(), loop)
    future.add_done_callback(lambda done: finished.set())
    await asyncio.to_thread(finished.wait)
    return future.result()


# ---- unknown --------------------------------------------------------------
def someone_elses_queue_unknown(queue):
    queue.put_nowait(1)


async def starts_unknown(queue):
    await asyncio.to_thread(someone_elses_queue_unknown, queue)


async def someone_elses_lock_unknown(lock, fetch):
    with lock:
        return await fetch()


# ---- near misses ----------------------------------------------------------
def process_near_miss(done: asyncio.Event):
    done.set()


def not_started_near_miss(done: asyncio.Event):
    process_near_miss(done)


class Readings:
    def put_nowait(self, value):
        print(value)


def other_queue_near_miss():
    Readings().put_nowait(1)


def runs_near_miss(pool: ThreadPoolExecutor):
    pool.submit(other_queue_near_miss)
