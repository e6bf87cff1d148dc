"""Programs of their own, for the command line."""

import asyncio

from shop import jobs


def print_report(day):
    asyncio.run(jobs.deliver(day))


def report_name(day):
    return f"report-{day}"
