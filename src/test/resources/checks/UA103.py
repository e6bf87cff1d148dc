import asyncio
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Thread, Timer

pool = ThreadPoolExecutor(max_workers=2)


def listen():
    print("listening")


async def poll_forever(feed):
    while True:
        await feed.refresh()


# ---- reported -------------------------------------------------------------
async def starts_listener_reported():
    threading.Thread(target=listen, daemon=True).start()  # Noncompliant {{Run "listen" as a task, or in a thread with "await asyncio.to_thread".}}
#   ^^^^^^^^^^^^^^^^


class Gateway_reported:
    def read_telnet(self):
        self.line = self.telnet.read_until(b"login: ")

    async def connect(self):
        reader = Thread(target=self.read_telnet)  # Noncompliant {{Run "self.read_telnet" as a task, or in a thread with "await asyncio.to_thread".}}
        reader.start()


async def create_gateway_reported():
    gateway = Gateway_reported()
    threading.Thread(target=gateway.read_telnet).start()  # Noncompliant {{Run "gateway.read_telnet" as a task, or in a thread with "await asyncio.to_thread".}}


async def timer_reported(refresh):
    Timer(30, refresh).start()  # Noncompliant {{Replace "Timer" with "loop.call_later", which needs no thread.}}
#   ^^^^^


async def submits_reported(path):
    pool.submit(listen, path)  # Noncompliant {{Await "loop.run_in_executor" instead of calling "pool.submit": nothing on the loop waits for this future.}}


def second_loop():
    asyncio.run(poll_forever(None))


def starts_second_loop_reported():
    Thread(target=second_loop).start()  # Noncompliant {{Run "second_loop" as a task of the event loop that the program has, instead of in a second loop.}}


def on_data_reported():
    Thread(target=listen).start()  # Noncompliant {{Run "listen" as a task, or in a thread with "await asyncio.to_thread".}}


def registers_silent(loop: asyncio.AbstractEventLoop, descriptor):
    loop.add_reader(descriptor, on_data_reported)


async def creates_tables_reported(database):
    with ThreadPoolExecutor(max_workers=1) as executor:
        executor.submit(database.execute, "CREATE TABLE tracks (id, title)")  # Noncompliant {{Await "loop.run_in_executor" instead of calling "executor.submit": nothing on the loop waits for this future.}}
        executor.submit(database.execute, "CREATE INDEX titles ON tracks (title)")


# ---- silent ---------------------------------------------------------------
def plain_thread_silent():
    Thread(target=listen).start()


class Bridge_silent:
    def __init__(self, loop):
        self.loop = loop

    def read_device(self):
        self.loop.call_soon_threadsafe(print, "data")

    def read_all(self):
        self.read_device()

    async def start(self):
        Thread(target=self.read_device).start()
        Thread(target=self.read_all).start()


async def given_the_loop_silent(worker):
    loop = asyncio.get_running_loop()
    Thread(target=worker, args=(loop,)).start()


async def given_a_queue_silent(worker):
    results = asyncio.Queue(10)
    Thread(target=worker, args=(results,)).start()


async def to_thread_silent():
    await asyncio.to_thread(listen)


async def wrapped_silent():
    future = pool.submit(listen)
    return await asyncio.wrap_future(future)


async def kept_silent(futures):
    futures.append(pool.submit(listen))


async def thread_per_item_silent(items):
    for _ in range(3):
        Thread(target=listen).start()


async def main():
    await poll_forever(None)


if __name__ == "__main__":
    asyncio.run(main())


async def waits_for_it_in_an_executor_silent(model, prompt):
    tokens = queue.Queue()

    def produce():
        for token in model.generate(prompt):
            tokens.put(token)
        tokens.put(None)

    Thread(target=produce, daemon=True).start()
    loop = asyncio.get_running_loop()
    while (token := await loop.run_in_executor(None, tokens.get)) is not None:
        yield token


# ---- unknown --------------------------------------------------------------
async def returned_unknown():
    return pool.submit(listen)


async def somebody_elses_pool_unknown(executor, path):
    executor.submit(listen, path)


# ---- near misses ----------------------------------------------------------
class Thread_near_miss:
    def __init__(self, title):
        self.title = title


async def discussion_near_miss():
    return Thread_near_miss("hello")
