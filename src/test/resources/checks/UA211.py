import asyncio
import time


async def fetch(url):
    await asyncio.sleep(1)
    return url


# ---- reported -------------------------------------------------------------
async def polls_reported(url):
    task = asyncio.create_task(fetch(url))
    while not task.done():  # Noncompliant {{Wait with "asyncio.wait" or "await" instead of asking "task.done" in a loop.}}
#             ^^^^^^^^^
        await asyncio.sleep(0.1)
#             ^^^^^^^^^^^^^< {{the loop sleeps here before it asks again}}
    return task.result()


async def polls_and_breaks_reported(spinner):
    task = asyncio.ensure_future(fetch("a"))
    while True:
        spinner.turn()
        await asyncio.sleep(1)
        if task.done():  # Noncompliant {{Wait with "asyncio.wait" or "await" instead of asking "task.done" in a loop.}}
            break


async def bare_coroutines_reported(urls):
    done, pending = await asyncio.wait([fetch(url) for url in urls])  # Noncompliant {{Wrap "fetch" in "asyncio.create_task": "asyncio.wait" takes no coroutines since Python 3.11.}}
    return done, pending


async def bare_coroutines_in_a_list_reported():
    await asyncio.wait([fetch("a"), fetch("b")])  # Noncompliant {{Wrap "fetch" in "asyncio.create_task": "asyncio.wait" takes no coroutines since Python 3.11.}}


async def first_of_two_reported(mirrors):
    tasks = [asyncio.create_task(fetch(mirror)) for mirror in mirrors]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)  # Noncompliant {{Cancel or await the unfinished tasks that "asyncio.wait" returns: they keep running.}}
    return done.pop().result()


async def pending_not_read_reported():
    done, pending = await asyncio.wait({asyncio.create_task(fetch("a")), asyncio.create_task(fetch("b"))}, timeout=5)  # Noncompliant {{Cancel or await the unfinished tasks that "asyncio.wait" returns: they keep running.}}
    return [task.result() for task in done]


async def both_dropped_reported():
    await asyncio.wait([asyncio.create_task(fetch("a"))], timeout=5)  # Noncompliant {{Cancel or await the unfinished tasks that "asyncio.wait" returns: they keep running.}}


async def watches_over_actors_reported(*actors):
    await asyncio.gather(*(actor.join() for actor in actors))  # Noncompliant {{Watch over these with "asyncio.wait" and "return_when": "asyncio.gather" ends at the first error and says nothing of the rest.}}


class Backups:
    async def first_of_a_known_and_a_nameless_one_reported(self, backup, frozen):
        await asyncio.wait((backup, self.app.create_task(frozen.wait())), return_when=asyncio.FIRST_COMPLETED)  # Noncompliant {{Cancel or await the unfinished tasks that "asyncio.wait" returns: they keep running.}}
        return backup

    async def a_new_one_for_each_turn_reported(self, queue, stopped):
        while not stopped.is_set():
            reader = asyncio.ensure_future(queue.get())
            done, _ = await asyncio.wait([reader, asyncio.create_task(stopped.wait())], return_when=asyncio.FIRST_COMPLETED)  # Noncompliant {{Cancel or await the unfinished tasks that "asyncio.wait" returns: they keep running.}}
            if reader in done:
                self.store(reader.result())



async def polls_until_it_returns_reported(job: asyncio.Task, panel):
    while True:
        if job.done():  # Noncompliant {{Wait with "asyncio.wait" or "await" instead of asking "job.done" in a loop.}}
            return job.result()
        panel.refresh()
        await asyncio.sleep(0.5)


async def polls_a_number_of_times_reported(url):
    download = asyncio.create_task(fetch(url))
    for _ in range(100):
        if download.done():  # Noncompliant {{Wait with "asyncio.wait" or "await" instead of asking "download.done" in a loop.}}
            break
        await asyncio.sleep(0.1)
    return download


async def polls_each_reported(urls):
    downloads = [asyncio.create_task(fetch(url)) for url in urls]
    while downloads:
        for download in list(downloads):
            if download.done():  # Noncompliant {{Wait with "asyncio.wait" or "await" instead of asking "download.done" in a loop.}}
                downloads.remove(download)
        await asyncio.sleep(0.1)


