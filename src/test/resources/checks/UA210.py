import asyncio
import logging
from asyncio import gather


# ---- reported -------------------------------------------------------------
class Session:
    async def start_reported(self):
        await asyncio.gather(  # Noncompliant {{Look at the results of this "asyncio.gather": the exceptions that it returns are lost.}}
#             ^^^^^^^^^^^^^^
            self.open_window(),
            self.load_profile(),
            return_exceptions=True,
#           ^^^^^^^^^^^^^^^^^^^^^^< {{errors are returned instead of raised}}
        )


async def broadcast_reported(clients, text):
    await gather(*[client.send(text) for client in clients], return_exceptions=True)  # Noncompliant {{Look at the results of this "gather": the exceptions that it returns are lost.}}


async def thrown_away_reported(jobs):
    _ = await asyncio.gather(*jobs, return_exceptions=True)  # Noncompliant {{Look at the results of this "asyncio.gather": the exceptions that it returns are lost.}}


async def never_read_reported(jobs):
    results = await asyncio.gather(*jobs, return_exceptions=True)  # Noncompliant {{Look at the results of this "asyncio.gather": the exceptions that it returns are lost.}}
    logging.info("all jobs done")


async def calculated_with_reported(shelves):
    total = 0
    for count in await asyncio.gather(*[shelf.count() for shelf in shelves], return_exceptions=True):  # Noncompliant {{Test the results of this "asyncio.gather" with "isinstance(..., BaseException)" before they are used.}}
        total += count
    return total


async def joined_reported(pages):
    parts = await asyncio.gather(*[page.read() for page in pages], return_exceptions=True)  # Noncompliant {{Test the results of this "asyncio.gather" with "isinstance(..., BaseException)" before they are used.}}
    return "".join(parts)


async def used_as_values_reported(api):
    user, orders = await asyncio.gather(api.user(), api.orders(), return_exceptions=True)  # Noncompliant {{Test the results of this "asyncio.gather" with "isinstance(..., BaseException)" before they are used.}}
    print(user.name, len(orders))


async def used_in_a_loop_reported(fetch, urls):
    pages = await asyncio.gather(*[fetch(url) for url in urls], return_exceptions=True)  # Noncompliant {{Test the results of this "asyncio.gather" with "isinstance(..., BaseException)" before they are used.}}
    for page in pages:
        print(page.title)


async def within_a_limit_reported(jobs):
    await asyncio.wait_for(asyncio.gather(*jobs, return_exceptions=True), 10)  # Noncompliant {{Look at the results of this "asyncio.gather": the exceptions that it returns are lost.}}


async def disconnect_idle_users_reported(hub, users):
    notices = [hub.emit("logout", to=user) for user in users]
    await asyncio.gather(*notices, return_exceptions=True)  # Noncompliant {{Look at the results of this "asyncio.gather": the exceptions that it returns are lost.}}



class Batch:
    async def join(self):
        await asyncio.gather(*self.jobs, return_exceptions=True)  # Noncompliant {{Look at the results of this "asyncio.gather": the exceptions that it returns are lost.}}


async def sifted_by_truth_reported(searches, term):
    results = await asyncio.gather(*[search.find(term) for search in searches], return_exceptions=True)  # Noncompliant {{Test the results of this "asyncio.gather" with "isinstance(..., BaseException)" before they are used.}}
    return [result for result in results if result is not None]


async def sifted_on_the_spot_reported(searches, term):
    return [hit for hit in await gather(*[search.find(term) for search in searches], return_exceptions=True) if hit]  # Noncompliant {{Test the results of this "gather" with "isinstance(..., BaseException)" before they are used.}}


# ---- silent ---------------------------------------------------------------
async def tested_silent(jobs):
    for result in await asyncio.gather(*jobs, return_exceptions=True):
        if isinstance(result, Exception):
            logging.error("job failed", exc_info=result)


async def filtered_silent(jobs):
    results = await asyncio.gather(*jobs, return_exceptions=True)
    return [result for result in results if not isinstance(result, BaseException)]


async def returned_silent(jobs):
    return await asyncio.gather(*jobs, return_exceptions=True)


async def handed_on_silent(jobs, report):
    results = await asyncio.gather(*jobs, return_exceptions=True)
    report(results)


async def each_handed_on_silent(jobs, report):
    results = await asyncio.gather(*jobs, return_exceptions=True)
    for result in results:
        report(result)


async def after_cancellation_silent(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def closes_clients_silent(clients):
    await asyncio.gather(*(client.close() for client in clients), return_exceptions=True)


class Pool:
    async def close(self):
        await asyncio.gather(*self.pending, return_exceptions=True)


async def asks_the_tasks_silent(tasks):
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if task.exception():
            logging.error("task failed")


async def while_cleaning_up_silent(connection, jobs):
    try:
        await connection.run()
    finally:
        await asyncio.gather(*jobs, return_exceptions=True)


async def logged_one_by_one_silent(devices):
    for error in await asyncio.gather(*(device.connect() for device in devices), return_exceptions=True):
        if error:
            logging.warning("no connection: %s", error)


async def handle_their_own_errors_silent(tabs):
    async def blank(tab):
        try:
            await tab.open("about:blank")
        except Exception as error:
            logging.warning("%s stays as it is: %s", tab, error)

    await asyncio.gather(*[blank(tab) for tab in tabs], return_exceptions=True)


async def ignored_on_purpose_silent(starts):
    # Errors of the start are ignored here: each application reports its own.
    await asyncio.gather(*starts, return_exceptions=True)


async def ignored_on_purpose_later_silent(application, starts):
    await application.boot()
    # An application that fails to start reports it itself: ignore the error
    # here.
    await asyncio.gather(*starts, return_exceptions=True)


async def ignored_on_purpose_after_a_block_silent(applications, starts):
    for application in applications:
        application.boot()

    # Ignore errors of the start, each application has its own log
    await asyncio.gather(*starts, return_exceptions=True)


class Fanout:
    def __init__(self):
        self.listeners: list[asyncio.Queue] = []

    async def publish_silent(self, chunk):
        await asyncio.gather(*[listener.put(chunk) for listener in self.listeners], return_exceptions=True)


async def several_groups_handle_their_errors_silent(cogs, extensions):
    async def erase(part):
        try:
            await part.erase()
        except Exception:
            logging.exception("could not erase %s", part)

    jobs = [*(erase(cog) for cog in cogs), *(erase(extension) for extension in extensions)]
    await asyncio.gather(*jobs, return_exceptions=True)


async def sifted_by_a_test_of_the_caller_silent(searches, is_hit):
    results = await asyncio.gather(*[search.find() for search in searches], return_exceptions=True)
    return [result for result in results if is_hit(result)]


async def sifted_and_tested_silent(searches):
    results = await asyncio.gather(*[search.find() for search in searches], return_exceptions=True)
    hits = [result for result in results if result]
    return [hit for hit in hits if not isinstance(hit, Exception)]


# ---- unknown --------------------------------------------------------------
async def decided_elsewhere_unknown(jobs, quiet):
    await asyncio.gather(*jobs, return_exceptions=quiet)


async def kept_unknown(self, jobs):
    self.results = await asyncio.gather(*jobs, return_exceptions=True)


class Pipeline:
    async def futures_kept_elsewhere_unknown(self):
        await asyncio.gather(*self.send_all(), return_exceptions=True)


# ---- near misses ----------------------------------------------------------
async def raises_near_miss(jobs):
    await asyncio.gather(*jobs)


async def matched_near_miss(jobs):
    for result in await asyncio.gather(*jobs, return_exceptions=True):
        match result:
            case Exception():
                logging.error("job failed")
