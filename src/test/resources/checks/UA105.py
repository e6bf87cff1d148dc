import asyncio
import concurrent.futures
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


# ---- reported -------------------------------------------------------------
async def uploads_reported(bucket, path):
    with concurrent.futures.ThreadPoolExecutor() as pool:  # Noncompliant {{Pass "max_workers" to "concurrent.futures.ThreadPoolExecutor": the default follows the processors of the machine, not the work.}}
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        await asyncio.get_running_loop().run_in_executor(pool, bucket.upload_file, path)


class Storage_reported:
    def __init__(self):
        self.pool = ThreadPoolExecutor()  # Noncompliant {{Pass "max_workers" to "ThreadPoolExecutor": the default follows the processors of the machine, not the work.}}


def none_reported():
    return ThreadPoolExecutor(None)  # Noncompliant {{Pass "max_workers" to "ThreadPoolExecutor": the default follows the processors of the machine, not the work.}}


def none_by_name_reported():
    return ThreadPoolExecutor(max_workers=None, thread_name_prefix="disk")  # Noncompliant {{Pass "max_workers" to "ThreadPoolExecutor": the default follows the processors of the machine, not the work.}}


async def thread_per_file_reported(files, convert):
# ^[sc=1;ec=5]> {{on the event loop because of this "async"}}
    for file in files:
#   ^^^> {{each turn starts a thread}}
        threading.Thread(target=convert, args=(file,)).start()  # Noncompliant {{Use an executor with "max_workers" instead of one "threading.Thread" for each turn of the loop.}}
#       ^^^^^^^^^^^^^^^^


async def thread_per_connection_reported(listener, serve):
    while listener.is_open:
        connection = await listener.next()
        worker = threading.Thread(target=serve, args=(connection,), daemon=True)  # Noncompliant {{Use an executor with "max_workers" instead of one "threading.Thread" for each turn of the loop.}}
        worker.start()


def several_jobs_reported(mirrors, fetch):
    with ThreadPoolExecutor() as pool:  # Noncompliant {{Pass "max_workers" to "ThreadPoolExecutor": the default follows the processors of the machine, not the work.}}
        jobs = []
        for mirror in mirrors:
            job = pool.submit(fetch, mirror)
            jobs.append(job)
        return [job.result() for job in jobs]


def one_of_many_jobs_reported(mirrors, fetch):
    with ThreadPoolExecutor() as pool:  # Noncompliant {{Pass "max_workers" to "ThreadPoolExecutor": the default follows the processors of the machine, not the work.}}
        for mirror in mirrors:
            print(pool.submit(fetch, mirror).result())


# ---- silent ---------------------------------------------------------------
async def chosen_silent(bucket, path):
    with ThreadPoolExecutor(max_workers=4) as pool:
        await asyncio.get_running_loop().run_in_executor(pool, bucket.upload_file, path)


def by_position_silent():
    return ThreadPoolExecutor(8)


def from_settings_silent(settings):
    return ThreadPoolExecutor(max_workers=settings.threads)


def named_silent():
    return ThreadPoolExecutor(thread_name_prefix="s3-upload-")


def processes_silent():
    return ProcessPoolExecutor()


async def a_few_threads_silent(convert):
    for _ in range(3):
        threading.Thread(target=convert).start()


def outside_of_the_loop_silent(files, convert):
    for file in files:
        threading.Thread(target=convert, args=(file,)).start()


def one_job_silent(loop_of_its_own):
    with ThreadPoolExecutor() as pool:
        report = pool.submit(loop_of_its_own)
        return report.result(timeout=60)


def runs_beside_the_loop_silent(coroutine):
    return ThreadPoolExecutor().submit(asyncio.run, coroutine).result()


# ---- unknown --------------------------------------------------------------
def options_unknown(options):
    return ThreadPoolExecutor(**options)


def arguments_unknown(arguments):
    return ThreadPoolExecutor(*arguments)


# ---- near misses ----------------------------------------------------------
class Pools_near_miss:
    def ThreadPoolExecutor(self):
        return self


def own_pool_near_miss(pools: Pools_near_miss):
    return pools.ThreadPoolExecutor()
