"""The other rules that need more than one file."""

import asyncio

import aiohttp

import shop.jobs as work
from shop.work import digest, programs, threads
from shop.work.digest import short_sum, stretch

from .jobs import deliver, note_rate, picture_of, price_of, rate_of_now, rate_of_today, review_of, stock_of


# ---- reported ---------------------------------------------------------------


async def log_in(password):
    return stretch(password)  # UA101


async def compare(left, right):
    return digest.collisions(left, right)  # UA101


async def print_report(day):
    programs.print_report(day)  # UA204


async def forgets_to_await(day):
    deliver(day)  # UA202


async def forgets_to_await_through_a_module(day):
    work.deliver(day)  # UA202


async def prices(articles):
    for article in articles:
        print(article, await price_of(article))
        await asyncio.sleep(0.1)


async def rates(days):
    for day in days:
        print(day, await rate_of_now())
        await asyncio.sleep(0.1)


async def stocks(articles):
    for article in articles:
        print(article, await stock_of(article))
        await asyncio.sleep(0.1)


async def reviews(session: aiohttp.ClientSession, articles):
    return await asyncio.gather(*[review_of(session, article) for article in articles], return_exceptions=False)  # UA705


async def count_sale_on_the_loop(name):
    threads.sold[name] = 0


# ---- silent -----------------------------------------------------------------


async def log_in_beside_the_loop(password):
    return await asyncio.to_thread(stretch, password)


async def add_a_few(numbers):
    return short_sum(numbers)


async def print_report_beside_the_loop(day):
    await asyncio.to_thread(programs.print_report, day)


async def name_of_report(day):
    return programs.report_name(day)


async def awaits(day):
    return await deliver(day)


async def calls_no_coroutine(day):
    work.deliver_later(day)


async def hands_the_coroutine_on(day, keep):
    keep(deliver(day))


async def notes_the_rate_once():
    rate = await rate_of_today()
    await note_rate(rate)


async def pictures(session: aiohttp.ClientSession, articles):
    limit = asyncio.Semaphore(8)
    return await asyncio.gather(*[picture_of(session, limit, article) for article in articles], return_exceptions=False)


async def count_return_on_the_loop(name):
    with threads.returned_lock:
        threads.returned[name] = 0


async def announce(sold_out: asyncio.Event):
    threads.announce_on_the_loop(sold_out)
