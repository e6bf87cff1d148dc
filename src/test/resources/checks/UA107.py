import asyncio
import atexit
import concurrent.futures
import contextlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool


# ---- reported -------------------------------------------------------------
class ThumbnailService_reported:
    def __init__(self, workers):
        self.executor = concurrent.futures.ProcessPoolExecutor(workers)  # Noncompliant {{Shut down "self.executor" with "self.executor.shutdown()"; nothing does.}}
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        self.running = True

    async def render(self, image):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, image.resize, 200)

    def stop(self):
        self.running = False


class LeaseKeeper:
    def __init__(self, pool):
        self.pool = pool

    async def renew(self, lease):
        return await asyncio.get_running_loop().run_in_executor(self.pool, lease.renew)


class LendingManager_reported:
    def __init__(self):
        self.pool = ThreadPoolExecutor(4)  # Noncompliant {{Shut down "self.pool" with "self.pool.shutdown()"; nothing does.}}
        self.keeper = LeaseKeeper(self.pool)


async def hashes_files_reported(paths):
    pool = ThreadPoolExecutor(max_workers=8)  # Noncompliant {{Open "pool" with a "with" statement; nothing shuts it down.}}
    loop = asyncio.get_running_loop()
    return await asyncio.gather(*[loop.run_in_executor(pool, path.read_bytes) for path in paths])


async def makes_one_per_call_reported(document):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(ProcessPoolExecutor(), document.parse)  # Noncompliant {{Open "ProcessPoolExecutor" with a "with" statement; nothing shuts it down.}}


def starts_workers_reported(jobs):
    workers = multiprocessing.Pool(4)  # Noncompliant {{Open "workers" with a "with" statement; nothing shuts it down.}}
    return workers.map(str, jobs)


_background = ThreadPoolExecutor(2)  # Noncompliant {{Shut down "_background" with "_background.shutdown()"; nothing does.}}


async def looks_up_with_a_global_reported(host):
    return await asyncio.get_running_loop().run_in_executor(_background, host.resolve)


class LazyPool_reported:
    _pool = None

    def pool(self):
        if self._pool is None:
            self._pool = ThreadPool(4)  # Noncompliant {{Shut down "self._pool" with "self._pool.close()"; nothing does.}}
        return self._pool


_mail_thread = ThreadPoolExecutor(max_workers=1)  # Noncompliant {{Shut down "_mail_thread" with "_mail_thread.shutdown()"; nothing does.}}


def sends_later_reported(mail):
    _mail_thread.submit(mail.send)


def counts_in_the_background_reported(document):
    ThreadPoolExecutor(1).submit(document.parse)  # Noncompliant {{Open "ThreadPoolExecutor" with a "with" statement; nothing shuts it down.}}


# ---- silent ---------------------------------------------------------------
def runs_one_job_silent(document):
    return ThreadPoolExecutor(1).submit(document.parse).result()


async def uses_with_silent(documents):
    with ProcessPoolExecutor() as pool:
        return list(pool.map(str, documents))


async def shuts_down_silent(document):
    pool = ThreadPoolExecutor(2)
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, document.parse)
    finally:
        pool.shutdown()


class Owner_silent:
    def __init__(self):
        self.executor = ThreadPoolExecutor(4)

    async def close(self):
        self.executor.shutdown(wait=False)


class Base_silent:
    def stop(self):
        self._stop_pool()

    def _stop_pool(self):
        self.pool.shutdown()


class Derived_silent(Base_silent):
    def __init__(self):
        self.pool = ThreadPoolExecutor(4)


async def becomes_the_default_silent():
    pool = ThreadPoolExecutor(32)
    asyncio.get_running_loop().set_default_executor(pool)


class Stacked_silent:
    def __init__(self):
        self.stack = contextlib.ExitStack()
        self.pool = self.stack.enter_context(ThreadPoolExecutor(4))


_shared = ThreadPoolExecutor(4)
atexit.register(_shared.shutdown)


def makes_for_the_caller_silent():
    return ThreadPoolExecutor(4)


async def closes_what_it_was_given_silent():
    pool = makes_for_the_caller_silent()
    try:
        await asyncio.sleep(1)
    finally:
        pool.shutdown()


# One thread for a scanner driver that is not thread-safe: nobody leaves a job behind in it.
_scanner_thread = ThreadPoolExecutor(max_workers=1)


def scans_silent(driver):
    page = _scanner_thread.submit(driver.scan)
    return page.result()


def warms_up_silent(driver, ongoing):
    ongoing[driver] = _scanner_thread.submit(driver.warm_up)


def resets_the_scanner_silent(driver):
    _scanner_thread.submit(driver.reset).result()


async def joins_processes_silent(jobs):
    pool = multiprocessing.Pool(2)
    try:
        return pool.map(str, jobs)
    finally:
        pool.terminate()


# ---- unknown --------------------------------------------------------------
async def hands_it_to_somebody_unknown(registry):
    pool = ThreadPoolExecutor(4)
    registry.adopt(pool)


async def stores_it_on_another_object_unknown(app):
    app.executor = ThreadPoolExecutor(4)


executor = ThreadPoolExecutor(4)  # a public variable: the program that imports it may shut it down


async def uses_the_public_one_unknown(path):
    return await asyncio.get_running_loop().run_in_executor(executor, path.read_text)


# ---- near misses ----------------------------------------------------------
class Executor:
    def submit(self, job): ...


async def runs_on_its_own_executor_near_miss(job):
    runner = Executor()
    runner.submit(job)


async def uses_the_default_executor_near_miss(path):
    return await asyncio.get_running_loop().run_in_executor(None, path.read_text)
