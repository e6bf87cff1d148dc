import asyncio
import unittest

from linkwatch.retry import with_retries


class WithRetriesTest(unittest.IsolatedAsyncioTestCase):
    async def test_gives_the_first_result_that_succeeds(self):
        outcomes = [ConnectionError("down"), ConnectionError("still down"), "up"]

        async def operation():
            outcome = outcomes.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        self.assertEqual("up", await with_retries(operation, on=(ConnectionError,), first_delay=0.001))

    async def test_gives_up_after_the_last_attempt(self):
        calls = []

        async def operation():
            calls.append(asyncio.get_running_loop().time())
            raise ConnectionError("down")

        with self.assertRaises(ConnectionError):
            await with_retries(operation, on=(ConnectionError,), attempts=3, first_delay=0.001)
        self.assertEqual(3, len(calls))