async def pending_only_counted_reported(urls):
    done, pending = await asyncio.wait([asyncio.create_task(fetch(url)) for url in urls], timeout=3)  # Noncompliant {{Cancel or await the unfinished tasks that "asyncio.wait" returns: they keep running.}}
    if pending:
        print("late:", len(pending))
    return done


async def sleeps_in_the_other_branch_reported(worker: asyncio.Task):
    while True:
        if worker.done():  # Noncompliant {{Wait with "asyncio.wait" or "await" instead of asking "worker.done" in a loop.}}
            break
        else:
            await asyncio.sleep(0.1)


async def ends_with_either_process_reported(tap, target):
    extract = await tap.start()
    load = await target.start()
    await asyncio.wait([extract.wait(), load.wait()], return_when=asyncio.FIRST_COMPLETED)  # Noncompliant {{Cancel or await the unfinished tasks that "asyncio.wait" returns: they keep running.}}
    load.stdin.close()


# ---- silent ---------------------------------------------------------------
async def awaits_silent(url):
    return await asyncio.create_task(fetch(url))


async def cancels_the_rest_silent(mirrors):
    tasks = [asyncio.create_task(fetch(mirror)) for mirror in mirrors]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return done.pop().result()


async def cancels_by_the_other_name_silent(mirrors):
    tasks = [asyncio.create_task(fetch(mirror)) for mirror in mirrors]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    return done.pop().result()


async def waits_again_silent(urls):
    pending = {asyncio.create_task(fetch(url)) for url in urls}
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            print(task.result())


async def waits_for_all_silent(urls):
    await asyncio.wait([asyncio.create_task(fetch(url)) for url in urls])


async def asks_once_silent(url):
    task = asyncio.create_task(fetch(url))
    await asyncio.sleep(1)
    if not task.done():
        task.cancel()


async def shows_progress_without_asking_silent(spinner):
    while True:
        spinner.turn()
        await asyncio.sleep(0.1)


class Worker:
    async def drain_silent(self):
        await asyncio.wait(self.tasks, timeout=5)


async def gathers_short_work_silent(urls):
    await asyncio.gather(*(fetch(url) for url in urls))


async def gives_the_rest_back_silent(app, backup, frozen):
    done, pending = await asyncio.wait([backup, app.create_task(frozen.wait())], return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return done



async def cancels_by_the_parts_silent(urls, mirrors):
    readers = [asyncio.create_task(fetch(url)) for url in urls]
    writers = [asyncio.create_task(fetch(mirror)) for mirror in mirrors]
    every = readers + writers
    done, _ = await asyncio.wait(every, return_when=asyncio.FIRST_COMPLETED)
    for reader in readers:
        reader.cancel()
    for writer in writers:
        writer.cancel()
    return done


async def cancels_what_it_has_counted_silent(urls):
    done, pending = await asyncio.wait([asyncio.create_task(fetch(url)) for url in urls], timeout=3)
    if pending:
        print("late:", len(pending))
        for download in pending:
            download.cancel()
    return done


async def looks_now_and_then_silent(url):
    download = asyncio.create_task(fetch(url))
    for number in range(3):
        print(number, download.done())
        await asyncio.sleep(1)
    return await download


async def works_at_a_rate_silent(queue, stopper: asyncio.Task, per_minute):
    while not stopper.done():
        await queue.start_next()
        if per_minute:
            await asyncio.sleep(60 / per_minute)


async def asks_each_task_once_silent(reader, interrupted: asyncio.Event):
    while True:
        task = asyncio.create_task(reader.read())
        await interrupted.wait()
        if not task.done():
            task.cancel()
            await asyncio.sleep(3)
            break


# ---- unknown --------------------------------------------------------------
async def done_of_something_unknown(job):
    while not job.done():
        await asyncio.sleep(1)


async def tasks_of_the_caller_unknown(tasks):
    await asyncio.wait(tasks, timeout=5)


# ---- near misses ----------------------------------------------------------
def synchronous_near_miss(future):
    while not future.done():
        time.sleep(1)


async def joins_rooms_near_miss(client, rooms):
    await asyncio.gather(*(client.join(room) for room in rooms))
