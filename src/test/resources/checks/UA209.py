import asyncio
from asyncio import gather

import aiohttp


# ---- reported -------------------------------------------------------------
async def two_requests_reported(api):
    return await asyncio.gather(api.users(), api.orders())  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
#                ^^^^^^^^^^^^^^
#          ^^^^^@-1< {{the first error is raised here}}
    # fix: return await asyncio.gather(api.users(), api.orders(), return_exceptions=True)


async def comprehension_reported(session: aiohttp.ClientSession, urls):
    pages = await gather(*[session.get(url) for url in urls])  # Noncompliant {{Pass "return_exceptions=True" to "gather": when one of its awaitables fails, the others keep running unobserved.}}
    # fix: pages = await gather(*[session.get(url) for url in urls], return_exceptions=True)
    return pages


async def generator_reported(channels, text):
    await asyncio.gather(*(channel.send(text) for channel in channels))  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
    # fix: await asyncio.gather(*(channel.send(text) for channel in channels), return_exceptions=True)


async def shielded_reported(calls):
    tasks = []
    for call in calls:
        tasks.append(asyncio.create_task(call()))
    try:
        await asyncio.shield(asyncio.gather(*tasks))  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
        # fix: await asyncio.shield(asyncio.gather(*tasks, return_exceptions=True))
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def with_a_limit_reported(jobs):
    await asyncio.wait_for(asyncio.gather(*jobs), timeout=10)  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
    # fix: await asyncio.wait_for(asyncio.gather(*jobs, return_exceptions=True), timeout=10)


async def awaited_later_reported(download, names):
    downloads = asyncio.gather(*map(download, names))  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
    # fix: downloads = asyncio.gather(*map(download, names), return_exceptions=True)
    print("started")
    await downloads


def from_synchronous_code_reported(loop, tasks):
    pending = asyncio.Task.all_tasks(loop=loop)
    gathered = asyncio.gather(*pending, loop=loop)  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
    # fix: gathered = asyncio.gather(*pending, loop=loop, return_exceptions=True)
    gathered.cancel()
    loop.run_until_complete(gathered)


async def narrow_handler_reported(store, load):
    try:
        await asyncio.gather(store(), load())  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
        # fix: await asyncio.gather(store(), load(), return_exceptions=True)
    except KeyError:
        print("no such key")


async def handle_some_of_their_errors_reported(owners, text):
    async def notify(owner):
        address = await owner.address()
        try:
            await address.send(text)
        except Exception as error:
            print(f"could not reach {owner}: {error}")

    await asyncio.gather(*[notify(owner) for owner in owners])  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
    # fix: await asyncio.gather(*[notify(owner) for owner in owners], return_exceptions=True)


async def raise_their_errors_again_reported(owners, text):
    async def notify(owner):
        try:
            await owner.send(text)
        except Exception as error:
            raise RuntimeError(f"could not reach {owner}") from error

    await asyncio.gather(*[notify(owner) for owner in owners])  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
    # fix: await asyncio.gather(*[notify(owner) for owner in owners], return_exceptions=True)


async def cancelled_workers_reported(queues):
    async def drain(queue):
        while True:
            print(await queue.get())

    workers = [asyncio.create_task(drain(queue)) for queue in queues]
    try:
        await asyncio.sleep(60)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers)  # Noncompliant {{Pass "return_exceptions=True" to "asyncio.gather": when one of its awaitables fails, the others keep running unobserved.}}
        # fix: await asyncio.gather(*workers, return_exceptions=True)


# ---- silent ---------------------------------------------------------------
async def returned_silent(api):
    return await asyncio.gather(api.users(), api.orders(), return_exceptions=True)


async def decided_silent(api):
    return await asyncio.gather(api.users(), api.orders(), return_exceptions=False)


async def handled_silent(api):
    try:
        return await asyncio.gather(api.users(), api.orders())
    except Exception:
        print("failed")


async def handled_by_a_bare_clause_silent(api):
    try:
        await asyncio.gather(api.users(), api.orders())
    except:
        print("failed")
        raise


async def only_sleeps_silent():
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))


async def only_waits_for_events_silent():
    started = asyncio.Event()
    stopped = asyncio.Event()
    await asyncio.gather(started.wait(), stopped.wait())


async def only_one_silent(api):
    await asyncio.gather(api.users())


async def only_one_in_a_list_silent(api):
    await asyncio.gather(*[api.users()])


async def task_group_silent(api):
    async with asyncio.TaskGroup() as group:
        group.create_task(api.users())
        group.create_task(api.orders())


async def cancels_the_rest_silent(tasks):
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def cancels_the_gathering_silent(jobs):
    gathered = asyncio.gather(*jobs)
    try:
        await gathered
    except ConnectionError:
        gathered.cancel()
        raise


async def handle_their_own_errors_silent(owners, text, semaphore):
    async def notify(owner):
        async with semaphore:
            try:
                await owner.send(text)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                print(f"could not reach {owner}: {error}")

    await asyncio.gather(*[notify(owner) for owner in owners])


async def use_what_guarded_coroutines_return_silent(plugins):
    async def update(plugin):
        try:
            return await plugin.update()
        except Exception as error:
            return error

    return await asyncio.gather(*[update(plugin) for plugin in plugins])


async def said_to_be_safe_silent(store, keys):
    # Note: these never raise exceptions
    await asyncio.gather(*(store.drop(key) for key in keys))
    return await asyncio.gather(
        *(
            # drop() does not raise
            store.drop(key)
            for key in keys
        )
    )


async def only_what_is_done_silent(pollers):
    done, pending = await asyncio.wait(pollers, return_when=asyncio.FIRST_COMPLETED)
    for poller in pending:
        poller.cancel()
    await asyncio.gather(*done)


# ---- unknown --------------------------------------------------------------
async def options_unknown(jobs, options):
    await asyncio.gather(*jobs, **options)


def returned_to_the_caller_unknown(api):
    return asyncio.gather(api.users(), api.orders())


# ---- near misses ----------------------------------------------------------
class Collector:
    async def gather(self, *items):
        return items


async def gathers_something_else_near_miss(api):
    collector = Collector()
    await collector.gather(api.users(), api.orders())


async def watches_over_actors_near_miss(actors):
    await asyncio.gather(*(actor.run() for actor in actors))
