import asyncio
import contextlib


async def fetch(url):
    await asyncio.sleep(1)
    return url


async def store(page):
    await asyncio.sleep(1)


# ---- reported -------------------------------------------------------------
async def two_after_each_other_reported(db, user):
    profile = asyncio.create_task(db.profile(user))
    orders = asyncio.create_task(db.orders(user))  # Noncompliant {{Start this task in an "asyncio.TaskGroup", or cancel it in a "finally": it goes on running when this coroutine fails.}}
#            ^^^^^^^^^^^^^^^^^^^
    return await profile, await orders


async def loop_over_tasks_reported(urls):
    tasks = [asyncio.create_task(fetch(url)) for url in urls]  # Noncompliant {{Start this task in an "asyncio.TaskGroup", or cancel it in a "finally": it goes on running when this coroutine fails.}}
    for task in tasks:
        print(await task)


async def collected_reported(urls):
    tasks = []
    for url in urls:
        tasks.append(asyncio.create_task(fetch(url)))  # Noncompliant {{Start this task in an "asyncio.TaskGroup", or cancel it in a "finally": it goes on running when this coroutine fails.}}
    return [await task for task in tasks]


async def waits_reported(urls):
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    done, pending = await asyncio.wait(tasks)  # Noncompliant {{Cancel the tasks in a "finally" around this wait: "asyncio.wait" leaves them running when it is cancelled.}}
    return [task.result() for task in done]


async def first_of_two_reported(stop):
    job = asyncio.create_task(fetch("a"))
    other = asyncio.create_task(fetch("b"))
    done, pending = await asyncio.wait({job, other}, return_when=asyncio.FIRST_COMPLETED)  # Noncompliant {{Cancel the tasks in a "finally" around this wait: "asyncio.wait" leaves them running when it is cancelled.}}
    for task in pending:
        task.cancel()


async def shield_without_a_name_reported(page):
    await asyncio.shield(store(page))  # Noncompliant {{Keep the task that "asyncio.shield" protects in a variable: after a cancellation nothing can wait for it.}}


async def works_before_the_task_is_awaited_reported(url, page):
    task = asyncio.ensure_future(fetch(url))  # Noncompliant {{Start this task in an "asyncio.TaskGroup", or cancel it in a "finally": it goes on running when this coroutine fails.}}
    await store(page)
    return await task


async def by_their_names_reported(mirrors):
    downloads = {name: asyncio.create_task(fetch(url)) for name, url in mirrors.items()}  # Noncompliant {{Start this task in an "asyncio.TaskGroup", or cancel it in a "finally": it goes on running when this coroutine fails.}}
    for name, download in downloads.items():
        try:
            print(name, await download)
        except OSError:
            print(f"{name} does not answer")


async def counted_reported(urls):
    downloads = [asyncio.create_task(fetch(url)) for url in urls]  # Noncompliant {{Start this task in an "asyncio.TaskGroup", or cancel it in a "finally": it goes on running when this coroutine fails.}}
    for number, download in enumerate(downloads):
        print(number, await download)


# ---- silent ---------------------------------------------------------------
async def group_silent(db, user):
    async with asyncio.TaskGroup() as group:
        profile = group.create_task(db.profile(user))
        orders = group.create_task(db.orders(user))
    return profile.result(), orders.result()


async def gathered_silent(urls):
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    return await asyncio.gather(*tasks)


async def cancelled_in_finally_silent(urls):
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    try:
        await asyncio.wait(tasks)
    finally:
        for task in tasks:
            task.cancel()


async def cancelled_on_error_silent(url, page):
    task = asyncio.create_task(fetch(url))
    try:
        await store(page)
    except BaseException:
        task.cancel()
        raise
    return await task


async def awaited_at_once_silent(url):
    task = asyncio.create_task(fetch(url))
    return await task


async def shield_with_a_name_silent(page):
    task = asyncio.create_task(store(page))
    await asyncio.shield(task)


class Service:
    async def start_silent(self):
        self.task = asyncio.create_task(fetch("a"))
        await store("started")


async def returned_silent(url):
    task = asyncio.create_task(fetch(url))
    await asyncio.sleep(0)
    return task


async def patient_silent(url):
    task = asyncio.create_task(fetch(url))
    await asyncio.wait([task], timeout=1)
    return task.done()


async def main(urls):
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    for task in tasks:
        await task


def run_silent():
    asyncio.run(main(["a"]))


async def closes_silent(clients):
    await asyncio.wait([asyncio.create_task(client.close()) for client in clients])


async def pending_dropped_silent(urls, stop):
    # The tasks are left in any case: UA211 says so.
    tasks = [asyncio.create_task(fetch(url)) for url in urls]
    tasks.append(asyncio.create_task(stop.wait()))
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def closes_in_a_thread_silent(archive):
    try:
        await archive.send()
    finally:
        await asyncio.shield(asyncio.get_running_loop().run_in_executor(None, archive.close))


# ---- unknown --------------------------------------------------------------
async def handed_on_unknown(registry, url):
    task = asyncio.create_task(fetch(url))
    registry.keep(task)
    await store("x")
    await task


async def shield_of_something_unknown(future):
    await asyncio.shield(future)


# ---- near misses ----------------------------------------------------------
async def only_sleeps_between_near_miss(url):
    task = asyncio.create_task(fetch(url))
    await asyncio.sleep(1)
    return await task
